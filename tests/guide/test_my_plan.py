"""The plan: steps with their offices, deadlines, what belongs together."""

from datetime import date

import pytest
from django.test import Client
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from eindach.directory.models import Location, Municipality, Organization, Service
from eindach.guide.models import MunicipalityPage, Step
from eindach.guide.plan.answers import Answers, NoPass
from eindach.guide.plan.deadlines import deadlines
from eindach.guide.plan.mine import my_plan
from eindach.guide.queries import details
from tests.cast import NOW, Cast

from .my_steps import MOVED_IN, TODAY, make_steps, told


@pytest.fixture(autouse=True)
def steps(cast: Cast) -> None:
    make_steps(cast)


def test_who_works_sees_three_steps_in_order_and_the_first_deadline() -> None:
    plan = my_plan(told(reason="work", family="", dates={"moving-in": MOVED_IN}), today=TODAY)
    assert [one.key for one in plan.steps] == ["registration", "bank", "residence"]
    assert plan.steps[0].planned.due == date(2026, 11, 28)


def test_each_step_has_its_office_and_papers() -> None:
    first = my_plan(told(), today=TODAY).steps[0]
    assert [place.at.location.key for place in first.places] == ["rathaus"]
    assert [paper.key for paper in first.papers] == ["passport"]


def test_a_paper_that_only_steps_of_others_give_is_not_asked_for(cast: Cast) -> None:
    Step.objects.filter(key="residence").update(gives=["passport"])
    mine, others = (my_plan(told(reason=said), today=TODAY).steps[0] for said in ("work", "asylum"))
    assert ([paper.key for paper in mine.papers], others.papers) == (["passport"], ())
    assert mine.content != others.content  # what one reads of it is not remembered for the other
    Step.objects.filter(key="residence").update(rule={"when": [{"reason": ["work"]}], "settled_by": ["insured"]})
    assert my_plan(told(reason="asylum", have="insured"), today=TODAY).steps[0].papers  # they have it
    assert my_plan(told(have="insured"), today=TODAY).steps[0].papers


def test_a_day_that_is_over_is_no_better_day() -> None:
    Step.objects.filter(key="residence").update(rule={"after": ["registration"], "due": {"of": "visa-ends"}})
    known = told(dates={"visa-ends": date(2026, 11, 25)})
    assert my_plan(known, today=date(2026, 11, 20)).steps[0].hurries
    assert not my_plan(known, today=date(2026, 11, 26)).steps[0].hurries


def test_nobody_is_sent_where_it_is_no_longer_offered(cast: Cast) -> None:
    cast.registration.services.update(status="defunct")
    first = my_plan(told(), today=TODAY).steps[0]
    assert (first.key, first.places, first.papers, first.where) == ("registration", (), (), "nowhere")
    assert details("registration").places == []


def test_an_office_that_is_paused_says_so_and_another_takes_its_place(cast: Cast) -> None:
    other = Service.objects.create(key="second-bank", organization=Organization.objects.get(key="bank"), name="Zweite")
    other.at_locations.create(location=cast.town_hall_1.counter.location, languages=["de"])
    cast.bank.services.update(status="temporarily closed")
    cast.bank.services.add(other)
    bank = my_plan(told(have="registered"), today=TODAY).steps[1]
    assert ({place.service.key for place in bank.places}, bank.where) == ({"second-bank"}, "office")
    assert {place.service.status for place in bank.paused} == {"temporarily closed"}
    cast.bank.services.update(status="temporarily closed")
    plan = my_plan(told(have="registered"), today=TODAY)
    assert (plan.steps[1].where, cast.bank in plan.together) == ("nowhere", False)


def test_of_town_halls_only_mine_is_shown(cast: Cast) -> None:
    town = Municipality.objects.create(ags="05358044", name="Nideggen", latitude=50.7, longitude=6.5, source="test")
    other = Municipality.objects.create(ags="05358024", name="Jülich", latitude=50.9, longitude=6.4, source="test")
    Organization.objects.filter(key="stadt").update(kind="municipality")
    location = cast.town_hall_1.counter.location
    location.municipality = other
    location.save()
    second = cast.forum_bank.counter.location
    second.municipality = town
    second.save()
    cast.registration.services.get().at_locations.create(location=second, languages=["de"])
    mine = my_plan(told(place="05358044"), today=TODAY).steps[0]
    assert [place.at.location.key for place in mine.places] == ["forum"]
    cast.registration.services.get().at_locations.filter(location=second).delete()
    nowhere = my_plan(told(place="05358044"), today=TODAY)
    assert (nowhere.steps[0].places, cast.registration in nowhere.together) == ((), False)
    cast.registration.services.get().at_locations.create(location=second, languages=["de"])
    assert len(my_plan(told(), today=TODAY).steps[0].places) == 2
    Organization.objects.filter(key="stadt").update(kind="authority")
    steps = my_plan(told(place="05358044"), today=TODAY).steps
    assert (len(steps[0].places), steps[0].near.at.location.key) == (2, "forum")  # type: ignore[union-attr]


def test_of_fixed_contact_persons_only_mine_is_shown(cast: Cast) -> None:
    town, other = (
        Municipality.objects.create(ags=ags, name=ags, latitude=50.7, longitude=6.5, source="test")
        for ags in ("05358044", "05358024")
    )
    service = cast.bank.services.get()
    service.at_locations.create(location=cast.town_hall_1.counter.location, languages=["de"])
    Location.objects.filter(key="rathaus").update(municipality=town)
    Location.objects.filter(key="forum").update(municipality=other)
    MunicipalityPage.objects.create(municipality=town, key="town", advisor_service=service)
    answers = told(place="05358044", have="registered")
    (place,) = next(one for one in my_plan(answers, today=TODAY).steps if one.key == "bank").places
    assert place.at.location.key == "rathaus"
    with_all = told(have="registered")
    assert len(next(one for one in my_plan(with_all, today=TODAY).steps if one.key == "bank").places) == 2


def test_my_own_contact_person_stands_before_every_other_office_of_my_town(cast: Cast) -> None:
    town = Municipality.objects.create(ags="05358008", name="Düren", latitude=50.8, longitude=6.5, source="test")
    Location.objects.update(municipality=town)
    contact = Service.objects.create(key="ankommen", organization=Organization.objects.get(key="bank"), name="Ankommen")
    contact.at_locations.create(location=cast.town_hall_1.counter.location, languages=["de"])
    cast.bank.services.add(contact)
    answers = told(place=town.pk, have="registered")
    for advisor, first in ((cast.bank.services.get(key="konto"), "konto"), (contact, "ankommen")):
        MunicipalityPage.objects.update_or_create(municipality=town, key="town", defaults={"advisor_service": advisor})
        (bank,) = (one for one in my_plan(answers, today=TODAY).steps if one.key == "bank")
        assert (bank.near and bank.near.service.key, len(bank.places)) == (first, 2)


def test_what_needs_offices_is_settled_together() -> None:
    plan = my_plan(told(reason="work", family="school-child", have="registered"), today=TODAY)
    assert [matter.key for matter in plan.together] == ["bank", "residence"]
    assert [number for number, _ in plan.open("alone")] == [4]


def test_what_advice_decides_is_not_of_the_same_visit(client: Client) -> None:
    Step.objects.filter(key="residence").update(rule={"after": ["bank"]})
    Step.objects.filter(key="bank").update(rule={"decides": True})
    Step.objects.filter(key="registration").update(position=9)
    plan = my_plan(told(), today=TODAY)
    assert [one.key for _, one in plan.house] == ["bank", "registration"]
    page = client.get(f"/en/next-steps/{told().sealed()}/").content.decode()
    assert page.index('id="registration"') < page.index('id="later"') < page.index('<li class="my-step" id="residence"')
    assert "residence" in [one.key for _, one in my_plan(told().ticked("bank", TODAY), today=TODAY).house]


def test_who_tells_no_day_reads_the_rule() -> None:
    with override("en"):
        assert my_plan(told(), today=TODAY).steps[0].due_words == "Within 14 days after the day you moved in."


def test_skipped_questions_are_asked_again() -> None:
    plan = my_plan(told(reason="work"), today=TODAY)
    assert ([row.key for row in plan.perhaps], [question.key for question in plan.asks]) == (["school"], ["family"])


def test_deadlines_are_a_calendar_of_whole_days() -> None:
    plan = my_plan(told(dates={"moving-in": MOVED_IN}), today=TODAY)
    said = deadlines(plan, now=NOW).decode()
    assert "DTSTART;VALUE=DATE:20261128" in said
    assert said.count("BEGIN:VEVENT") == 1
    assert "TRIGGER:-P2DT15H" in said  # at nine in the morning: a phone on the bedside table does not ring at midnight


def test_who_is_registered_needs_nothing_for_it_any_more(cast: Cast) -> None:
    Step.objects.create(
        key="confirmation",
        topic=cast.bank.topic,
        icon="home",
        name="c",
        why="c",
        rule={"settled_by": ["registered"]},
        valid_from=TODAY,
        reviewed_on=TODAY,
    )
    plan = my_plan(told().ticked("registration", TODAY), today=TODAY)
    assert {one.key for one in plan.done} == {"registration", "confirmation"}


def test_no_more_than_five_offices_at_once(cast: Cast) -> None:
    for number in range(6):
        matter = type(cast.bank).objects.create(
            key=f"m{number}", topic=cast.bank.topic, name="m", short_name="m", icon="home", minutes=10
        )
        matter.services.set(cast.bank.services.all())
        Step.objects.create(
            key=f"m{number}",
            topic=cast.bank.topic,
            matter=matter,
            icon="home",
            name="m",
            why="m",
            valid_from=TODAY,
            reviewed_on=TODAY,
        )
    plan = my_plan(told(), today=TODAY)
    assert (len(plan.together), len(plan.house)) == (5, 5)
    Step.objects.filter(key__in=["m1", "m2"]).update(matter=cast.bank)
    plan = my_plan(told(), today=TODAY)
    assert (len(plan.together), len(plan.house)) == (5, 6)  # two steps of one matter are one appointment


def test_a_pass_is_read_by_us_and_nobody_else() -> None:
    answers = told(place="05358044", reason="asylum", dates={"moving-in": MOVED_IN}).ticked("bank", TODAY)
    sealed = answers.sealed()
    assert Answers.of_pass(sealed) == answers
    assert "asylum" not in sealed
    with pytest.raises(NoPass):
        Answers.of_pass(sealed[:-2])


def test_an_answer_we_no_longer_know_is_left_out() -> None:
    answers = told(reason="gone")
    assert Answers.of_pass(answers.sealed()).chosen == {"reason": ()}


def test_more_steps_cost_no_more_queries(cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(20):
        Step.objects.create(
            key=f"s{number}",
            topic=cast.bank.topic,
            matter=cast.bank,
            icon="home",
            name="s",
            why="s",
            valid_from=TODAY,
            reviewed_on=TODAY,
        )
    with django_assert_max_num_queries(7):
        assert len(my_plan(told(reason="work"), today=TODAY).steps) == 23


@pytest.mark.parametrize(
    ("today", "left"), [(date(2026, 10, 1), None), (date(2026, 11, 21), 7), (date(2026, 11, 28), None)]
)
def test_a_deadline_that_is_near_counts_its_days(today: date, left: int | None) -> None:
    assert my_plan(told(dates={"moving-in": MOVED_IN}), today=today).steps[0].days_left == left


def test_a_plan_is_the_same_one_through_all_its_changes() -> None:
    first = told(reason="work")
    later = Answers.of_pass(Answers.of_pass(first.ticked("bank", TODAY).sealed()).unticked("bank").sealed())
    assert later.thread == first.thread != told(reason="work").thread
