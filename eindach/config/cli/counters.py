"""Counters by hand: `eindach counters`, `eindach close-counter` and `eindach open-counter`."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING

from eindach.config.cli.data import refuse_missing_migrations
from eindach.config.cli.database import django_on_database
from eindach.config.cli.faults import CommandError
from eindach.planning.clock import at, utc_minute
from eindach.planning.reading import Reader

if TYPE_CHECKING:
    from eindach.booking.closures import Closure
    from eindach.booking.models import Calendar
    from eindach.kernel.spans import Span


def show(options: argparse.Namespace) -> int:
    """One counter a line: its key, where it is, what its sign says."""
    with _region_database():
        from django.utils import translation

        from eindach.booking.models import Counter

        found = Counter.objects.select_related("location", "organization")
        with translation.override("de"):  # as on the signs
            rows = [(one.key, f"{one.location.name}, {one.organization.name}", str(one.name)) for one in found]
    widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
    for key, place, sign in rows:
        print(f"{key:<{widths[0]}}  {place:<{widths[1]}}  {sign}")
    return 0


def close(options: argparse.Namespace) -> int:
    """Take time out of a counter's calendar and say who is affected."""
    with _region_database():
        from django.utils import timezone

        from eindach.booking import operations
        from eindach.kernel.spans import Span

        now = timezone.now()
        calendar, asked = _asked(options, now)
        begun = _begun_until(calendar, now).astimezone(asked.start.tzinfo)
        span = Span(max(asked.start, begun), asked.end)
        if span.start >= span.end:
            print("The last appointment of this time is under way: nothing was closed.")
            return 0
        closure = operations.close(calendars=[calendar], during=span, now=now)
        print(f"Closed: {options.counter}, {_words(span)}.")
        _tell(closure)
    return 0


def open_(options: argparse.Namespace) -> int:
    """Add time to a counter's calendar: what of it is not open yet."""
    with _region_database():
        from django.db import IntegrityError
        from django.utils import timezone

        from eindach.booking import operations

        now = timezone.now()
        languages = [code.strip() for code in options.languages.split(",") if code.strip()]
        calendar, asked = _asked(options, now, languages=languages)
        languages = languages or _usual_languages(calendar)
        services = [str(pk) for pk in calendar.services.order_by("pk").values_list("pk", flat=True)]
        missing = _not_open_yet(calendar, asked)
        _refuse_nothing_to_open(options.counter, missing, services, languages)
        try:
            for span in missing:
                operations.reopen(calendar=calendar, during=span, services=services, languages=languages, now=now)
        except IntegrityError as fault:
            raise CommandError("Somebody else changed this calendar at the same moment. Try again.") from fault
        for span in missing:
            print(f"Open: {options.counter}, {_words(span)}, in {', '.join(languages)}.")
        print("Whoever had been affected by a closure of this time and has not moved yet keeps their appointment.")
    return 0


@contextmanager
def _region_database() -> Iterator[None]:
    """A database of this version with a region in it."""
    with django_on_database():
        from eindach.directory.models import Region

        refuse_missing_migrations()
        if not Region.objects.exists():
            raise CommandError("No region is loaded here: `eindach load-region NAME` loads one.")
        yield


def _asked(
    options: argparse.Namespace, now: datetime, *, languages: list[str] | None = None
) -> "tuple[Calendar, Span]":
    """The calendar and [FROM, UNTIL); status 2 with every fault at once."""
    from eindach.booking.models import Calendar
    from eindach.directory.queries import region
    from eindach.kernel.languages import SPOKEN_CODES
    from eindach.kernel.spans import Span

    zone = region().zone
    reader = Reader()
    calendar = Calendar.objects.filter(counter__key=options.counter).first()
    if calendar is None:
        near = get_close_matches(options.counter, Calendar.objects.values_list("counter__key", flat=True))
        allowed = f"perhaps {' or '.join(near)}" if near else "`eindach counters` lists what is allowed"
        reader.fault("COUNTER", f"there is no counter {options.counter!r}", allowed)
    start, end = (
        local and at(utc_minute(local, zone), zone)
        for local in (reader.local_time("FROM", options.start), reader.local_time("UNTIL", options.until))
    )
    if start and end and end <= start:
        reader.fault("UNTIL", f"{options.until} is not after FROM", "a later time is allowed")
    elif end and end <= now:
        reader.fault("UNTIL", f"{options.until} is past", "a time to come is allowed")
    for code in languages or ():
        if code not in SPOKEN_CODES:
            reader.fault("--languages", f"{code!r} is not known", f"allowed are {', '.join(SPOKEN_CODES)}")
    if reader.faults or calendar is None or start is None or end is None:
        raise CommandError("\n".join(reader.faults), status=2)
    return calendar, Span(start, end)


def _begun_until(calendar: "Calendar", now: datetime) -> datetime:
    """Now, or the end of the appointment that is under way: whoever sits at the counter is not sent away."""
    under_way = calendar.appointments.filter(live=True, during__contains=now).first()
    return under_way.during.upper if under_way else now.replace(second=0, microsecond=0) + timedelta(minutes=1)


def _usual_languages(calendar: "Calendar") -> list[str]:
    spoken = [code for languages in calendar.schedules.values_list("languages", flat=True) for code in languages]
    spoken += [code for languages in calendar.openings.values_list("languages", flat=True) for code in languages]
    return list(dict.fromkeys(spoken))


def _refuse_nothing_to_open(counter: str, missing: "list[Span]", services: list[str], languages: list[str]) -> None:
    faults = {
        f"COUNTER: {counter} serves nothing in the files of the region, a counter with services is allowed": services,
        "--languages: no language of this counter is known, say them: --languages de,en": languages,
        "FROM: all of this time is open already, a time that is not open is allowed": missing,
    }
    if said := [fault for fault, needed in faults.items() if not needed]:
        raise CommandError("\n".join(said), status=2)


def _not_open_yet(calendar: "Calendar", asked: "Span") -> "list[Span]":
    from eindach.kernel.spans import Span

    missing, start = [], asked.start
    for opening in calendar.openings.filter(during__overlap=tuple(asked)).order_by("during"):
        if start < opening.during.lower:
            missing.append(Span(start, opening.during.lower.astimezone(asked.start.tzinfo)))
        start = max(start, opening.during.upper.astimezone(asked.start.tzinfo))
    return [*missing, Span(start, asked.end)] if start < asked.end else missing


def _words(span: "Span") -> str:
    same_day = span.start.date() == span.end.date()
    return f"{span.start:%Y-%m-%d %H:%M} to {span.end:{'%H:%M' if same_day else '%Y-%m-%d %H:%M'}}"


def _tell(closure: "Closure") -> None:
    """In plain words, with whoever a mail cannot reach."""
    number = len(closure.displaced)
    if not number:
        print("Nobody is affected.")
    elif number == 1:
        print("1 person is affected: the worker makes a new plan and mails it.")
        print("Their appointment stands until they have answered.")
    else:
        print(f"{number} people are affected: the worker makes each a new plan and mails it.")
        print("Their appointments stand until they have answered.")
    if closure.holds_ended:
        print(f"Places held for people who were still deciding: {closure.holds_ended}. They are shown other times.")
    for one in closure.displaced:
        if one.person and not one.person.email:
            print(f"No e-mail address: {one.reference} is to be called on {one.phone or one.person.phone}.")
