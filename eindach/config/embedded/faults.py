"""The one error of the embedded server."""


class EmbeddedError(RuntimeError):
    """The server cannot run; the message says in plain words why, and what to do about it."""
