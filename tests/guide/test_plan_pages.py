"""The questions one after another, the plan, ticking off; and that nothing is kept."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from eindach.directory.models import Municipality, Service, ServiceAtLocation
from eindach.guide.models import Step
from eindach.guide.plan.answers import Answers
from tests.cast import Cast

from .my_steps import make_steps, told


@pytest.fixture(autouse=True)
def steps(cast: Cast) -> None:
    make_steps(cast)
    Municipality.objects.create(ags="05358044", name="Nideggen", latitude=50.7, longitude=6.5, source="test")


def answer(client: Client, where: str, **said: object) -> str:
    """The next address."""
    answered = client.post(where, said)
    assert answered.status_code == 302, answered.content
    return answered.headers["Location"]


def test_five_questions_lead_to_a_plan(client: Client) -> None:
    where = re.findall(r'href="([^"]*/ask/place/[^"]*)"', client.get("/de/next-steps/").content.decode())[0]
    where = answer(client, where, place="05358044")
    where = answer(client, where, answer="work")
    where = answer(client, where, moving_in="2026-11-14")
    where = answer(client, where, answer=["school-child"])
    where = answer(client, where, answer=["bank-account"])
    page = client.get(where).content.decode()
    assert "Nideggen" in page
    assert [name in page for name in ("Adresse anmelden", "Schule suchen", "Aufenthalt beantragen")] == [True] * 3


@pytest.mark.parametrize(("have", "said"), [("", 0), ("registered", 1)])
def test_who_is_late_is_told_to_do_now_only_what_they_can(client: Client, have: str, said: int) -> None:
    Step.objects.filter(key="residence").update(rule={"after": ["registration"], "due": {"of": "visa-ends"}})
    late = told(have=have, dates={"visa-ends": timezone.localdate() - timedelta(days=99)})
    page = client.get(f"/en/next-steps/{late.sealed()}/").content.decode()
    assert (page.count("It was due by"), page.count("Do it now.")) == (1, said)


def test_every_question_can_be_skipped(client: Client) -> None:
    where = "/en/next-steps/ask/place/"
    for _ in range(5):
        where = answer(client, where, skip="1")
    assert Answers.of_pass(where.split("/")[-2]) == Answers()
    assert "sessionid" not in client.cookies
    assert "Perhaps also" in client.get(where).content.decode()


def test_to_go_on_without_a_tick_says_none_of_these(client: Client) -> None:
    where = answer(client, "/de/next-steps/ask/family/")
    assert "have" in where
    sealed = re.search(r"so-far=([^&]+)", where)[1]  # type: ignore[index]
    assert Answers.of_pass(sealed).chosen == {"family": ()}


def test_a_day_that_is_none_comes_back_with_what_to_do(client: Client) -> None:
    page = client.post("/en/next-steps/ask/since/", {"arrival": "yesterday", "moving_in": "2026-11-14"})
    assert page.status_code == 422
    assert "for example 24.11.2026" in page.content.decode()
    assert 'value="2026-11-14"' in page.content.decode()


def test_one_answer_is_changed_and_the_others_stay(client: Client) -> None:
    so_far = told(reason="work", family="partner").sealed()
    where = answer(client, f"/de/next-steps/ask/reason/?so-far={so_far}&then=plan", answer="study")
    assert Answers.of_pass(where.split("/")[-2]).chosen == {"reason": ("study",), "family": ("partner",)}


def test_a_step_says_which_languages_its_office_speaks(client: Client) -> None:
    ServiceAtLocation.objects.update(languages=["de", "ti"])
    page = client.get(f"/de/next-steps/{told().sealed()}/").content.decode()
    assert "Tigrinya" in page.partition('id="bank"')[2].partition("</details>")[0]


def test_of_several_offices_those_that_speak_my_language_are_named(client: Client, cast: Cast) -> None:
    town_hall = cast.town_hall_1.counter.location
    cast.bank.services.get().at_locations.create(location=town_hall, languages=["de", "uk"])
    page = client.get(f"/uk/next-steps/{told().sealed()}/").content.decode()
    said = page.partition('id="bank"')[2].partition("</details>")[0].partition('class="points"')[2]
    assert ["Rathaus (uk)" in said, "Forum (uk)" in said] == [True, False]


def test_what_is_not_known_is_said_openly_under_its_heading(client: Client) -> None:
    page = client.get(f"/en/next-steps/{told().sealed()}/").content.decode()
    first = page.partition('id="registration"')[2].partition("</details>")[0]
    for heading in ("What it costs", "What comes next"):
        assert "The district has yet to confirm this." in first.partition(f"<h4>{heading}</h4>")[2].partition("</p>")[0]
    assert "The appointment takes about" in first.partition("How long it takes")[2].partition("</p>")[0]


@pytest.mark.parametrize(("language", "said"), [("en", "Checked on 1 November 2026. "), ("uk", " 1 листопада 2026. ")])
def test_the_day_it_was_checked_says_its_year(client: Client, language: str, said: str) -> None:
    assert said in client.get(f"/{language}/next-steps/{told().sealed()}/").content.decode()


def test_what_no_office_does_now_leads_to_a_person(client: Client, cast: Cast) -> None:
    cast.bank.services.update(status="temporarily closed")
    page = client.get(f"/en/next-steps/{told().sealed()}/").content.decode()
    nowhere = page.partition('id="nowhere"')[2].partition("</section>")[0]
    assert ["/en/help/" in nowhere, 'id="bank"' in nowhere, "Closed for now" in nowhere] == [True] * 3
    assert "Closed for now" in client.get("/en/matter/bank/").content.decode()
    office = client.get(f"/en/places/{cast.bank.services.get().key}/").content.decode()
    assert ["/en/matter/bank/#where" in office, "Get an appointment" in office] == [True, False]


def test_more_offices_cost_no_more_queries(
    client: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Open ones, one that is closed for now, one that speaks the reader's language: whatever is said of each."""
    service = cast.bank.services.get()
    paused = Service.objects.create(
        key="zu", organization=service.organization, name={"de": "Zu"}, status="temporarily closed"
    )
    cast.bank.services.add(paused)
    for one, languages in ((paused, ["de"]), (service, ["de", "uk"])):
        one.at_locations.create(location=cast.town_hall_1.counter.location, languages=languages)
    with django_assert_max_num_queries(10):
        page = client.get(f"/uk/next-steps/{told(reason='work', family='school-child').sealed()}/")
    assert page.status_code == 200


def test_what_one_does_oneself_before_the_visit_stands_above_it(client: Client) -> None:
    Step.objects.filter(key="registration").update(rule={"after": ["school"]})
    page = client.get(f"/de/next-steps/{told(family='school-child').sealed()}/").content.decode()
    assert page.count('id="school"') == 1
    assert page.index('id="before"') < page.index('id="school"') < page.index('id="together"')
    assert 'id="before"' not in client.get(f"/de/next-steps/{told(family='').sealed()}/").content.decode()


def test_ticked_off_and_taken_back(client: Client) -> None:
    plan = f"/de/next-steps/{told().sealed()}/"
    ticked = answer(client, plan + "tick/", step="registration").split("#")[0]
    assert Answers.of_pass(ticked.split("/")[-2]).done == {"registration": timezone.localdate()}
    again = answer(client, ticked + "tick/", step="registration", undo="1").split("#")[0]
    assert Answers.of_pass(again.split("/")[-2]).done == {}


def test_a_step_of_another_plan_is_not_ticked(client: Client) -> None:
    assert client.post(f"/de/next-steps/{told().sealed()}/tick/", {"step": "school"}).status_code == 404


def test_the_way_to_the_booking_carries_the_matters_and_the_town(client: Client) -> None:
    page = client.get(f"/de/next-steps/{told(place='05358044', have='registered').sealed()}/").content.decode()
    assert "/de/plan/?matter=bank&amp;settled=registration&amp;municipality=05358044" in page


def test_nobody_is_booked_in_before_they_are_here(client: Client) -> None:
    there = timezone.localdate() + timedelta(days=40)
    here = told(have="registered", dates={"arrival": timezone.localdate() - timedelta(days=3)})
    coming = told(have="registered", dates={"arrival": there - timedelta(days=2), "moving-in": there})
    here_page, page = (client.get(f"/de/next-steps/{one.sealed()}/").content.decode() for one in (here, coming))
    assert f"/de/plan/?matter=bank&amp;settled=registration&amp;from={there:%Y-%m-%d}" in page
    assert "&amp;from=" not in here_page
    for said, first in ((there.isoformat(), there), ("9999-12-31", None), ("soon", timezone.localdate())):
        client.session.flush()
        client.get(f"/de/plan/?matter=bank&settled=registration&from={said}")
        client.post("/de/plan/", {"matter": "bank", "go": "on"})
        shown = client.get("/de/plan/when/").content.decode()
        assert first is None or f'value="{first:%Y-%m-%d}"' in shown
        assert "9999" not in shown


def test_the_booking_begins_with_them(client: Client) -> None:
    client.get("/de/plan/?matter=bank&settled=registration&municipality=05358044")
    client.post("/de/plan/", {"matter": "bank", "go": "on"})
    page = client.get("/de/plan/when/").content.decode()
    assert re.search(r'<option value="05358044"[^>]* selected', page)


def test_nothing_is_kept_and_no_answer_stands_in_clear(client: Client) -> None:
    where = answer(client, "/de/next-steps/ask/reason/", answer="asylum")
    assert "asylum" not in where
    shown = client.get(f"/de/next-steps/{told(reason='asylum').sealed()}/")
    assert "no-store" in shown.headers["Cache-Control"]
    assert "sessionid" not in client.cookies


@pytest.mark.parametrize("path", ["", "deadlines.ics", "take-along/"])
def test_a_link_that_is_cut_off_leads_nowhere(client: Client, path: str) -> None:
    assert client.get(f"/de/next-steps/{told().sealed()[:-3]}/{path}").status_code == 404


def test_the_plan_is_taken_along_as_a_square_code(client: Client) -> None:
    page = client.get(f"/de/next-steps/{told().sealed()}/take-along/").content.decode()
    assert re.search(r'class="plan-code"[^>]*><svg', page)


def test_deadlines_are_downloaded(client: Client) -> None:
    file = client.get(f"/de/next-steps/{told().sealed()}/deadlines.ics")
    assert file.headers["Content-Type"].startswith("text/calendar")
