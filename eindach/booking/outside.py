"""Openings changed: whoever they no longer cover is displaced, whoever they cover again is served; nobody is lost."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from eindach.kernel.spans import Span

from .afterwards import recoordinate_later
from .models import Appointment, Itinerary
from .opening_rules import Wanted
from .recorded import all_changed


@dataclass(frozen=True)
class Closure:
    """What a change of openings did: who has to be re-coordinated (a job does it), and which holds were ended."""

    displaced: tuple[Itinerary, ...] = ()
    holds_ended: int = 0


class Covered:
    """When a calendar serves which service, and in which languages."""

    def __init__(self, openings: Iterable[Wanted]) -> None:
        self._openings: dict[UUID, list[Wanted]] = defaultdict(list)
        for one in sorted(openings):
            for service in one.services:
                self._openings[service].append(one)
        self._spans: dict[tuple[UUID, frozenset[str]], list[Span]] = {}

    def covers(self, span: Span, service: UUID, languages: Collection[str] = ()) -> bool:
        """Wholly, by openings that follow each other; when given, in one of the languages."""
        there = self._serving(service, frozenset(languages))
        before = bisect_right(there, span.start, key=lambda one: one.start)
        return before > 0 and there[before - 1].contains(span)

    def languages(self, span: Span, service: UUID) -> list[str]:
        """Spoken at the beginning of the span."""
        there = self._openings.get(service, [])
        return [code for one in there if one.span.start <= span.start < one.span.end for code in one.languages]

    def _serving(self, service: UUID, languages: frozenset[str]) -> list[Span]:
        asked = service, languages
        if asked not in self._spans:
            there = self._openings.get(service, [])
            self._spans[asked] = merged(one.span for one in there if not languages or languages & {*one.languages})
        return self._spans[asked]


def displace_outside(
    calendars: Iterable[int],
    wanted: Mapping[int, list[Wanted]],
    *,
    now: datetime,
    around: Span | None = None,
    defer: bool = True,
) -> Closure:
    """Displace whom these openings no longer cover, or who needs a language that is no longer spoken there; holds end.
    Who had been displaced and is covered again stays. What has begun goes on. `around`: only look there.

    The openings must be locked. One job an itinerary, however many of its appointments are hit (unless `defer` is
    False).
    """
    covered = {pk: Covered(wanted.get(pk, [])) for pk in calendars}
    looked_at = Appointment.objects.filter(calendar__in=covered, live=True, during__startswith__gte=now)
    if around:
        looked_at = looked_at.filter(during__overlap=tuple(around))
    lost: list[Appointment] = []
    again: list[Appointment] = []
    for one in looked_at.select_related("itinerary"):
        span, there = Span(one.during.lower, one.during.upper), covered[one.calendar_id]
        if not there.covers(span, one.service_id, needed(one.itinerary)):
            lost.append(one)
        elif one.displaced_at:
            again.append(one)
        else:
            _speak_another(one, there.languages(span, one.service_id))
    Appointment.objects.filter(pk__in=[one.pk for one in again]).update(displaced_at=None)
    all_changed("serve-again", _whose(again), now, basis="closure")
    return _displaced(lost, now, defer=defer)


def needed(itinerary: Itinerary) -> tuple[str, ...]:
    """Languages of which one has to be spoken; none: whatever."""
    return tuple(itinerary.wish.get("languages", ()))


def _speak_another(one: Appointment, offered: Collection[str]) -> None:
    wanted = needed(one.itinerary)
    if wanted and one.language not in offered:
        language = next((code for code in wanted if code in offered), one.language)
        Appointment.objects.filter(pk=one.pk).update(language=language)


def _displaced(lost: list[Appointment], now: datetime, *, defer: bool) -> Closure:
    hit = Appointment.objects.filter(pk__in=[one.pk for one in lost])
    ended = hit.filter(status=Appointment.Status.HELD).update(
        status=Appointment.Status.CANCELLED, reason=Appointment.Reason.CLOSURE, held_until=None
    )
    ours = hit.filter(status=Appointment.Status.BOOKED, displaced_at=None)
    affected = tuple(Itinerary.objects.filter(appointments__in=ours).distinct().order_by("booked_at"))
    ours.update(displaced_at=now)
    if defer:
        recoordinate_later(affected)
    all_changed("displace", affected, now, basis="closure")
    return Closure(affected, ended)


def _whose(appointments: Iterable[Appointment]) -> list[Itinerary]:
    return list({one.itinerary_id: one.itinerary for one in appointments}.values())


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same time in as few spans as possible, ascending."""
    ordered = sorted(spans)
    if not ordered:
        return []
    found = [ordered[0]]
    for _, span in pairwise(ordered):
        if span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found
