"""The way from the wish to the booking: nothing typed is lost, nothing happens twice."""

import pytest
from django.test import Client

from eindach.booking.models import Appointment, Itinerary
from eindach.directory.models import Location, Municipality, Organization

from .stage import CONTACT, Stage, to_contact, to_plans, url, when

pytestmark = pytest.mark.django_db


def test_the_whole_way_books(client: Client, stage: Stage) -> None:
    to_contact(client, stage)
    assert client.post(url("contact"), CONTACT).headers["Location"] == url("check")
    assert client.post(url("check")).headers["Location"] == url("booked")
    itinerary = Itinerary.objects.get()
    assert (itinerary.person.name, itinerary.appointments.filter(status="booked").count()) == ("Amal Beispiel", 2)


def test_who_books_for_somebody_else_is_led_back_and_stays_signed_in(client: Client, stage: Stage) -> None:
    to_contact(client, stage)
    client.post(url("contact"), CONTACT)
    client.post(url("check"))
    assert b'action="%s"' % url("finish").encode() in client.get(url("booked")).content
    session = client.session
    session["booking.draft"] |= {"back": "/de/staff/questions/1/"}
    session.save()
    page = client.get(url("booked")).content.decode()
    assert ['href="/de/staff/questions/1/"' in page, f'action="{url("finish")}"' in page] == [True, False]


def test_who_has_not_said_their_town_reads_which_office_serves_its_own_people(client: Client, stage: Stage) -> None:
    town = Municipality.objects.create(ags="1", name="Town", latitude=50, longitude=6, source="-")
    Organization.objects.filter(key="stadt").update(kind="municipality")
    Location.objects.update(municipality=town)
    to_contact(client, stage)
    client.post(url("contact"), CONTACT)
    for page in ("plans", "check"):
        assert [one.name for one in client.get(url(page)).context["only_residents"]] == ["Town"]
    client.post(url("when"), when(stage, municipality="1"))
    assert client.get(url("plans")).context["only_residents"] == []


def test_a_step_without_the_one_before_leads_back(client: Client, stage: Stage) -> None:
    leads = {
        name: client.get(url(name)).headers["Location"] for name in ("when", "plans", "contact", "check", "booked")
    }
    assert leads == {
        "when": url("matters"),
        "plans": f"{url('when')}?again=1",
        "contact": url("plans"),
        "check": url("contact"),
        "booked": url("matters"),
    }


def test_who_is_sent_back_to_an_answer_that_is_too_old_is_told_why(client: Client, stage: Stage) -> None:
    to_plans(client, stage)
    session = client.session
    session["booking.draft"]["when"]["last"] = ["2020-01-01"]
    session.save()
    page = client.get(url("plans"), follow=True)
    assert page.redirect_chain == [(f"{url('when')}?again=1", 302)]
    assert page.context["form"].errors["last"]


def test_a_wrong_answer_comes_back_as_it_was_typed(client: Client, stage: Stage) -> None:
    client.post(url("matters"), {"matter": "registration", "go": "on"})
    page = client.post(url("when"), when(stage, people="many", last="2020-01-01"))
    text = page.content.decode()
    assert page.status_code == 422
    assert 'value="many"' in text
    assert 'value="2020-01-01"' in text


def test_the_draft_outlives_a_change_of_language(client: Client, stage: Stage) -> None:
    to_contact(client, stage)
    client.post(url("contact"), CONTACT | {"name": ""})
    assert 'value="amal@mail.example"' in client.get(url("contact", language="ar")).content.decode()


def test_the_plans_are_sorted_by_visits_then_by_the_day(client: Client, stage: Stage) -> None:
    to_plans(client, stage)
    found = client.get(url("plans")).context["cards"]
    assert [(card.plan.days, card.plan.completed_on) for card in found] == [
        (1, stage.days[0]),
        (1, stage.days[1]),
        (2, stage.days[1]),
    ]


def test_the_chosen_plan_is_kept_for_ten_minutes(client: Client, stage: Stage) -> None:
    held = to_contact(client, stage)
    assert held.appointments.filter(status="held").count() == 2


def test_going_back_shows_the_chosen_plan_as_chosen(client: Client, stage: Stage) -> None:
    offers = to_plans(client, stage)
    client.post(url("plans"), {"offer": offers[1]})
    assert [card.is_chosen for card in client.get(url("plans")).context["cards"]] == [False, True, False]


def test_another_plan_gives_the_first_one_back(client: Client, stage: Stage) -> None:
    offers = to_plans(client, stage)
    client.post(url("plans"), {"offer": offers[0]})
    client.post(url("plans"), {"offer": offers[1]})
    held = Appointment.objects.filter(status="held")
    assert {one.during.lower.date() for one in held} == {stage.days[1]}


def test_the_same_plan_twice_is_held_once(client: Client, stage: Stage) -> None:
    offer = to_plans(client, stage)[0]
    client.post(url("plans"), {"offer": offer})
    client.post(url("plans"), {"offer": offer})
    assert Itinerary.objects.count() == 1


def test_neither_mail_nor_phone_is_refused(client: Client, stage: Stage) -> None:
    to_contact(client, stage)
    page = client.post(url("contact"), CONTACT | {"email": ""})
    assert (page.status_code, "so that we can reach you" in page.content.decode()) == (422, True)


def test_a_phone_number_alone_is_enough(client: Client, stage: Stage) -> None:
    to_contact(client, stage)
    client.post(url("contact"), CONTACT | {"email": "", "phone": "0151 23456789"})
    client.post(url("check"))
    assert Itinerary.objects.get().phone == "+4915123456789"


def test_booking_twice_books_once(client: Client, stage: Stage) -> None:
    to_contact(client, stage)
    client.post(url("contact"), CONTACT)
    client.post(url("check"))
    assert client.post(url("check")).headers["Location"] == url("booked")
    assert Appointment.objects.filter(status="booked").count() == 2


def test_a_double_click_of_two_requests_with_the_same_draft_books_once(client: Client, stage: Stage) -> None:
    to_contact(client, stage)
    client.post(url("contact"), CONTACT)
    before = client.session["booking.draft"]
    client.post(url("check"))
    session = client.session
    session["booking.draft"] = before
    session.save()
    assert client.post(url("check")).headers["Location"] == url("booked")
    assert Appointment.objects.filter(status="booked").count() == 2


def test_every_step_after_booking_leads_to_what_is_booked(client: Client, stage: Stage) -> None:
    to_contact(client, stage)
    client.post(url("contact"), CONTACT)
    client.post(url("check"))
    leads = {client.get(url(name)).headers["Location"] for name in ("when", "plans", "contact", "check")}
    assert leads == {url("booked")}


def test_the_next_booking_starts_fresh_but_knows_who_it_is_for(client: Client, stage: Stage) -> None:
    to_contact(client, stage)
    client.post(url("contact"), CONTACT)
    client.post(url("check"))
    assert to_plans(client, stage, "residence")
    client.post(url("plans"), {"offer": to_plans(client, stage, "residence")[0]})
    assert 'value="Amal Beispiel"' in client.get(url("contact")).content.decode()


def test_a_forged_offer_shows_the_plans_again(client: Client, stage: Stage) -> None:
    to_plans(client, stage)
    page = client.post(url("plans"), {"offer": "forged"})
    assert (page.status_code, page.context["why"], len(page.context["cards"])) == (409, "unread", 3)


def test_a_matter_that_is_no_longer_in_the_guide_is_left_out(client: Client, stage: Stage) -> None:
    to_plans(client, stage)
    session = client.session
    session["booking.draft"] = session["booking.draft"] | {"matters": ["gone", "registration"]}
    session.save()
    [card, *_more] = client.get(url("plans")).context["cards"]
    assert [one.matter.key for one in card.plan.appointments] == ["registration"]


def test_a_draft_of_matters_that_are_all_gone_starts_again(client: Client, stage: Stage) -> None:
    to_plans(client, stage)
    session = client.session
    session["booking.draft"] = session["booking.draft"] | {"matters": ["gone"]}
    session.save()
    assert client.get(url("when")).headers["Location"] == url("matters")
