"""Folders for servers: pytest's own are closed to the account that root steps down to."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder below /tmp that everybody may enter."""
    folder = Path(tempfile.mkdtemp(prefix="eindach-test-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
