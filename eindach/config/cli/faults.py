"""The one error of the commands."""


class CommandError(Exception):
    """A command cannot go on; the message is for a person, without a traceback."""

    def __init__(self, message: str, *, status: int = 1) -> None:
        super().__init__(message)
        self.status = status
