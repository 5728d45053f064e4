"""`python -m eindach.config.cli`, for child processes of our own."""

import sys

from eindach.config.cli import main

sys.exit(main())
