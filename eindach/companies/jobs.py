"""Background work of this part; the worker finds it here."""

from . import letters  # noqa: F401 - jobs
