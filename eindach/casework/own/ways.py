"""Pages behind a person's own door that belong to higher parts: the one door leads to all of them."""

from collections.abc import Callable, Iterable, Sequence

Way = tuple[str, str]
"""Its words, its address."""
Ways = Callable[[], Iterable[Way]]
_known: list[Ways] = []


def leads_on(ways: Ways) -> Ways:
    """Declare what a higher part has for the acting person."""
    _known.append(ways)
    return ways


def ways_on() -> Sequence[Way]:
    """Asked for on behalf of the person."""
    return [one for ways in _known for one in ways()]
