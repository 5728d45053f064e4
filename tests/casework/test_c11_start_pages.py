"""What waits: each role finds its task on its start page, and nothing of others."""

from datetime import timedelta

import pytest
from django.utils import timezone

from eindach.accounts.models import Category, Invitation, Membership, Role, User
from eindach.booking import operations as act
from eindach.booking.models import Opening
from eindach.casework.start.boards import TASKS
from eindach.consent import sealing
from eindach.consent.models import AuditEvent, AuditSeal
from eindach.questions.models import Enquiry
from tests.cast import span

from .office import Office

pytestmark = pytest.mark.django_db
START = "/en/staff/"


def waits(office: Office, role: str, key: str, at: str = "stadt") -> object:
    """What this board shows."""
    page = office.signed_in(role, at).get(START)
    return next(board.waits for board in page.context["boards"] if board.key == key)


def test_every_role_has_a_start_page_with_a_way_on(office: Office) -> None:
    assert set(TASKS) == set(Role)
    for role in set(Role) - {Role.STEERING}:
        page = office.signed_in(role).get(START)
        assert page.status_code == 200, role
        assert b'class="board"' in page.content, role


def test_the_steering_group_begins_at_the_figures(office: Office) -> None:
    assert office.signed_in(Role.STEERING).get(START)["Location"] == "/en/staff/figures/"


def test_the_front_desk_sees_who_comes_by_hour(office: Office) -> None:
    day = waits(office, Role.FRONT_DESK, "arrivals")
    assert [(part.head.hour, [one.person.name for one in part.appointments]) for part in day.parts] == [
        (9, ["Amal Beispiel"])
    ]
    assert (day.date, day.is_today, day.next) == (office.stage.days[0], False, None)


def test_an_expert_sees_their_office_by_counter_and_no_other(office: Office) -> None:
    day = waits(office, Role.EXPERT, "counters", at="bank")
    assert [(part.head.key, len(part.appointments)) for part in day.parts] == [("forum-bank", 1)]
    assert waits(office, Role.EXPERT, "counters", at="kreis") is None


def test_who_is_listed_can_see_that_they_were(office: Office) -> None:
    office.signed_in(Role.FRONT_DESK).get(START)
    event = AuditEvent.objects.get(act="list", kind="appointment")
    assert (event.role, event.basis) == ("front-desk", "law:appointment")


def test_a_cancelled_appointment_is_nobodys_task(office: Office) -> None:
    act.cancel(itinerary=office.booked, now=timezone.now())
    assert waits(office, Role.FRONT_DESK, "arrivals") is None


def test_an_adviser_sees_who_wants_a_call_longest_waiting_first(office: Office) -> None:
    for hours, name in ((1, "Robin"), (5, "Olena")):
        Enquiry.objects.create(
            name=name, phone="+492421123456", language="uk", created_at=timezone.now() - timedelta(hours=hours)
        )
    assert [one.enquiry.name for one in waits(office, Role.ADVISOR, "questions").lines] == ["Olena", "Robin"]


def test_a_question_waits_until_it_is_answered(office: Office) -> None:
    consent = office.asked()
    [line] = waits(office, Role.ABH_CLERK, "unanswered")
    assert (line.name, line.consent, line.recipient) == ("Amal Beispiel", consent.pk, "Kreis")
    assert waits(office, Role.ABH_CLERK, "unanswered", at="bank") == []


def test_what_ends_soon_is_said_a_month_before(office: Office) -> None:
    office.granted(Category.IDENTITY, until=timezone.now() + timedelta(days=40))
    assert waits(office, Role.SOCIAL_CLERK, "ending") == []
    soon = office.granted(Category.IDENTITY, until=timezone.now() + timedelta(days=20))
    assert [line.at for line in waits(office, Role.SOCIAL_CLERK, "ending")] == [soon.valid_until]


def test_an_expert_learns_of_no_consent(office: Office) -> None:
    office.asked()
    page = office.signed_in(Role.EXPERT).get(START)
    assert [board.key for board in page.context["boards"]] == ["counters"]


def test_a_coordinator_sees_numbers_and_no_name(office: Office) -> None:
    closed = span(office.stage.days[0], "9:00", "12:00")
    act.close(calendars=[office.stage.cast.forum_bank], during=closed, now=timezone.now(), defer=False)
    Opening.objects.filter(calendar=office.stage.cast.office).delete()
    page = office.signed_in(Role.COORDINATOR).get(START)
    found = {board.key: board.waits for board in page.context["boards"]}
    assert [(one.bookings, one.asked, one.unasked) for one in found["displaced"]] == [(1, 0, 1)]
    assert [one.calendar for one in found["uncovered"]] == [office.stage.cast.office]
    assert b"Amal" not in page.content


def test_a_new_plan_that_was_sent_is_counted_as_such(office: Office) -> None:
    closed = span(office.stage.days[0], "9:00", "12:00")
    act.close(calendars=[office.stage.cast.forum_bank], during=closed, now=timezone.now(), defer=False)
    act.propose(itinerary=office.booked, cause="closure", now=timezone.now())
    assert [(one.asked, one.unasked) for one in waits(office, Role.COORDINATOR, "displaced")] == [(1, 0)]


def test_the_waiting_list_is_counted_by_matter(office: Office) -> None:
    assert waits(office, Role.COORDINATOR, "queue") == []
    office.booked.wants_earlier = True
    office.booked.save()
    assert {one.matter.key: one.bookings for one in waits(office, Role.COORDINATOR, "queue")} == {
        "bank": 1,
        "registration": 1,
    }


def test_data_protection_sees_refusals_by_office_and_role(office: Office) -> None:
    office.signed_in(Role.COORDINATOR).get("/en/staff/consents/")
    lately = waits(office, Role.PROTECTION, "refused")
    assert [(one.office, one.role, one.times) for one in lately.by_office] == [("Stadt", "coordinator", 1)]


def test_a_good_seal_is_said_to_be_good(office: Office) -> None:
    assert waits(office, Role.PROTECTION, "seal").at is None
    sealing.seal(now=timezone.now())
    assert waits(office, Role.PROTECTION, "seal").is_well


def test_an_old_or_foreign_seal_is_said_to_be_none(office: Office) -> None:
    sealing.seal(now=timezone.now() - timedelta(days=3))
    assert waits(office, Role.PROTECTION, "seal").is_late
    AuditSeal.objects.create(at=timezone.now(), heads={}, signature="00" * 64)
    assert not waits(office, Role.PROTECTION, "seal").is_signed


def test_the_administrator_sees_who_cannot_come_in_and_who_leaves(office: Office) -> None:
    new = User.objects.create_user("neu@haus.example", name="Neu")
    today = timezone.now()
    Membership.objects.create(user=new, organization=office.town_hall, role=Role.EXPERT, begun_at=today)
    leaving = office.member(Role.ADVISOR)
    Membership.objects.filter(pk=leaving.pk).update(ended_at=today + timedelta(days=5))
    assert [one.user for one in waits(office, Role.ADMINISTRATOR, "unsafe")] == [new]
    assert waits(office, Role.ADMINISTRATOR, "leaving") == [leaving]


def test_an_invitation_waits_until_it_is_over(office: Office) -> None:
    now = timezone.now()
    said = {"organization": office.town_hall, "role": Role.EXPERT, "sent_at": now}
    good = Invitation.objects.create(email="a@x.example", token_digest="a", good_until=now + timedelta(days=1), **said)
    Invitation.objects.create(email="b@x.example", token_digest="b", good_until=now - timedelta(days=1), **said)
    assert waits(office, Role.ADMINISTRATOR, "invitations") == [good]
