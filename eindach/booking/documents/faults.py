"""What cannot be made."""


class NothingToCarry(LookupError):
    """This itinerary has no appointments for such a paper: all are cancelled, or it was only ever held."""
