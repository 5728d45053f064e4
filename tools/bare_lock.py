"""Take the addresses out of an npm lock file: who wants money for a package is no part of what is installed."""

import json
import sys
from pathlib import Path

file = Path(sys.argv[1])
lock = json.loads(file.read_text())
for package in lock["packages"].values():
    package.pop("funding", None)
    package.pop("resolved", None)
file.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n")
