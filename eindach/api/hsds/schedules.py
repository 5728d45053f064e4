"""Opening hours as HSDS schedules: an RFC 5545 rule taken apart, dated exceptions as schedules of one day."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from eindach.directory import models
from eindach.kernel.identifiers import stable_uuid

from . import records

PARTS = ("INTERVAL", "WKST", "UNTIL", "COUNT", "BYDAY", "BYWEEKNO", "BYMONTHDAY", "BYYEARDAY")
NUMBERS = frozenset({"INTERVAL", "COUNT"})
EVERY_DAY = "MO,TU,WE,TH,FR,SA,SU"


def of_rules(rules: Iterable[models.Schedule], today: date) -> list[records.Schedule]:
    """The rules that still hold or will."""
    return [of_rule(rule) for rule in rules if rule.valid_until is None or rule.valid_until >= today]


def of_rule(rule: models.Schedule) -> records.Schedule:
    by_appointment = rule.kind == models.Schedule.Kind.BY_APPOINTMENT
    return records.Schedule(
        id=rule.pk,
        valid_from=f"{rule.valid_from:%F}",
        valid_to=f"{rule.valid_until:%F}" if rule.valid_until else None,
        dtstart=f"{rule.valid_from:%F}",
        opens_at=f"{rule.opens:%H:%M}" if rule.opens else None,
        closes_at=f"{rule.closes:%H:%M}" if rule.closes else None,
        description=_("By appointment only") if by_appointment else None,
        schedule_link=f"{settings.PUBLIC_URL}/" if by_appointment else None,
        notes=None if rule.open_on_holidays else _("Closed on public holidays"),
        **rule_parts(rule.rrule),
    )


def rule_parts(rrule: str) -> dict[str, str | int]:
    """'FREQ=MONTHLY;BYDAY=1FR' -> {'freq': 'MONTHLY', 'byday': '1FR'}.

    HSDS knows WEEKLY and MONTHLY only: a daily rule becomes a weekly one with all days; BYSETPOS, which it does not
    know, becomes the ordinal of the one weekday it can stand for.
    """
    said = dict(part.split("=", 1) for part in rrule.upper().removeprefix("RRULE:").split(";") if "=" in part)
    if said.get("FREQ") == "DAILY" and said.get("INTERVAL", "1") == "1":
        said |= {"FREQ": "WEEKLY", "BYDAY": said.get("BYDAY", EVERY_DAY)}
    days = said.get("BYDAY", "")
    if position := said.get("BYSETPOS"):
        if "," in days or "," in position:
            said.pop("BYDAY", None)
        else:
            said["BYDAY"] = f"{position}{days}"
    found: dict[str, str | int] = {
        part.lower(): int(said[part]) if part in NUMBERS else said[part] for part in PARTS if part in said
    }
    if said.get("FREQ") in ("WEEKLY", "MONTHLY"):
        found["freq"] = said["FREQ"]
    return found


def of_exceptions(exceptions: Iterable[models.ScheduleException], today: date) -> list[records.Schedule]:
    """Single days that differ, from today on; without hours: closed."""
    return [
        records.Schedule(
            id=stable_uuid("hsds", "exception", str(one.location_id), f"{one.date:%F}"),
            valid_from=f"{one.date:%F}",
            valid_to=f"{one.date:%F}",
            opens_at=f"{one.opens:%H:%M}" if one.opens else None,
            closes_at=f"{one.closes:%H:%M}" if one.closes else None,
            description=None if one.opens else _("Closed"),
            notes=str(one.reason) or None,
        )
        for one in exceptions
        if one.date >= today
    ]
