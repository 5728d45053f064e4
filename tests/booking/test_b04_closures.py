"""A counter closes: nobody is lost, everybody affected has a new plan held for them or a human's word."""

import pytest

from eindach.booking import operations as act
from eindach.booking.events import proposed
from eindach.booking.models import Itinerary, Opening, Proposal
from eindach.booking.queries import open_proposal, planned
from eindach.booking.queries import proposed as proposed_plan
from eindach.booking.search import search
from eindach.booking.waiting import displaced_without_answer
from tests.cast import AMAL, DAYS, MONDAY, NOW, OLENA, Cast, opening, span, wish


@pytest.fixture
def booked(cast: Cast) -> Itinerary:
    return act.book(offer=search(wish(), now=NOW).plans[0].offer, contact=AMAL, key="k", now=NOW)


@pytest.fixture
def mailed() -> list[Proposal]:
    """What listeners of `proposed` hear; the letters are one of them."""
    heard: list[Proposal] = []

    def hear(proposal: Proposal, **_: object) -> None:
        heard.append(proposal)

    proposed.connect(hear)
    yield heard
    proposed.disconnect(hear)


def close_bank(cast: Cast, opens: str = "9:00", closes: str = "12:00", day=MONDAY) -> tuple[Itinerary, ...]:
    return act.close(calendars=[cast.forum_bank], during=span(day, opens, closes), now=NOW, defer=False).displaced


def test_closing_finds_who_is_affected_and_keeps_their_booking_until_they_answer(cast, booked) -> None:
    assert close_bank(cast) == (booked,)
    assert [p.displaced for p in planned(booked).appointments] == [False, True]
    assert displaced_without_answer(NOW) == [booked]


def test_closing_a_free_hour_affects_nobody_and_leaves_two_pieces(cast: Cast, booked: Itinerary) -> None:
    assert close_bank(cast, "11:00", "11:30") == ()
    on_monday = Opening.objects.filter(calendar=cast.forum_bank, during__overlap=_day()).order_by("during")
    assert [o.during.upper.hour for o in on_monday] == [10, 11]  # UTC


def _day() -> tuple:
    day = span(MONDAY, "9:00", "12:00")
    return day.start, day.end


def test_a_new_best_plan_is_held_and_told(cast, booked, mailed) -> None:
    close_bank(cast)
    proposal = act.propose(itinerary=booked, cause="closure", now=NOW)

    assert mailed == [proposal]
    assert open_proposal(booked) == proposal
    plan = proposed_plan(proposal)
    assert {p.matter.key for p in plan.appointments} == {"registration", "bank"}
    new = next(p for p in plan.appointments if p.matter.key == "bank")
    assert not search(
        wish("bank", windows=(span(new.start.date(), f"{new.start:%H:%M}", f"{new.end:%H:%M}"),)), now=NOW
    ).plans


def test_a_plan_with_hours_of_waiting_is_proposed_last(cast, booked) -> None:
    Opening.objects.filter(calendar=cast.forum_bank).delete()
    opening(cast.forum_bank, MONDAY, "16:00", "16:30", ["de", "en"])
    opening(cast.forum_bank, DAYS[1], "9:00", "9:30", ["de", "en"])
    proposal = act.propose(itinerary=_displaced(cast, booked), cause="closure", now=NOW)
    assert {p.start.date() for p in proposed_plan(proposal).appointments if p.matter.key == "bank"} == {DAYS[1]}


def _displaced(cast: Cast, booked: Itinerary) -> Itinerary:
    booked.appointments.filter(matter=cast.bank).update(displaced_at=NOW)
    return booked


def test_accepting_puts_the_new_plan_in_place(cast, booked) -> None:
    close_bank(cast)
    act.accept(proposal=act.propose(itinerary=booked, cause="closure", now=NOW), now=NOW)

    plan = planned(booked)
    assert [p.status for p in plan.appointments] == ["booked", "booked"]
    assert not any(p.displaced for p in plan.appointments)
    assert displaced_without_answer(NOW) == []


def test_declining_gives_the_held_places_back(cast, booked) -> None:
    close_bank(cast)
    proposal = act.propose(itinerary=booked, cause="closure", now=NOW)
    act.decline(proposal=proposal, now=NOW)
    assert not booked.appointments.filter(status="held").exists()
    with pytest.raises(act.NotChangeable):
        act.accept(proposal=proposal, now=NOW)


def test_when_nothing_is_possible_a_human_is_promised(cast, booked, mailed) -> None:
    for day in DAYS:
        close_bank(cast, day=day)
    proposal = act.propose(itinerary=booked, cause="closure", now=NOW)
    assert mailed == [proposal]
    assert proposal.offer == ""
    assert booked.appointments.filter(live=True).count() == 2


def test_a_hold_in_closed_time_ends(cast: Cast) -> None:
    held = act.hold(offer=search(wish("bank", until=MONDAY), now=NOW).plans[0].offer, language="de", now=NOW)
    close_bank(cast)
    assert held.state(NOW) == "expired"
    with pytest.raises(act.HoldExpired):
        act.confirm(itinerary=held, contact=OLENA, now=NOW)


def test_reopening_serves_again_who_was_booked(cast: Cast, booked: Itinerary) -> None:
    close_bank(cast)
    services = [str(pk) for pk in cast.forum_bank.services.values_list("pk", flat=True)]
    act.reopen(
        calendar=cast.forum_bank, during=span(MONDAY, "9:00", "12:00"), services=services, languages=["de"], now=NOW
    )
    assert not any(p.displaced for p in planned(booked).appointments)
    assert opening(cast.forum_bank, MONDAY, "13:00", "14:00").pk
