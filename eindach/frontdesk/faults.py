"""What the day refuses, as exceptions the pages put into words."""


class NotNow(Exception):
    """The stop, visit or desk is not in a state in which this can be done: somebody was faster, or it is over."""


class TooLate(Exception):
    """A minute has passed, or something else was done since: nothing to undo."""


class DeskTaken(Exception):
    """Somebody else works at this place, or this user at another desk (`desk`)."""

    def __init__(self, desk: object = None) -> None:
        super().__init__("the desk is taken")
        self.desk = desk
