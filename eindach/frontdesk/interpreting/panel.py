"""What of asking for an interpreter stands on a page: at the counter that asks, and where somebody could come from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from ..models import Desk, InterpreterRequest, Stop
from ..places import Place, place
from . import asking
from .here import Speaker, share_a_language, speakers, spoken_with
from .phone_list import Line, lines

PHONES_SHOWN: Final = 3


@dataclass(frozen=True)
class Panel:
    """At the counter of whoever asks. `state`: shared (they speak one language already) | unasked | waiting | coming |
    nobody (all who are here said that they cannot). `speakers`: who could come; `phones`: whom to call otherwise;
    `comes_from`: None for the front desk."""

    stop: Stop
    languages: tuple[str, ...]
    state: str
    speakers: tuple[Speaker, ...]
    phones: tuple[Line, ...]
    request: InterpreterRequest | None
    comes_from: Place | None

    @property
    def language(self) -> str:
        """What is asked for, or would be: what somebody here speaks, else what the visitor speaks best."""
        if self.request:
            return self.request.language
        return self.speakers[0].language if self.speakers else self.languages[0]

    @property
    def others(self) -> list[str]:
        return [code for code in self.languages if code != self.language]


@dataclass(frozen=True)
class Asked:
    """A request somebody here may answer: for which number, where. `mine`: they said yes."""

    request: InterpreterRequest
    ticket: str
    place: Place
    mine: bool


def panel(desk: Desk, stop: Stop, *, now: datetime) -> Panel:
    """As the program, for a desk and the stop it shows."""
    request = asking.of_stop(stop)
    request = request if request and request.desk_id == desk.pk else None
    found = speakers(desk, stop.visit, now=now)
    if request:
        found = [one for one in found if one.user not in request.declined]
    languages = spoken_with(stop.visit)
    shared = share_a_language(desk, stop.visit, now=now)
    return Panel(
        stop=stop,
        languages=tuple(languages),
        state=_state(request, found, shared=shared),
        speakers=tuple(found),
        phones=tuple(lines([request.language] if request else languages, now=now)[:PHONES_SHOWN]),
        request=request,
        comes_from=place(request.comes_from.counter.name) if request and request.comes_from else None,
    )


def for_me(requests: Iterable[InterpreterRequest], user: UUID) -> list[Asked]:
    """Those this user may still answer, or has said yes to."""
    return [
        Asked(one, one.stop.visit.ticket, place(one.desk.counter.name), one.comes == user)
        for one in requests
        if one.comes in (None, user) and user not in one.declined
    ]


def _state(request: InterpreterRequest | None, here: Sequence[Speaker], *, shared: bool) -> str:
    if request is None:
        return "shared" if shared else "unasked"
    if request.comes:
        return "coming"
    return "nobody" if request.declined and not here else "waiting"
