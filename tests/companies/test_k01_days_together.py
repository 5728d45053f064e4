"""One day in one house for several people: exact, around each other, booked wholly or not at all."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from eindach.booking import operations as booking
from eindach.booking.expiry import expire_holds
from eindach.booking.models import Counter, Itinerary
from eindach.booking.search import search
from eindach.companies import grouping, together
from eindach.companies.answers import say
from eindach.companies.models import Answer, GroupVisit
from eindach.companies.progress import lines
from eindach.companies.together import Party, days, stays
from eindach.directory.models import Service
from eindach.guide.models import Matter
from tests.booking_pages.stage import take
from tests.cast import at

from .conftest import PEOPLE, Firms, accepted
from .conftest import days as between


def held(firms: Firms, *people: object) -> GroupVisit | None:
    first, last = between(firms)
    return grouping.hold(
        company=firms.werk, employees=list(people), house="rathaus", day=first, first=first, last=last,  # type: ignore[arg-type]
        comes_along=True, now=firms.now,
    )  # fmt: skip


def test_two_who_need_the_same_come_at_the_same_time_to_two_counters(firms: Firms) -> None:
    people = grouping.chosen(accepted(firms, *PEOPLE[:2]), now=firms.now)
    first, last = between(firms)
    found = grouping.find(people.parties, first=first, last=last, now=firms.now)
    assert [one.day for one in found] == list(firms.stage.days)
    assert len({plan.appointments[0].calendar_id for plan in found[0].plans.values()}) == 2


def test_a_third_finds_no_place_on_any_day(firms: Firms) -> None:
    people = grouping.chosen(accepted(firms, *PEOPLE[:3]), now=firms.now)
    first, last = between(firms)
    assert grouping.find(people.parties, first=first, last=last, now=firms.now) == []


def test_who_need_the_same_are_tried_in_one_order(firms: Firms, monkeypatch: pytest.MonkeyPatch) -> None:
    (stay,), searched = stays(grouping.chosen(accepted(firms, *PEOPLE[:3]), now=firms.now).parties), []
    monkeypatch.setattr(together, "search", lambda *args, **more: searched.append(args) or search(*args, **more))
    assert together.day_of(stay, day=firms.stage.days[0], now=firms.now) is None
    assert len(searched) == 3


def test_who_can_come_at_one_counter_only_is_not_crowded_out(firms: Firms) -> None:
    wish = firms.stage.wish("registration")
    picky = Party(uuid4(), replace(wish, languages=("fr",)))
    firms.stage.cast.town_hall_1.openings.update(languages=["de", "fr"])
    easy = [Party(uuid4(), wish)]
    found = days([*easy, picky], first=firms.stage.days[0], last=firms.stage.days[1], now=firms.now)
    assert {one.plans[picky.employee].appointments[0].calendar_id for one in found} == {firms.stage.cast.town_hall_1.pk}


def test_what_the_house_does_not_settle_and_what_waits_for_it_is_left_for_another_day(firms: Firms) -> None:
    school = Matter.objects.create(key="school", name={"de": "Schule"}, minutes=20, topic=firms.stage.cast.bank.topic)
    firms.stage.cast.bank.after.add(school)
    (one,) = accepted(firms, PEOPLE[0], matters=("registration", "bank", "school"))
    (stay,) = stays(grouping.chosen([one], now=firms.now).parties)
    assert stay.parties[0].wish.matters == ("registration",)
    assert stay.left == 2


def test_a_house_that_would_tell_what_for_is_none(firms: Firms) -> None:
    Counter.objects.filter(calendar=firms.stage.cast.office).delete()
    assert stays(grouping.chosen(accepted(firms, PEOPLE[0]), now=firms.now).parties) == []


def test_nor_is_one_in_which_the_rest_is_closed_for_now(firms: Firms) -> None:
    Service.objects.filter(key="aufenthalt").update(status=Service.Status.PAUSED)
    assert stays(grouping.chosen(accepted(firms, PEOPLE[0]), now=firms.now).parties) == []


def test_all_are_booked_at_once_each_with_their_own_itinerary(firms: Firms) -> None:
    group = held(firms, *accepted(firms, *PEOPLE[:2]))
    assert group
    grouping.book(group=group, now=firms.now)
    assert Itinerary.objects.filter(booked_at__isnull=False).values("person").distinct().count() == 2
    assert {one.start.date() for one in lines(group, now=firms.now) if one.start} == {firms.stage.days[0]}


def test_when_one_place_is_gone_nobody_is_booked(firms: Firms) -> None:
    group = held(firms, *accepted(firms, *PEOPLE[:2]))
    assert group
    late = firms.now + timedelta(minutes=11)
    expire_holds(now=late)
    take([firms.stage.cast.town_hall_2], at(group.day, "9:00"), 20)
    with pytest.raises(grouping.HoldExpired):
        grouping.book(group=group, now=late)
    assert not Itinerary.objects.filter(booked_at__isnull=False).exists()


def test_a_held_day_is_given_back_and_free_again(firms: Firms) -> None:
    people = accepted(firms, *PEOPLE[:2])
    group = held(firms, *people)
    assert group
    grouping.release(group=group, now=firms.now)
    assert held(firms, *people) is not None


def test_who_has_not_said_yes_is_proposed_the_day_and_not_booked(firms: Firms) -> None:
    (one,), (other,) = accepted(firms, PEOPLE[0]), accepted(firms, PEOPLE[1], book=False)
    group = held(firms, one, other)
    assert group
    grouping.book(group=group, now=firms.now)
    assert [member.proposed for member in group.members.order_by("proposed")] == [False, True]
    assert Itinerary.objects.get(booked_at__isnull=False).person_id == one.person_id


def test_a_yes_taken_back_meanwhile_books_nobody(firms: Firms) -> None:
    one, other = accepted(firms, *PEOPLE[:2])
    group = held(firms, one, other)
    assert group
    say(employee=other, question=Answer.Question.BOOK, yes=False, language="en", now=firms.now)
    with pytest.raises(grouping.MayNot):
        grouping.book(group=group, now=firms.now)
    assert not Itinerary.objects.filter(booked_at__isnull=False).exists()


def test_cancelling_leaves_what_is_theirs_who_took_the_yes_back(firms: Firms) -> None:
    one, other = accepted(firms, *PEOPLE[:2])
    group = held(firms, one, other)
    assert group
    grouping.book(group=group, now=firms.now)
    say(employee=other, question=Answer.Question.BOOK, yes=False, language="en", now=firms.now)
    grouping.cancel(group=group, now=firms.now)
    assert Itinerary.objects.get(cancelled_at=None).person_id == other.person_id


def test_what_somebody_moved_to_another_day_is_neither_shown_nor_cancelled(firms: Firms) -> None:
    group = held(firms, *accepted(firms, *PEOPLE[:2]))
    assert group
    grouping.book(group=group, now=firms.now)
    mine = Itinerary.objects.order_by("pk")[0]
    other_day = replace(firms.stage.wish("registration"), start=firms.stage.days[1], until=firms.stage.days[1])
    booking.move(itinerary=mine, offer=search(other_day, now=firms.now, moving=mine).plans[0].offer, now=firms.now)
    assert [one.start is None for one in lines(group, now=firms.now)].count(True) == 1
    grouping.cancel(group=group, now=firms.now)
    assert Itinerary.objects.get(cancelled_at=None) == mine


def test_a_day_nobody_allows_any_more_cannot_be_cancelled_and_says_so(firms: Firms) -> None:
    (one,) = accepted(firms, PEOPLE[0])
    group = held(firms, one)
    assert group
    grouping.book(group=group, now=firms.now)
    say(employee=one, question=Answer.Question.BOOK, yes=False, language="en", now=firms.now)
    with pytest.raises(grouping.NotChangeable):
        grouping.cancel(group=group, now=firms.now)
