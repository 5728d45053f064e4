"""Freed times go to those whose plan gets shorter, held for one after the other."""

from datetime import datetime, timedelta

from procrastinate.contrib.django.models import ProcrastinateJob

from eindach.booking import operations as act
from eindach.booking.models import Itinerary, Proposal
from eindach.booking.queries import planned
from eindach.booking.search import search
from eindach.booking.waiting import waiting_for
from tests.cast import AMAL, DAYS, MONDAY, NOW, OLENA, Cast, span, wish


def book_bank(contact, key, *, wants_earlier=False, **changes) -> Itinerary:
    plan = search(wish("bank", **changes), now=NOW).plans[0]
    return act.book(offer=plan.offer, contact=contact, key=key, now=NOW, wants_earlier=wants_earlier)


def one_day_each(cast: Cast, *, wants_earlier: bool) -> tuple[Itinerary, Itinerary]:
    """The bank has half an hour on Monday, which is Olena's, and then Wednesday, when Amal comes."""
    for day, opens in ((MONDAY, "9:30"), (DAYS[1], "9:00")):
        act.close(calendars=[cast.forum_bank], during=span(day, opens, "12:00"), now=NOW, defer=False)
    return book_bank(OLENA, "o"), book_bank(AMAL, "a", wants_earlier=wants_earlier)


def offer_freed(*, calendars: list[int], now: datetime) -> list[Proposal]:
    """What the jobs do, one person after the other."""
    made = [act.propose(itinerary=one, cause="shorter", now=now) for one in waiting_for(calendars, now=now)]
    return [proposal for proposal in made if proposal]


def test_a_freed_time_is_held_for_who_waits(cast: Cast) -> None:
    olena, amal = one_day_each(cast, wants_earlier=True)
    assert planned(amal).completed_on == DAYS[2]
    act.cancel(itinerary=olena, now=NOW)

    (proposal,) = offer_freed(calendars=[cast.forum_bank.pk], now=NOW)
    assert proposal.itinerary == amal
    assert not search(wish("bank", until=MONDAY), now=NOW).plans, "nobody else can take it meanwhile"
    act.accept(proposal=proposal, now=NOW)
    assert planned(amal).completed_on == MONDAY


def test_who_did_not_ask_is_not_written_to(cast: Cast) -> None:
    olena, _amal = one_day_each(cast, wants_earlier=False)
    act.cancel(itinerary=olena, now=NOW)
    assert offer_freed(calendars=[cast.forum_bank.pk], now=NOW) == []


def test_a_plan_that_is_worse_in_anything_is_not_proposed(cast: Cast) -> None:
    amal = book_bank(AMAL, "a", wants_earlier=True)
    assert waiting_for([cast.forum_bank.pk], now=NOW) == [amal]
    assert offer_freed(calendars=[cast.forum_bank.pk], now=NOW) == []


def test_after_an_answer_the_next_one_waits_in_peace(cast: Cast) -> None:
    olena, amal = one_day_each(cast, wants_earlier=True)
    act.cancel(itinerary=olena, now=NOW)
    (proposal,) = offer_freed(calendars=[cast.forum_bank.pk], now=NOW)
    act.decline(proposal=proposal, now=NOW)
    assert amal not in waiting_for([cast.forum_bank.pk], now=NOW)


def waiting_jobs() -> int:
    return ProcrastinateJob.objects.filter(task_name__endswith="offer_freed_time", status="todo").count()


def test_a_cancellation_and_a_hold_that_ran_out_call_the_waiting_list(cast: Cast) -> None:
    olena, _amal = one_day_each(cast, wants_earlier=True)
    act.cancel(itinerary=olena, now=NOW)
    assert waiting_jobs() == 1

    act.hold(offer=search(wish("bank"), now=NOW).plans[0].offer, language="de", now=NOW)
    search(wish("bank"), now=NOW + timedelta(minutes=11))
    assert waiting_jobs() == 2


def test_nobody_is_called_when_nobody_waits(cast: Cast) -> None:
    olena, _amal = one_day_each(cast, wants_earlier=False)
    act.cancel(itinerary=olena, now=NOW)
    assert waiting_jobs() == 0
