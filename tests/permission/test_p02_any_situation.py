"""The three layers against each other in random situations: whoever, whatever, whenever."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.types.range import TimestamptzRange

from eindach.accounts.models import Category, Person, Role
from eindach.booking.models import Appointment, Counter, Itinerary
from eindach.casework.models import Case, Referral
from eindach.consent.models import BrokenGlass, Grant
from tests.cast import NOW, Cast, make_cast

from .house import KINDS, OTHER_TOWN, TOWN, House
from .layers import by_database, by_policy, by_queryset

pytestmark = pytest.mark.django_db

hours = st.integers(-48, 48).map(lambda n: NOW + timedelta(hours=n))
categories = st.sets(st.sampled_from(list(Category)), max_size=6) | st.just(set(Category))
reasons = st.sampled_from(["law", "consent given", "consent asked", "consent refused", "consent withdrawn"])
grants = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(KINDS),
        "categories": categories,
        "consented": categories,
        "reason": reasons,
        "since": hours,
        "lasts": st.none() | st.integers(1, 48),
        "ended": st.none() | hours,
        "consent_ends": hours,
    }
)
glasses = st.fixed_dictionaries({"role": st.sampled_from(list(Role)), "kind": st.sampled_from(KINDS), "at": hours})
towns = st.sampled_from(["", TOWN, OTHER_TOWN])
bookings = st.fixed_dictionaries(
    {"kind": st.sampled_from(KINDS), "days": st.integers(-33, 3), "status": st.sampled_from(["booked", "cancelled"])}
)
helped = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(KINDS),
        "sent": st.booleans(),
        "by": st.sampled_from(["front-desk", "advisor"]),
        "at": hours | hours.map(lambda at: at - timedelta(days=31)),
        "days": st.none() | st.sampled_from([0, 1]),
    }
)
actors = st.tuples(st.sampled_from(list(Role)), st.sampled_from(KINDS), st.sampled_from(["", TOWN, OTHER_TOWN]))


@pytest.fixture
def cast(house: House) -> Cast:
    """Counters for the house."""
    return make_cast()


def put(house: House, said: dict) -> None:  # type: ignore[type-arg]
    reason: dict[str, object] = {"legal_basis": house.law}
    if said["reason"] != "law":
        consent = house.consent(said["kind"], *sorted(said["consented"]), given=False)
        type(consent)._base_manager.filter(pk=consent.pk).update(expires_at=said["consent_ends"])
        last = said["reason"].removeprefix("consent ")
        for kind in ["asked", "given", "withdrawn"][: {"asked": 1, "refused": 1, "given": 2, "withdrawn": 3}[last]]:
            house.say(consent, kind)
        if last == "refused":
            house.say(consent, "refused")
        reason = {"consent": consent}
    until = said["since"] + timedelta(hours=said["lasts"]) if said["lasts"] else None
    Grant.objects.create(
        person=house.amal, organization=house.offices[said["kind"]], purpose="advice", valid_from=said["since"],
        categories=sorted(said["categories"]), valid_until=until, ended_at=said["ended"], **reason,
    )  # fmt: skip


def smash(house: House, said: dict) -> None:  # type: ignore[type-arg]
    who = house.staff(said["role"], said["kind"])
    BrokenGlass.objects.create(
        user_id=who.user, organization_id=who.organization, role=who.role, person=house.amal, broken_at=said["at"],
        reason="she collapsed at the counter", until=said["at"] + timedelta(minutes=30), review_due=NOW.date(),
    )  # fmt: skip


def book(house: House, cast: Cast, said: dict) -> None:  # type: ignore[type-arg]
    """An appointment at a counter of this office."""
    calendar, when = cast.forum_bank, NOW + timedelta(days=said["days"])
    Counter.objects.filter(pk=calendar.counter_id).update(organization=house.offices[said["kind"]])
    itinerary = Itinerary.objects.create(
        person=house.amal, reference="P02P02", token_digest="p02", language="ar", wish={}, created_at=NOW, booked_at=NOW
    )
    Appointment.objects.create(
        itinerary=itinerary, person=house.amal, matter=cast.bank, service=cast.bank.services.get(), calendar=calendar,
        during=TimestamptzRange(when, when + timedelta(minutes=30)), status=said["status"],
        reason="person" if said["status"] == "cancelled" else "",
    )  # fmt: skip


def help_her(house: House, said: dict) -> None:  # type: ignore[type-arg]
    """Amal has asked this office for help: a case, or another office was asked."""
    opened, ended = said["at"], said["at"] + timedelta(days=said["days"]) if said["days"] is not None else None
    common = {"person": house.amal, "language": "ar", "ended_at": ended}
    if said["sent"]:
        other = house.offices["bank" if said["kind"] != "bank" else "jobcenter"]
        Referral.objects.create(
            sender=house.offices[said["kind"]], recipient=other, created_at=opened,
            outcome="cancelled" if ended else "", **common,
        )  # fmt: skip
    else:
        who = house.staff(said["by"], said["kind"])
        Case.objects.create(
            organization=house.offices[said["kind"]], opened_at=opened, opened_by_id=who.user, concern="Kita",
            outcome="settled" if ended else "", **common,
        )  # fmt: skip


def can_be(told: list[dict]) -> bool:  # type: ignore[type-arg]
    """An office asks the same once: again only after it was refused, taken back or over (consent_asked_once)."""
    good = set()
    for one in told:
        same = (one["kind"], frozenset(one["consented"]))
        if one["reason"] != "law" and same in good:
            return False
        if one["reason"] in ("consent asked", "consent given") and one["consent_ends"] > NOW:
            good.add(same)
    return True


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    who=actors, town=towns, told=st.lists(grants, max_size=3).filter(can_be), glass=st.lists(glasses, max_size=1),
    booked=st.lists(bookings, max_size=1), helping=st.lists(helped, max_size=1), now=hours,
)  # fmt: skip
def test_the_three_layers_never_disagree(  # type: ignore[no-untyped-def]
    house: House, cast: Cast, who, town, told, glass, booked, helping, now: datetime
) -> None:
    with transaction.atomic():
        Person.objects.filter(pk=house.amal.pk).update(municipality=town)
        house.amal.municipality = town
        for one in booked:
            book(house, cast, one)
        for one in told:
            put(house, one)
        for one in glass:
            smash(house, one)
        for one in helping:
            help_her(house, one)
        actor = house.staff(*who)
        answers = (by_policy(actor, house.amal, now), by_queryset(actor, now), by_database(actor, now))
        transaction.set_rollback(True)
        house.users.clear()
    assert answers[0] == answers[1] == answers[2], answers
