"""Lost races and lapsed holds: fresh plans on the same page, everything typed is kept."""

from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from procrastinate.contrib.django.models import ProcrastinateJob

from eindach.booking.models import Appointment, Itinerary
from eindach.booking.operations import Contact
from eindach.guide.models import Matter

from .stage import CONTACT, Stage, run_out, take_all, to_contact, to_plans, url

pytestmark = pytest.mark.django_db


def test_a_taken_plan_is_answered_with_fresh_ones(client: Client, stage: Stage) -> None:
    offer = to_plans(client, stage)[0]
    take_all(offer)
    page = client.post(url("plans"), {"offer": offer})
    assert (page.status_code, page.context["why"]) == (409, "taken")
    assert {card.plan.completed_on for card in page.context["cards"]} == {stage.days[1]}


def test_an_equal_counter_is_as_good_so_nobody_notices(client: Client, stage: Stage) -> None:
    from .stage import take

    offer = to_plans(client, stage)[0]
    first = next(card for card in client.get(url("plans")).context["cards"]).plan.appointments[0]
    take([stage.cast.town_hall_1], first.start, 20)
    assert client.post(url("plans"), {"offer": offer}).status_code == 302


def test_a_lapsed_hold_is_taken_again_while_it_is_free(client: Client, stage: Stage) -> None:
    run_out(to_contact(client, stage))
    assert client.post(url("contact"), CONTACT).headers["Location"] == url("check")
    assert Appointment.objects.filter(status="held").count() == 2


@pytest.fixture
def lapsed(client: Client, stage: Stage) -> Client:
    """At step 4 with everything typed; then the hold ran out and somebody else took the times."""
    held = to_contact(client, stage)
    client.post(url("contact"), CONTACT)
    run_out(held)
    take_all(client.session["booking.draft"]["offer"])
    return client


def test_lost_at_the_contact_shows_fresh_plans_there(lapsed: Client) -> None:
    page = lapsed.post(url("contact"), CONTACT | {"name": "Amal Anders"})
    text = page.content.decode()
    assert (page.status_code, page.context["why"]) == (409, "taken")
    assert "Amal Anders" in text
    assert "amal@mail.example" in text


def test_lost_at_booking_shows_fresh_plans_there(lapsed: Client) -> None:
    page = lapsed.post(url("check"))
    assert (page.status_code, len(page.context["cards"])) == (409, 1)
    assert "Amal Beispiel" in page.content.decode()


def test_a_fresh_plan_leads_straight_to_the_last_step(lapsed: Client) -> None:
    page = lapsed.post(url("check"))
    answer = lapsed.post(url("plans"), {"offer": page.context["cards"].cards[0].plan.offer})
    assert answer.headers["Location"] == url("check")
    assert lapsed.post(url("check")).headers["Location"] == url("booked")


def test_a_hold_can_be_renewed_while_typing_and_what_is_typed_is_kept(client: Client, stage: Stage) -> None:
    to_contact(client, stage)
    answer = client.post(url("renew"), CONTACT)
    assert (answer.status_code, "until" in answer.json()) == (200, True)
    assert 'value="Amal Beispiel"' in client.get(url("contact")).content.decode()


def test_a_lost_hold_is_not_renewed(lapsed: Client) -> None:
    assert lapsed.post(url("renew"), CONTACT).status_code == 410


def test_who_booked_it_in_this_session_hears_what_and_sees_plans_for_the_rest(client: Client, stage: Stage) -> None:
    client.post(url("plans"), {"offer": to_plans(client, stage, "registration")[0]})
    client.post(url("contact"), CONTACT)
    client.post(url("check"))
    client.post(url("plans"), {"offer": to_plans(client, stage, "registration", "residence")[0]})
    page = client.post(url("check"))
    assert (page.status_code, [matter.key for matter in page.context["twice"]]) == (409, ["registration"])
    rest = page.context["rest"]["cards"].cards[0].plan
    assert [one.matter.key for one in rest.appointments] == ["residence"]
    client.post(url("plans"), {"offer": rest.offer})
    assert client.post(url("check")).headers["Location"] == url("booked")


@pytest.fixture
def strangers(client: Client, stage: Stage) -> Any:
    """Somebody types name and address of a person who has the registration, in a session of their own."""
    stage.booked(Contact("Amal Beispiel", "amal@mail.example", "", "ar"))
    client.post(url("plans"), {"offer": to_plans(client, stage, "registration", "residence")[0]})
    client.post(url("contact"), CONTACT)
    return client.post(url("check"))


def test_it_never_tells_a_stranger_what_is_booked_or_where(strangers: Any) -> None:
    text = strangers.content.decode()
    with translation.override("en"):
        named = str(Matter.objects.get(key="registration").short_name)
    assert (strangers.status_code, "is booked already" in text) == (409, True)
    notice = text.split('role="alert"')[1].split("</div></div>")[0]
    assert named in text  # among what they typed themselves
    assert named not in notice
    assert "twice" not in strangers.context
    assert "rest" not in strangers.context
    assert "/my/" not in text
    assert Itinerary.objects.get(booked_at__isnull=False).reference not in text


def test_the_link_goes_once_more_to_the_address_it_belongs_to(strangers: Any) -> None:
    [job] = ProcrastinateJob.objects.filter(args__kind="resend")
    theirs = Itinerary.objects.get(booked_at__isnull=False)
    assert (job.args["itinerary_id"], strangers.context["written"]) == (str(theirs.pk), True)


def test_letters_are_not_sent_again_without_limit(client: Client, stage: Stage, settings: Any) -> None:
    settings.RATES = {"letter": "1/h"}
    stage.booked(Contact("Amal Beispiel", "amal@mail.example", "", "ar"))
    client.post(url("plans"), {"offer": to_plans(client, stage, "registration")[0]})
    client.post(url("contact"), CONTACT)
    assert [client.post(url("check")).status_code for _turn in range(2)] == [409, 429]


def test_an_unfinished_hold_is_nobodys_link(client: Client, stage: Stage) -> None:
    from .stage import my

    assert client.get(my(to_contact(client, stage))).status_code == 404
    assert Itinerary.objects.get().booked_at is None
