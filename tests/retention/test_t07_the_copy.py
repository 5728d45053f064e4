"""What a person downloads: everything of theirs that is marked, and nothing of anybody else."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Model

from eindach.accounts import registry
from eindach.accounts.acting import acting
from eindach.accounts.models import Person, ProfileEntry, User, person_of
from eindach.accounts.registry.export import REDACTED, everything_about, exported
from eindach.booking import operations as act
from eindach.booking.models import Appointment, Itinerary, Proposal
from eindach.booking.search import search
from eindach.consent import trail
from eindach.consent.models import AuditEvent
from eindach.kernel.actor import Actor, acting_as
from eindach.notifications.operations import File, write
from eindach.questions.models import Enquiry
from tests.cast import NOW, Cast, wish
from tests.permission.house import House

MAIL = "amal@mail.example"


@pytest.fixture
def amal(house: House, cast: Cast) -> House:
    """She booked, consented, was looked at, asked to be called back, was written to, and signs in herself."""
    house.grant("bank", "identity")
    house.consent("bank", "identity")
    clerk = house.staff("abh-clerk", "authority")
    with acting_as(clerk, now=NOW):
        trail.record(act="read", kind="profile", person=house.amal.pk, basis="law:advice", reason="a permit")
    contact = act.Contact(house.amal.name, MAIL, "", "ar")
    booked = act.book(offer=search(wish(), now=NOW).plans[0].offer, contact=contact, key="k", now=NOW)
    Proposal.objects.create(itinerary=booked, cause="shorter", offer="signed", made_at=NOW, held_until=NOW)
    Person.objects.filter(pk=house.amal.pk).update(phone="+4924217654321")
    Enquiry.objects.create(name=house.amal.name, phone="+4924217654321", language="ar", created_at=NOW)
    write(to=MAIL, language="ar", subject="s", text="t", html="", kind="k", now=NOW, attachments=[File("f", "t", b"")])
    User.objects.create_user(MAIL)
    return house


def own(house: House) -> Actor:
    return Actor(kind="person", persons=(house.amal.pk,))


def copy_of(house: House, **how: Any) -> dict[str, Any]:
    with acting(own(house), now=NOW):
        return everything_about([house.amal.pk], now=NOW, **how)


def test_every_marked_column_of_every_table_with_her_rows_is_there(amal: House) -> None:
    copied = copy_of(amal)["data"]
    wanted = {name: set(exported(table)) for name, table in registry.tables().items() if name in copied}
    assert {name: set(said["rows"][0]) for name, said in copied.items()} == wanted


def test_her_rows_come_from_all_parts(amal: House) -> None:
    assert set(copy_of(amal)["data"]) >= {
        "accounts_person", "accounts_profileentry", "accounts_user", "booking_itinerary", "booking_appointment",
        "booking_proposal", "consent_consent", "consent_consentevent", "consent_grant", "consent_auditevent",
        "questions_enquiry", "notifications_message", "notifications_attachment",
    }  # fmt: skip


def test_no_secret_leaves(amal: House) -> None:
    copied = json.dumps(copy_of(amal))
    itinerary = Itinerary.objects.get()
    assert itinerary.reference in copied
    assert itinerary.token_digest not in copied
    assert User.objects.get(email=MAIL).password not in copied


def test_nothing_of_anybody_else(amal: House) -> None:
    other, _new = person_of(name="Olena Fremd", email="olena@mail.example", phone="", language="uk", now=NOW)
    ProfileEntry.objects.create(
        person=other, category="work", key="w", value="foreign word", written_by=amal.offices["bank"], written_at=NOW
    )
    copied = json.dumps(copy_of(amal))
    assert "foreign word" not in copied
    assert "Olena" not in copied


def test_a_mailbox_two_people_share_proves_nothing(amal: House) -> None:
    person_of(name="Ihr Bruder", email=MAIL.upper(), phone="", language="ar", now=NOW)
    assert not {"notifications_message", "accounts_user"} & set(copy_of(amal)["data"])


def test_notes_are_redacted_unless_somebody_has_read_them_first(amal: House) -> None:
    def value(**how: Any) -> Any:
        facts = copy_of(amal, **how)["data"]["accounts_profileentry"]["rows"]
        return next(fact["value"] for fact in facts if fact["category"] == "notes")

    assert value() == REDACTED
    assert value(with_notes=True) == "secret notes"


def test_she_sees_who_looked_but_not_which_clerk(amal: House) -> None:
    looks = copy_of(amal)["data"]["consent_auditevent"]["rows"]
    look = next(one for one in looks if one["act"] == "read")
    assert (look["role"], look["reason"], look["user"]) == ("abh-clerk", "a permit", REDACTED)


def test_she_reads_who_received_something(amal: House) -> None:
    received = {one["id"]: one["because"] for one in copy_of(amal)["recipients"]}
    assert received[str(amal.offices["bank"].pk)] == ["consent_consent", "consent_grant"]
    at_counters = {str(one.calendar.counter.organization_id) for one in Appointment.objects.all()}
    assert at_counters <= set(received)


def test_the_copy_itself_is_an_event_of_hers(amal: House) -> None:
    copy_of(amal)
    event = AuditEvent.objects.get(act="export")
    assert (event.actor_kind, event.basis) == ("person", "self")


def test_afterwards_the_act_goes_on_with_its_own_rights(amal: House) -> None:
    person_of(name="Olena Fremd", email="olena@mail.example", phone="", language="uk", now=NOW)
    with acting(own(amal), now=NOW):
        everything_about([amal.amal.pk], now=NOW)
        assert rows_of(Person) == {amal.amal.pk}


def rows_of(model: type[Model]) -> set[UUID]:
    return set(model._base_manager.values_list("pk", flat=True))


def test_every_class_of_retention_is_told(amal: House) -> None:
    kept = copy_of(amal)["data"]["booking_itinerary"]["kept"]
    assert kept == {"class": "Gebuchte Termine", "period": "P90D"}
    assert datetime.fromisoformat(copy_of(amal)["made_at"]) == NOW
