"""Files of forms: taken only by a view that says so (`takes_file`), held in memory, never written to a disk."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import MemoryFileUploadHandler


class OnlyWhereTaken(MemoryFileUploadHandler):
    """Everywhere else a request with a file is refused before any of it is read (400)."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        match: Any = getattr(self.request, "resolver_match", None)
        view: Callable[..., Any] | None = getattr(match, "func", None)
        if not getattr(view, "takes_file", False) or not self.activated:
            raise SuspiciousOperation("no file is taken here")
        super().new_file(*args, **kwargs)
