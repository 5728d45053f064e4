"""Behind the secret link: see, move, cancel, language, proposals. Opening it changes nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from eindach.booking import operations
from eindach.booking.models import Appointment, Itinerary, Proposal
from eindach.directory.models import RequiredDocument
from eindach.kernel.spans import Span
from tests.cast import ZONE, at

from .stage import LANGUAGES, Stage, my, take_all

pytestmark = pytest.mark.django_db
PAGES = ("manage", "move", "cancel")


@pytest.fixture
def theirs(stage: Stage) -> Itinerary:
    return stage.booked()


def rows() -> list[tuple[object, ...]]:
    return list(Appointment.objects.order_by("pk").values_list("pk", "status", "during", "held_until", "reason"))


def test_an_unknown_link_leads_nowhere(client: Client, theirs: Itinerary) -> None:
    assert client.get(my(theirs)[:-5] + "abcd/").status_code == 404


def test_a_paper_of_every_appointment_says_who_needs_it(client: Client, theirs: Itinerary) -> None:
    RequiredDocument.objects.filter(key="passport").update(note="Wenn Sie studieren")
    always = client.get(my(theirs)).content.decode().partition("always")[2].partition("</div>")[0]
    assert "Wenn Sie studieren" in always


@pytest.mark.parametrize("page", PAGES)
def test_opening_changes_nothing(client: Client, theirs: Itinerary, page: str) -> None:
    before = rows()
    assert client.get(my(theirs, page)).status_code == 200
    assert rows() == before


@pytest.mark.parametrize("page", ["proposal", "language", "write-again", "earlier"])
def test_what_changes_something_needs_a_post(client: Client, theirs: Itinerary, page: str) -> None:
    answer = client.get(my(theirs, page))
    assert (answer.status_code, "Please go back and try again." in answer.content.decode()) == (405, True)


@pytest.mark.parametrize("page", PAGES)
def test_the_link_stays_secret(client: Client, theirs: Itinerary, page: str) -> None:
    answer = client.get(my(theirs, page))
    assert answer["Referrer-Policy"] == "same-origin"
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]


def test_the_code_for_the_reception_holds_the_number_and_not_the_link(client: Client, theirs: Itinerary) -> None:
    import segno

    text = client.get(my(theirs)).content.decode()
    same = segno.make(theirs.reference, error="m", micro=False)
    assert same.svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None, dark="#000", light="#fff") in text


def test_everything_can_be_moved_at_once(client: Client, theirs: Itinerary, stage: Stage) -> None:
    offer = client.get(my(theirs, "move")).context["cards"].cards[0].plan.offer
    assert client.post(my(theirs, "move"), {"offer": offer}).headers["Location"].endswith("said=moved")
    live = Appointment.objects.filter(live=True)
    assert {one.during.lower.date() for one in live} == {stage.days[1]}


def test_the_present_plan_is_not_offered_again(client: Client, theirs: Itinerary, stage: Stage) -> None:
    found = client.get(my(theirs, "move")).context["cards"]
    assert stage.days[0] not in {card.plan.completed_on for card in found}


def test_one_is_moved_while_the_other_stays(client: Client, theirs: Itinerary, stage: Stage) -> None:
    bank = theirs.appointments.get(matter=stage.cast.bank)
    found = client.get(my(theirs, "move"), {"which": bank.pk}).context["cards"]
    client.post(my(theirs, "move"), {"offer": found.cards[0].plan.offer})
    live = {one.matter.key: one.during.lower.date() for one in Appointment.objects.filter(live=True)}
    assert live == {"registration": stage.days[0], "bank": stage.days[1]}


def test_what_has_to_come_first_is_not_moved_behind(client: Client, theirs: Itinerary, stage: Stage) -> None:
    registration = theirs.appointments.get(matter=stage.cast.registration)
    assert client.get(my(theirs, "move"), {"which": registration.pk}).context["cards"] is None


def test_a_taken_new_time_leaves_the_old_one_booked(client: Client, theirs: Itinerary, stage: Stage) -> None:
    offer = client.get(my(theirs, "move")).context["cards"].cards[0].plan.offer
    take_all(offer)
    page = client.post(my(theirs, "move"), {"offer": offer})
    assert (page.status_code, page.context["why"]) == (409, "taken")
    assert theirs.appointments.filter(status="booked").count() == 2


def test_one_of_two_is_cancelled(client: Client, theirs: Itinerary, stage: Stage) -> None:
    bank = theirs.appointments.get(matter=stage.cast.bank)
    client.post(my(theirs, "cancel"), {"which": bank.pk})
    assert [one.matter.key for one in Appointment.objects.filter(live=True)] == ["registration"]


def test_all_cancelled_says_what_to_do_next(client: Client, theirs: Itinerary) -> None:
    client.post(my(theirs, "cancel"), {"which": list(theirs.appointments.values_list("pk", flat=True))})
    page = client.get(my(theirs))
    assert page.context["state"] == "cancelled"
    assert "Plan the same again" in page.content.decode()


def test_what_is_over_says_what_to_do_next(client: Client, theirs: Itinerary) -> None:
    long_ago = timedelta(days=30)
    for one in theirs.appointments.all():
        one.during = (one.during.lower - long_ago, one.during.upper - long_ago)
        one.save()
    page = client.get(my(theirs))
    assert page.context["state"] == "past"
    assert client.get(my(theirs, "move")).status_code == client.get(my(theirs, "cancel")).status_code == 302


def test_nothing_ticked_cancels_nothing(client: Client, theirs: Itinerary) -> None:
    assert client.post(my(theirs, "cancel")).status_code == 422
    assert theirs.appointments.filter(status="booked").count() == 2


def test_somebody_elses_appointment_cannot_be_cancelled(client: Client, theirs: Itinerary, stage: Stage) -> None:
    from eindach.booking.operations import Contact

    other = stage.booked(Contact("Sam Anders", "sam@mail.example", "", "de"), key="other")
    foreign = other.appointments.values_list("pk", flat=True)
    assert client.post(my(theirs, "cancel"), {"which": list(foreign)}).status_code == 422
    assert other.appointments.filter(status="booked").count() == 2


def test_the_language_of_messages_changes(client: Client, theirs: Itinerary) -> None:
    answer = client.post(my(theirs, "language"), {"language": "uk"})
    assert Itinerary.objects.get(pk=theirs.pk).language == "uk"
    assert answer.headers["Location"].startswith("/uk/")


def test_the_waiting_list_is_joined_and_left(client: Client, theirs: Itinerary) -> None:
    assert client.post(my(theirs, "earlier"), {"wants": "yes"}).headers["Location"].endswith("said=earlier")
    assert Itinerary.objects.get(pk=theirs.pk).wants_earlier
    assert "No longer write to me about this" in client.get(my(theirs)).content.decode()
    client.post(my(theirs, "earlier"), {"wants": "no"})
    assert not Itinerary.objects.get(pk=theirs.pk).wants_earlier


def test_who_has_cancelled_does_not_wait(client: Client, theirs: Itinerary) -> None:
    client.post(my(theirs, "cancel"), {"which": list(theirs.appointments.values_list("pk", flat=True))})
    assert client.post(my(theirs, "earlier"), {"wants": "yes"}).headers["Location"] == my(theirs)
    assert not Itinerary.objects.get(pk=theirs.pk).wants_earlier


def test_an_unknown_language_is_refused(client: Client, theirs: Itinerary) -> None:
    client.post(my(theirs, "language"), {"language": "xx"})
    assert Itinerary.objects.get(pk=theirs.pk).language == "de"


@pytest.fixture
def closed(theirs: Itinerary, stage: Stage) -> Proposal:
    """The bank of day one closes; a new plan is proposed."""
    day = stage.days[0]
    shut = Span(at(day, "8:00"), at(day, "18:00"))
    operations.close(calendars=[stage.cast.forum_bank], during=shut, now=timezone.now(), defer=False)
    proposal = operations.propose(itinerary=theirs, cause=Proposal.Cause.CLOSURE, now=timezone.now())
    assert proposal is not None
    return proposal


def test_old_and_new_stand_side_by_side(client: Client, theirs: Itinerary, closed: Proposal) -> None:
    cards = client.get(my(theirs)).context["proposal"]["cards"].cards
    assert [card.is_chosen for card in cards] == [False, True]


def answering(client: Client, theirs: Itinerary, closed: Proposal) -> Callable[[str], str]:
    data = {"proposal": str(closed.pk)}
    return lambda said: client.post(my(theirs, "proposal"), data | {"answer": said}).headers["Location"]


def test_a_proposal_is_accepted(client: Client, theirs: Itinerary, closed: Proposal, stage: Stage) -> None:
    assert answering(client, theirs, closed)("accept").endswith("said=accepted")
    live = {one.matter.key: one.during.lower.date() for one in Appointment.objects.filter(status="booked")}
    assert live["bank"] == stage.days[1]


def test_a_proposal_is_declined(client: Client, theirs: Itinerary, closed: Proposal) -> None:
    assert answering(client, theirs, closed)("decline").endswith("said=declined")
    assert not Appointment.objects.filter(status="held").exists()


def test_who_declines_is_not_told_that_nothing_has_changed(client: Client, theirs: Itinerary, closed: Proposal) -> None:
    page = client.get(answering(client, theirs, closed)("decline").replace("/de/", "/en/")).content.decode()
    assert "You did not take the new plan." in page
    assert "Nothing has changed" not in page
    assert "One of your appointments cannot take place. Choose other times" in page
    assert "Look at the new plan above" not in page


def test_the_end_of_a_proposal_is_told_by_the_clock_of_the_region(
    client: Client, theirs: Itinerary, closed: Proposal
) -> None:
    until = timezone.localtime(closed.held_until, ZONE)
    assert f", {until.hour}:{until.minute:02}." in client.get(my(theirs)).content.decode()


def test_a_proposal_that_ran_out_does_not_promise_to_keep_times(
    client: Client, theirs: Itinerary, closed: Proposal
) -> None:
    Proposal.objects.update(held_until=timezone.now() - timedelta(minutes=1))
    page = client.get(my(theirs)).content.decode()
    assert "We no longer keep the new times for you." in page
    assert "We keep the new times" not in page


def test_an_open_proposal_has_the_only_filled_button(client: Client, theirs: Itinerary, closed: Proposal) -> None:
    assert client.get(my(theirs)).content.decode().count("button--main") == 1


def test_a_proposal_is_answered_once(client: Client, theirs: Itinerary, closed: Proposal) -> None:
    answer = answering(client, theirs, closed)
    answer("accept")
    assert answer("decline").endswith("said=answered")


def test_where_nothing_is_possible_a_person_calls(client: Client, stage: Stage) -> None:
    from eindach.booking.models import Opening

    theirs = stage.booked()
    Opening.objects.filter(calendar=stage.cast.forum_bank, during__startswith__date=stage.days[1]).delete()
    shut = Span(at(stage.days[0], "8:00"), at(stage.days[0], "18:00"))
    operations.close(calendars=[stage.cast.forum_bank], during=shut, now=timezone.now(), defer=False)
    operations.propose(itinerary=theirs, cause=Proposal.Cause.CLOSURE, now=timezone.now())
    page = client.get(my(theirs))
    assert page.context["proposal"]["cards"] is None
    assert "A person will call you" in page.content.decode()


def test_the_calendar_and_the_sheet_are_files(client: Client, theirs: Itinerary) -> None:
    calendar, sheet = client.get(my(theirs, "calendar")), client.get(my(theirs, "sheet"))
    assert calendar.content.startswith(b"BEGIN:VCALENDAR")
    assert sheet.content.startswith(b"%PDF")


def test_every_language_shows_the_page(client: Client, theirs: Itinerary) -> None:
    assert {client.get(my(theirs, language=code)).status_code for code in LANGUAGES} == {200}
