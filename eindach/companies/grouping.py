"""A day for several employees: held for all, booked for all, or for none; cancelled by who may.

Their employer acts, with their yes, and sees of each only from when to when. Rows of booking are written as the
program: whoever acts for a company has no right to them, and the trail says that it was the employer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from eindach.accounts.acting import as_program
from eindach.booking import operations as booking
from eindach.booking.ground import ground
from eindach.booking.locks import Wanted, lock_openings
from eindach.booking.models import LIVE, Appointment
from eindach.booking.operations import AlreadyBooked, Contact, HoldExpired, NotChangeable
from eindach.booking.retry import one_transaction
from eindach.booking.search import Wish
from eindach.consent import trail
from eindach.notifications.deferring import defer

from .access import BASIS
from .letters import write_off, write_proposal
from .models import Company, Details, Employee, GroupVisit, Member
from .progress import of_the_day
from .together import Day, Party, day_of, days, stays

SETTLED = (*LIVE, Appointment.Status.FULFILLED)


class MayNot(Exception):
    """Somebody of the group has not said yes, or not any more."""


class AreBooked(Exception):
    """`labels` have an appointment at that time already, or for the same."""

    def __init__(self, labels: Sequence[str]) -> None:
        super().__init__(", ".join(labels))
        self.labels = tuple(labels)


@dataclass(frozen=True)
class Chosen:
    """Who of the list comes: those the employer books for, those it only proposes the day to, and those who have
    nothing left to settle and let it be seen. Who has nothing left and does not is among the first: no day fits."""

    parties: tuple[Party, ...]
    booked_for: tuple[Employee, ...]
    proposed: tuple[Employee, ...]
    settled: tuple[Employee, ...]

    @property
    def shows_left(self) -> bool:
        """Whether the employer may be told what a day leaves for another one."""
        return all(one.may_see for one in self.booked_for)


def chosen(employees: Iterable[Employee], *, now: datetime) -> Chosen:
    """Read as the program: what somebody needs is not for the employer to see."""
    accepted = [one for one in employees if one.state(now) == "accepted"]
    allowed = [one for one in accepted if one.may_book]
    with as_program(now=now):
        details = Details.objects.in_bulk([one.pk for one in allowed])
        parties = {one.pk: _party(one, details[one.pk], now) for one in allowed}
    coming = [one for one in allowed if parties[one.pk].wish.matters or not one.may_see]
    return Chosen(
        parties=tuple(parties[one.pk] for one in coming),
        booked_for=tuple(coming),
        proposed=tuple(one for one in accepted if not one.may_book),
        settled=tuple(one for one in allowed if one not in coming),
    )


def find(parties: Sequence[Party], *, first: date, last: date, now: datetime) -> list[Day]:
    """together.days, read as the program."""
    with as_program(now=now):
        return days(parties, first=first, last=last, now=now) if parties else []


def hold(
    *, company: Company, employees: Sequence[Employee], house: str, day: date, first: date, last: date,
    comes_along: bool, now: datetime,
) -> GroupVisit | None:  # fmt: skip
    """Plan that day anew in the house of this key and keep all of it for ten minutes; None when it does not fit (any
    more)."""
    people = chosen(employees, now=now)

    @one_transaction
    def act() -> GroupVisit | None:
        stay = next((one for one in stays(people.parties) if one.house.key == house), None)
        found = day_of(stay, day=day, now=now) if stay and people.parties else None
        if found is None:
            return None
        group = GroupVisit.objects.create(
            company=company,
            location=found.location,
            day=day,
            first=first,
            last=last,
            comes_along=comes_along,
            made_at=now,
        )
        _hold_each(group, people, found, now)
        return group

    with as_program(now=now):
        try:
            return act()
        except booking.SlotTaken:
            return None


def book(*, group: GroupVisit, now: datetime) -> GroupVisit:
    """For everybody or nobody; twice is as good as once. MayNot, AreBooked, HoldExpired, NotChangeable."""

    @one_transaction
    def act() -> GroupVisit:
        locked = GroupVisit.objects.select_for_update().get(pk=group.pk)
        if locked.cancelled_at:
            raise NotChangeable
        if locked.booked_at:
            return locked
        members = _members(locked)
        _require_all_allow([one.employee_id for one in members if not one.proposed])
        for member in members:
            _book_one(member, now)
        locked.booked_at = now
        locked.save(update_fields=["booked_at"])
        return locked

    with as_program(now=now):
        return act()


def release(*, group: GroupVisit, now: datetime) -> None:
    """Give a held day back; nothing happens to a booked one."""
    with as_program(now=now):
        for member in _members(group):
            if member.itinerary and not group.booked_at:
                booking.release(itinerary=member.itinerary, now=now)
        GroupVisit.objects.filter(pk=group.pk, booked_at=None).update(cancelled_at=now)


def cancel(*, group: GroupVisit, now: datetime) -> None:
    """Of everybody who still allows it and has not moved it away; what others have stays theirs. Whom the day was only
    proposed to is told. NotChangeable where nothing is left to cancel."""

    @one_transaction
    def act() -> None:
        locked = GroupVisit.objects.select_for_update().get(pk=group.pk)
        if locked.cancelled_at:
            return
        if locked.day <= timezone.localdate(now):
            raise NotChangeable
        everybody = _members(locked)
        members = [one for one in everybody if one.itinerary and one.employee.may_book]
        told = [one.pk for one in everybody if one.proposed]
        rows = of_the_day(locked, [one.itinerary_id for one in members]).values_list("itinerary", "pk")
        there: dict[object, list[int]] = {}
        for itinerary, appointment in rows:
            there.setdefault(itinerary, []).append(appointment)
        if not there and not told:
            raise NotChangeable
        for member in members:
            if member.itinerary and member.itinerary_id in there:
                booking.cancel(itinerary=member.itinerary, appointments=there[member.itinerary_id], now=now)
                _recorded("cancel", member, now)
        locked.cancelled_at = now
        locked.save(update_fields=["cancelled_at"])
        for member_id in told:
            defer(write_off, member_id=member_id)

    with as_program(now=now):
        act()


def _hold_each(group: GroupVisit, people: Chosen, found: Day, now: datetime) -> None:
    """Openings are locked for all of them at once, as always (docs/booking.md)."""
    places = [one for plan in found.plans.values() for one in plan.appointments]
    lock_openings(Wanted(one.calendar_id, one.start, one.end) for one in places)
    for employee in people.booked_for:
        assert employee.person  # noqa: S101 - who has accepted is somebody
        itinerary = booking.hold(offer=found.plans[employee.pk].offer, language=employee.person.language, now=now)
        Member.objects.create(group=group, employee=employee, itinerary=itinerary)
    Member.objects.bulk_create(Member(group=group, employee=one, proposed=True) for one in people.proposed)


def _require_all_allow(employees: Sequence[UUID]) -> None:
    """Locked, so that nobody takes a yes back while it is used."""
    rows = Employee.objects.select_for_update().filter(pk__in=employees).order_by("pk")
    if not all(one.may_book and one.ended_at is None for one in rows):
        raise MayNot


def _book_one(member: Member, now: datetime) -> None:
    if member.proposed:
        defer(write_proposal, member_id=member.pk)
        return
    person = member.employee.person
    if member.itinerary is None or person is None:
        raise NotChangeable  # the hold was given back long ago, or they are deleted
    contact = Contact(person.name, person.email, str(person.phone or ""), person.language)
    try:
        booked = booking.confirm(itinerary=member.itinerary, contact=contact, now=now)
    except AlreadyBooked as fault:
        raise AreBooked([member.employee.label]) from fault
    if booked.person_id != person.pk:
        raise NotChangeable  # their contact was changed at this very moment
    _recorded("book", member, now)


def _members(group: GroupVisit) -> list[Member]:
    return list(group.members.select_related("itinerary", "employee__person").order_by("employee__pk"))


def _party(employee: Employee, details: Details, now: datetime) -> Party:
    base = ground()
    rows = Appointment.objects.filter(person=employee.person_id, status__in=SETTLED)
    known = list(rows.values_list("matter__key", "status", "during"))
    had = {key for key, _status, _span in known}
    wish = Wish(
        matters=tuple(key for key in details.matters if key in base.matters and key not in had),
        start=(today := timezone.localdate(now)),
        until=today,
        people=details.people,
        # What no counter speaks would find no day; then somebody comes along to interpret.
        languages=tuple(code for code in details.languages if code in base.region.languages),
        needs=tuple(details.needs),
        municipality=details.municipality if details.municipality in base.municipalities else "",
    )
    return Party(employee.pk, wish, tuple((span.lower, span.upper) for _key, status, span in known if status in LIVE))


def _recorded(act: str, member: Member, now: datetime) -> None:
    trail.record(
        act=act, kind="group", person=member.employee.person_id, object=member.group_id,
        basis=f"{BASIS}:{member.employee.company_id}", fields=("appointments",), now=now,
    )  # fmt: skip


__all__ = [
    "AreBooked",
    "HoldExpired",
    "MayNot",
    "NotChangeable",
    "book",
    "cancel",
    "chosen",
    "find",
    "hold",
    "release",
]
