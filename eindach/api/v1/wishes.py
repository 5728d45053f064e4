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

from ..fields import Key, LocalDate, Moment, Request, SpokenLanguage, whole
from ..problems import Fault

DEFAULT_DAYS = timedelta(days=60)


class Window(Request):
    """When the person can come: [from, until)."""

    start: Moment = Field(alias="from")
    until: Moment

    def span(self, zone: ZoneInfo) -> Span:
        """ValueError when it is empty."""
        start, until = (m if m.tzinfo else m.replace(tzinfo=zone) for m in (self.start, self.until))
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

    def wish(self, *, now: datetime) -> Wish:
        """The wish; ValueError with the number of a window that is empty."""
        zone = region().zone
        start = self.start or timezone.localdate(now, zone)
        return Wish(
            matters=tuple(self.matters),
            start=start,
            until=self.until or _later(start),
            windows=tuple(window.span(zone) for window in self.windows),
            people=self.people,
            languages=tuple(dict.fromkeys(self.languages)),
            max_days=self.max_days,
            needs=tuple(dict.fromkeys(self.needs)),
            municipality=self.municipality,
        )

    def empty_windows(self) -> list[Fault]:
        zone, found = region().zone, []
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
        sound = {name: value for name, value in raw.items() if name not in faulty}
        body = cls.model_validate({"matters": ["-"]} | sound)
        return [fault for fault in body.faults(now=timezone.now()) if fault.pointer.split("/")[1] not in faulty]

    def faults(self, *, now: datetime) -> list[Fault]:
        """Every fault beyond types."""
        if found := self.empty_windows():
            return found + self.model_copy(update={"windows": []}).faults(now=now)
        try:
            rules.check_wish(
                self.wish(now=now),
                known_matters=set(Matter.objects.values_list("key", flat=True)),
                known_municipalities=set(Municipality.objects.values_list("pk", flat=True)),
                today=timezone.localdate(now, region().zone),
            )
        except rules.WishFaults as fault:
            return wish_faults(fault)
        return []


def wish_faults(fault: rules.WishFaults) -> list[Fault]:
    """Field names of a wish as they are in the body."""
    return [Fault(pointer=f"/{ {'start': 'from'}.get(f, f) }", detail=said) for f, said in fault.faults.items()]


def _later(start: date) -> date:
    try:
        return start + DEFAULT_DAYS
    except OverflowError:
        return date.max
