"""The cast on days that lie ahead of the real clock: pages ask the clock, as people do.

Day one: registration early, the bank late (one long visit). Day two: one right after the other (one short visit, a
day later). So the frontier has three plans: come once and wait, come once a day later, come twice and wait nowhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from eindach.booking import offers, operations
from eindach.booking.models import Appointment, Calendar, Itinerary, Opening
from eindach.booking.operations import Contact
from eindach.booking.queries import manage_token
from eindach.booking.search import Wish, search
from tests.cast import ZONE, Cast, make_cast, openings

LANGUAGES = ["de", "en", "ar", "uk"]
NOBODY = Contact("Robin Anders", "robin@mail.example", "", "de")


@dataclass(frozen=True)
class Stage:
    """The cast and the two days."""

    cast: Cast
    days: tuple[date, date]

    def wish(self, *matters: str, **changes: object) -> Wish:
        asked = {"matters": matters or ("registration", "bank"), "start": self.days[0], "until": self.days[1]}
        return Wish(**(asked | changes))  # type: ignore[arg-type]

    def booked(self, contact: Contact = NOBODY, key: str = "key") -> Itinerary:
        """Somebody has the long visit of day one."""
        offer = search(self.wish(), now=timezone.now()).plans[0].offer
        return operations.book(offer=offer, contact=contact, key=key, now=timezone.now())


def set_stage() -> Stage:
    cast = make_cast()
    Opening.objects.all().delete()
    first, second = weekdays()
    for calendar in (cast.town_hall_1, cast.town_hall_2):
        openings(calendar, [(first, "9:00", "9:20"), (second, "9:00", "9:20")], LANGUAGES)
    openings(cast.forum_bank, [(first, "11:30", "12:00"), (second, "9:30", "12:00")], LANGUAGES)
    openings(cast.office, [(second, "13:00", "16:00")], LANGUAGES)
    return Stage(cast, (first, second))


def weekdays() -> tuple[date, date]:
    """Two working days after tomorrow."""
    return tuple(_working_days())[:2]  # type: ignore[return-value]


def _working_days() -> Iterator[date]:
    today = timezone.localdate(timezone.now(), ZONE)
    days = (today + timedelta(days=number) for number in range(2, 12))
    yield from (day for day in days if day.weekday() < 5)


def take(calendars: list[Calendar], start: datetime, minutes: int) -> None:
    """Somebody else is faster: these counters are booked at this time."""
    other = Itinerary.objects.create(
        reference=f"X{start:%H%M}", token_digest=f"digest {start}", language="de", wish={}, created_at=timezone.now()
    )
    for calendar in calendars:
        Appointment.objects.create(
            itinerary=other,
            matter=calendar.services.get().matters.get(),
            service=calendar.services.get(),
            calendar=calendar,
            during=(start, start + timedelta(minutes=minutes)),
            status="booked",
        )


def take_all(offer: str) -> None:
    """Every place of this offer, at every counter that would serve equally well."""
    for one in offers.read(offer, zone=ZONE, now=timezone.now()).chosen:
        services = Calendar.objects.filter(services=one.service_id)
        take(list(services), one.start, int((one.end - one.start).total_seconds() // 60))


def run_out(itinerary: Itinerary) -> None:
    """The ten minutes are over."""
    itinerary.appointments.filter(status="held").update(held_until=timezone.now() - timedelta(minutes=1))
    from eindach.booking.expiry import expire_holds

    expire_holds(now=timezone.now())


def url(name: str, *args: str, language: str = "en") -> str:
    with translation.override(language):
        return reverse(f"booking:{name}", args=args)


def my(itinerary: Itinerary, name: str = "manage", language: str = "en") -> str:
    return url(name, manage_token(itinerary), language=language)


WHEN = {"times": [f"{d}-{h}" for d in ("mon", "tue", "wed", "thu", "fri", "sat") for h in ("am", "pm")]}
CONTACT = {"name": "Amal Beispiel", "email": "amal@mail.example", "phone": "", "language": "ar"}


def when(stage: Stage, **changes: object) -> dict[str, object]:
    """What is typed at step 2."""
    days = {"first": stage.days[0].isoformat(), "last": stage.days[1].isoformat()}
    return {**days, **WHEN, "people": "1", "max_days": "2", **changes}


def to_plans(client: Client, stage: Stage, *matters: str, **changes: object) -> list[str]:
    """Steps 1 and 2; the offers of step 3."""
    client.post(url("matters"), {"matter": list(matters or ("registration", "bank")), "go": "settled"})
    client.post(url("when"), when(stage, **changes))
    cards = client.get(url("plans")).context["cards"]
    return [card.plan.offer for card in cards] if cards else []


def to_contact(client: Client, stage: Stage) -> Itinerary:
    """Steps 1 to 3: the first plan is held."""
    offer = to_plans(client, stage)[0]
    client.post(url("plans"), {"offer": offer})
    return Itinerary.objects.latest("created_at")
