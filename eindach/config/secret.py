"""The server's secret: from the environment, else made once and kept beside the data."""

import contextlib
import os
import secrets
from pathlib import Path


def secret_key(data: Path) -> str:
    """`EINDACH_SECRET_KEY`, else the content of `secret.key` in the data folder (made on first use, mode 600)."""
    given = os.environ.get("EINDACH_SECRET_KEY")
    if given:
        return given
    file = data / "secret.key"
    try:
        return file.read_text()
    except FileNotFoundError:
        return _made_once(file)


def _made_once(file: Path) -> str:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(f".{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(48))
    with contextlib.suppress(FileExistsError):  # another process was first: then its key is the key
        os.link(draft, file)
    draft.unlink()
    return file.read_text()
