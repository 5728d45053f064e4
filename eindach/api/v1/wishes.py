"""The body of a search: what somebody asks for."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone
from pydantic import Field, StrictStr

from eindach.booking import wish as rules
from eindach.booking.search import Wish
from eindach.directory.models import Municipality
from eindach.directory.queries import region
from eindach.guide.models import Matter
from eindach.kernel.spans import Span
from eindach.planning.clock import at, utc_minute

from ..fields import Key, LocalDate, Moment, Request, SpokenLanguage, whole
from ..problems import Fault

DEFAULT_DAYS = timedelta(days=60)
BODY_NAMES = {"start": "from"}


class Window(Request):
    """When the person can come: [from, until)."""

    start: Moment = Field(alias="from")
    until: Moment

    def span(self, zone: ZoneInfo) -> Span:
        """ValueError when it is empty. A time that the clock skips is the moment of its jump, as in `eindach plan`."""
        start, until = (m if m.tzinfo else at(utc_minute(m, zone), zone) for m in (self.start, self.until))
        return Span.of(start, until)


class WishBody(Request):
    """What somebody wants settled, and when they can come."""

    matters: list[Key] = Field(min_length=1, max_length=rules.MOST_MATTERS)
    start: LocalDate | None = Field(None, alias="from", description="first day; left out: today")
    until: LocalDate | None = Field(None, description="last day, inclusive; left out: 60 days after the first")
    windows: list[Window] = Field([], max_length=rules.MOST_WINDOWS, description="empty: any time")
    people: whole(1, rules.MOST_PEOPLE) = 1  # type: ignore[valid-type]
    languages: list[SpokenLanguage] = Field([], max_length=20, description="best first; empty: any")
    max_days: whole(1, rules.MOST_DAYS) = 2  # type: ignore[valid-type]
    needs: list[Key] = Field([], max_length=20, description=f"any of: {', '.join(rules.NEEDS)}")

    municipality: Annotated[StrictStr, Field(max_length=8)] = Field(
        "", description="where the person lives (AGS): town halls elsewhere are left out; empty: not said"
    )

    def wish(self, *, now: datetime, zone: ZoneInfo) -> Wish:
        """The wish; ValueError when a window is empty."""
        today = timezone.localdate(now, zone)
        start = self.start or today
        return Wish(
            matters=tuple(self.matters),
            start=start,
            until=self.until or _until(max(start, today), today),
            windows=tuple(window.span(zone) for window in self.windows),
            people=self.people,
            languages=tuple(dict.fromkeys(self.languages)),
            max_days=self.max_days,
            needs=tuple(dict.fromkeys(self.needs)),
            municipality=self.municipality,
        )

    def empty_windows(self, zone: ZoneInfo) -> list[Fault]:
        found = []
        for number, window in enumerate(self.windows):
            try:
                window.span(zone)
            except ValueError:
                detail = "ends before it starts; allowed: until after from"
                found.append(Fault(pointer=f"/windows/{number}", detail=detail))
        return found

    @classmethod
    def more_faults(cls, raw: dict[str, Any], faulty: set[str], request: HttpRequest) -> list[Fault]:
        """What is wrong with the fields whose types are right."""
        known = {field.alias or name for name, field in cls.model_fields.items()}
        sound = {name: value for name, value in raw.items() if name in known - faulty}
        body = cls.model_validate({"matters": ["-"]} | sound)
        found = body.faults(now=timezone.now(), zone=region().zone)
        return [fault for fault in found if fault.pointer.split("/")[1] not in faulty]

    def faults(self, *, now: datetime, zone: ZoneInfo) -> list[Fault]:
        """Every fault beyond types."""
        if found := self.empty_windows(zone):
            return found + self.model_copy(update={"windows": []}).faults(now=now, zone=zone)
        try:
            rules.check_wish(
                self.wish(now=now, zone=zone),
                known_matters=set(Matter.objects.values_list("key", flat=True)),
                known_municipalities=set(Municipality.objects.values_list("pk", flat=True)),
                today=timezone.localdate(now, zone),
            )
        except rules.WishFaults as fault:
            return self.named(fault)
        return []

    def named(self, fault: rules.WishFaults) -> list[Fault]:
        """With the names of the body; a last day that was not said is not blamed for a first day that is too far."""
        blamed = {field: said for field, said in fault.faults.items() if field != "until" or self.until}
        return [Fault(pointer=f"/{BODY_NAMES.get(field, field)}", detail=said) for field, said in blamed.items()]


def _until(start: date, today: date) -> date:
    """60 days later, but not beyond what may be asked for: nobody is blamed for a day they did not name."""
    horizon = today + rules.HORIZON
    return start if start >= horizon else min(start + DEFAULT_DAYS, horizon)
