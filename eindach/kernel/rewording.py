"""Around a change of texts people read: whoever keeps their translations looks before and after.

A part that lets people write says `with rewording(...)`; the part that keeps the translations says `watched_by`.
Neither knows the other.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import datetime

_watches: list[Callable[..., AbstractContextManager[None]]] = []


def watched_by(watch: Callable[..., AbstractContextManager[None]]) -> None:
    """`watch(now=, town=, minor=)` is entered around each change from now on. Once a process."""
    if watch not in _watches:
        _watches.append(watch)


@contextmanager
def rewording(*, now: datetime, town: str = "", minor: bool = False) -> Iterator[None]:
    """Texts are changed inside, in a transaction. `town`: key of the municipality whose own texts they are, "" for the
    directory's · `minor`: whoever writes says that the translations still fit."""
    with ExitStack() as watching:
        for watch in _watches:
            watching.enter_context(watch(now=now, town=town, minor=minor))
        yield
