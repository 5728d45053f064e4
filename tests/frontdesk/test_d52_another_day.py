"""What was left open gets another day: told by mail, by text message, or by a call; or it is said why not."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone, translation
from procrastinate.contrib.django.models import ProcrastinateJob

from eindach.accounts.models import Person
from eindach.booking.draft import SESSION_KEY
from eindach.booking.models import Appointment
from eindach.frontdesk.another_day.left_open import left_open
from eindach.frontdesk.another_day.letter import another_day_letter
from eindach.frontdesk.coordinating.following_up import follow_up
from eindach.frontdesk.ending import end_days
from eindach.frontdesk.models import Stop, Visit
from eindach.frontdesk.returning import has_left, is_back
from eindach.frontdesk.visits import visit_token
from eindach.notifications.models import Message
from eindach.questions.models import Enquiry
from tests.cast import MONDAY, at
from tests.frontdesk.day import NINE, Day, minutes, stop_of
from tests.frontdesk.staff import works_at

MIDNIGHT = at(MONDAY + timedelta(days=1), "0:05")
DAY = f"/en/staff/day/forum/{MONDAY}/"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(timezone, "now", lambda: MIDNIGHT)
    yield
    translation.deactivate()


def gone(day: Day) -> Visit:
    """Amal came, and left before anybody served her: insurance and bank."""
    visit = day.amal_comes()
    has_left(visit, now=NINE + minutes(30))
    visit.refresh_from_db()
    return visit


def offered(day: Day, **said: object) -> dict[str, int]:
    return dict(follow_up(day.forum, MONDAY, "offer", now=MIDNIGHT, **said))  # type: ignore[arg-type]


def jobs() -> int:
    return ProcrastinateJob.objects.filter(task_name__endswith="write_another_day").count()


def url(visit: Visit, part: str = "another-day/") -> str:
    return f"/en/here/{visit_token(visit.pk)}/{part}"


# Told.


def test_whoever_left_unserved_gets_one_mail_with_everything(day: Day) -> None:
    visit = gone(day)
    assert (offered(day), jobs()) == ({"mail": 1}, 1)
    message = another_day_letter(visit, now=MIDNIGHT)
    assert message is not None
    assert (message.to, message.language) == ("amal@mail.example", "ar")
    assert f"/ar/here/{visit_token(visit.pk)}/another-day/" in message.text
    assert ("Bank (ar)" in message.text, "Insurance (ar)" in message.text) == (True, True)


def test_the_subject_names_neither_matter_nor_office(day: Day) -> None:
    message = another_day_letter(gone(day), now=MIDNIGHT)
    assert message is not None
    assert not {"bank", "insurance", "forum"} & set(message.subject.lower().split())


def test_pressed_twice_nobody_is_told_twice(day: Day) -> None:
    visit = gone(day)
    assert (offered(day), offered(day), jobs()) == ({"mail": 1}, {}, 1)
    for _turn in range(2):
        another_day_letter(visit, stamp="once", now=MIDNIGHT)
    assert Message.objects.filter(kind="another-day").count() == 1


def test_one_press_for_one_kind_leaves_the_others_alone(day: Day) -> None:
    gone(day)
    other = day.walks_in(day.bank)
    has_left(other, now=NINE)
    assert offered(day, sort="not-come", matter=day.bank.pk) == {}
    assert offered(day, sort="left", matter=day.insurance.pk) == {"mail": 1}


def test_who_did_not_come_is_an_open_end_and_is_told(day: Day) -> None:
    day.amal_books()
    day.walks_in(day.bank)
    end_days(now=MIDNIGHT)
    visit = Visit.objects.get(came="appointment")
    assert (visit.state, set(Stop.objects.filter(visit=visit).values_list("status", flat=True))) == (
        "expected",
        {"noshow"},
    )
    assert offered(day)["mail"] == 1


def test_whose_counter_closed_is_told_and_not_said_to_have_missed_it(day: Day) -> None:
    booking = day.amal_books()
    Appointment.objects.filter(itinerary=booking, matter=day.bank).update(displaced_at=NINE)
    day.walks_in(day.bank)
    end_days(now=MIDNIGHT)
    page = works_at(day.bank_1.organization, "coordinator").get(DAY).content.decode()
    assert "the counter was closed" in page
    assert offered(day)["mail"] == 1


def test_the_end_of_a_day_twice_makes_one_visit(day: Day) -> None:
    day.amal_books()
    day.walks_in(day.bank)
    end_days(now=MIDNIGHT)
    end_days(now=MIDNIGHT)
    assert Visit.objects.filter(came="appointment").count() == 1


def test_a_phone_alone_gets_a_text_message_without_matters(day: Day, settings: object) -> None:
    visit = gone(day)
    Person.objects.filter(pk=visit.person_id).update(email="", phone="+4924211234567")
    visit = Visit.objects.get(pk=visit.pk)
    settings.SMS_GATEWAY = "jsons://gateway.example/?:to={to}"  # type: ignore[attr-defined]
    assert offered(day) == {"text": 1}
    message = another_day_letter(visit, now=MIDNIGHT)
    assert message is not None
    assert (message.channel, "Bank" in message.text) == ("text", False)


def test_without_a_gateway_somebody_calls(day: Day, settings: object) -> None:
    visit = gone(day)
    Person.objects.filter(pk=visit.person_id).update(email="", phone="+4924211234567")
    settings.SMS_GATEWAY, settings.DEMO = "", False  # type: ignore[attr-defined]
    assert (offered(day), jobs()) == ({"call": 1}, 0)
    assert [one.name for one in Enquiry.objects.all()] == ["Amal Beispiel"]


def test_whom_nobody_can_reach_stays_open_and_it_is_said_why(day: Day) -> None:
    has_left(day.walks_in(day.bank), now=NINE)
    client = works_at(day.bank_1.organization, "coordinator")
    assert "1 without a contact" in client.get(DAY).content.decode()
    answer = client.post(f"{DAY}follow-up/", {"act": "offer"}, follow=True)
    assert "1 person cannot be reached" in answer.content.decode()
    assert "left while waiting" in answer.content.decode()
    assert jobs() == 0


def test_who_has_found_another_time_already_gets_no_message(day: Day) -> None:
    visit = gone(day)
    stops = Stop.objects.filter(visit=visit).select_related("appointment")
    for one in stops:
        assert one.appointment
        later = one.appointment.during.lower + timedelta(days=1)
        Appointment.objects.filter(pk=one.appointment.pk).update(
            status="booked", during=(later, later + timedelta(minutes=20))
        )
    assert (left_open(visit, now=MIDNIGHT), offered(day), jobs()) == ([], {"arranged": 1}, 0)
    assert another_day_letter(visit, now=MIDNIGHT) is None


def test_nobody_but_coordinators_offers_anything(day: Day) -> None:
    gone(day)
    answer = works_at(day.bank_1.organization).post(f"{DAY}follow-up/", {"act": "offer"})
    assert (answer.status_code, jobs()) == (403, 0)


def test_a_kind_without_a_matter_is_no_press(day: Day) -> None:
    gone(day)
    client = works_at(day.bank_1.organization, "coordinator")
    for said in ({"act": "offer", "sort": "left"}, {"act": "offer", "matter": "1"}, {"act": "sing"}):
        client.post(f"{DAY}follow-up/", said)
    assert jobs() == 0


# The link.


def test_the_link_leads_to_free_times_for_exactly_what_was_left_open(day: Day) -> None:
    visit, client = gone(day), Client()
    assert client.get(url(visit)).content.decode().count('name="matter"') == 2
    answer = client.post(url(visit), {"matter": ["bank", "residence"]})
    assert answer["Location"] == "/en/plan/when/"
    assert client.session[SESSION_KEY]["matters"] == ["bank"]
    assert client.get("/en/plan/when/").status_code == 200


def test_the_booking_knows_how_they_came_and_begins_tomorrow(day: Day) -> None:
    visit, client = day.walks_in(day.bank, people=3, languages=["uk", "de"], needs=["step-free"]), Client()
    has_left(visit, now=NINE)
    client.post(url(visit), {"matter": "bank"})
    said = client.session[SESSION_KEY]["when"]
    assert (said["people"], said["first"], said["step_free"]) == (["3"], ["2026-11-25"], ["on"])
    assert client.post("/en/plan/when/", said)["Location"] == "/en/plan/plans/"


def test_opening_the_link_changes_nothing_and_tells_no_name(day: Day) -> None:
    visit, client = gone(day), Client()
    before = list(Stop.objects.filter(visit=visit).values())
    assert "Amal" not in client.get(url(visit)).content.decode()
    assert list(Stop.objects.filter(visit=visit).values()) == before
    assert SESSION_KEY not in client.session


def test_nothing_chosen_is_said(day: Day) -> None:
    answer = Client().post(url(gone(day)), {"matter": ["residence"]})
    assert (answer.status_code, "Choose at least one matter." in answer.content.decode()) == (422, True)


def test_a_link_nobody_has_is_no_page(day: Day) -> None:
    gone(day)
    assert Client().get(f"/en/here/{UUID(int=1)}/another-day/").status_code == 404


def test_the_page_of_a_visit_says_what_was_left_open(day: Day) -> None:
    visit = day.walks_in(day.bank)
    has_left(visit, now=NINE)
    assert url(visit) in Client().get(url(visit, "")).content.decode()
    is_back(visit, now=NINE + minutes(5))
    Stop.objects.filter(visit=visit).update(status="done", outcome="settled", ended_at=NINE)
    assert url(visit) not in Client().get(url(visit, "")).content.decode()
    assert "Nothing of your visit is open any more." in Client().get(url(visit)).content.decode()


def test_what_was_settled_in_the_end_is_not_open(day: Day) -> None:
    visit = gone(day)
    stop = stop_of(visit, day.bank)
    Stop.objects.filter(pk=stop.pk).update(status="done", outcome="settled")
    assert [one.matter for one in left_open(visit, now=MIDNIGHT)] == [day.insurance]
    Visit.objects.filter(pk=visit.pk).update(cancelled_at=NINE)
    assert left_open(Visit.objects.get(pk=visit.pk), now=MIDNIGHT) == []
