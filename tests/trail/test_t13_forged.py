"""Nobody writes an event by somebody else, of another time, in another role: the database compares it with the act."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection

from eindach.accounts.acting import acting, in_role, keeping
from eindach.accounts.row_security import WEB
from eindach.consent import trail
from eindach.consent.models import AuditEvent
from eindach.kernel.actor import Actor, acting_as
from tests.cast import NOW
from tests.permission.house import House, set_house

PEOPLE: dict[str, dict[str, Any]] = {
    "another user": {"user": uuid4()},
    "nobody": {"user": None},
    "another organization": {"organization": uuid4()},
    "another role": {"role": "abh-clerk"},
    "no role": {"role": ""},
    "another kind": {"actor_kind": "person"},
    "the program": {"actor_kind": "program", "user": None, "organization": None, "role": ""},
    "the public": {"actor_kind": "public", "user": None, "organization": None, "role": ""},
    "long ago": {"at": NOW - timedelta(days=365)},
    "just before": {"at": NOW - timedelta(microseconds=1)},
    "yet to come": {"at": NOW + timedelta(days=1)},
}


@pytest.fixture
def house(db: None) -> House:
    return set_house()


def event(actor: Actor, **changes: Any) -> AuditEvent:
    said = {
        "chain": 3, "at": NOW, "act": "read", "kind": "person", "actor_kind": actor.kind, "user": actor.user,
        "organization": actor.organization, "role": actor.role, "outcome": "done",
    }  # fmt: skip
    return AuditEvent(**(said | changes))


def written() -> int:
    return AuditEvent._base_manager.count()


@pytest.mark.parametrize("who", PEOPLE)
def test_staff_forge_no_event(house: House, who: str) -> None:
    advisor = house.staff("advisor", "bank")
    with pytest.raises(DatabaseError, match="row-level security"), acting(advisor, now=NOW):
        trail._insert([event(advisor, **PEOPLE[who])])
    assert written() == 0


@pytest.mark.parametrize("outcome", ["done", "refused"])
def test_staff_say_what_they_do_themselves(house: House, outcome: str) -> None:
    advisor = house.staff("advisor", "bank")
    with acting(advisor, now=NOW):
        trail._insert([event(advisor, outcome=outcome)])
    assert written() == 1


@pytest.mark.parametrize("who", ["another user", "another organization", "another role", "the program", "long ago"])
def test_people_at_their_own_door_forge_no_event(house: House, who: str) -> None:
    amal = Actor(kind="person", user=uuid4(), persons=(house.amal.pk,))
    with pytest.raises(DatabaseError, match="row-level security"), acting(amal, now=NOW):
        trail._insert([event(amal, **PEOPLE[who])])


def test_people_at_their_own_door_say_what_they_do(house: House) -> None:
    amal = Actor(kind="person", user=uuid4(), persons=(house.amal.pk,))
    with acting(amal, now=NOW):
        trail.record(act="read", kind="own-data", person=house.amal.pk)
    assert AuditEvent._base_manager.get().actor_kind == "person"


@pytest.mark.parametrize("kind", ["staff", "person"])
def test_the_program_s_role_writes_nothing_in_the_name_of_staff_or_a_person(house: House, kind: str) -> None:
    actor = Actor(kind=kind, user=uuid4())  # type: ignore[arg-type]
    with pytest.raises(DatabaseError, match="row-level security"), in_role(WEB):
        trail._insert([event(actor)])
    with in_role(WEB):
        trail._insert([event(actor, outcome="refused")])


@pytest.mark.parametrize("kind", ["public", "link", "program"])
def test_nobody_of_them_has_an_office(house: House, kind: str) -> None:
    actor = Actor(kind=kind)  # type: ignore[arg-type]
    for forged in ({"organization": uuid4()}, {"role": "advisor"}):
        with pytest.raises(DatabaseError, match="row-level security"), in_role(WEB):
            trail._insert([event(actor, **forged)])
    with in_role(WEB):
        trail._insert([event(actor)])
    assert written() == 1


def test_the_keeper_writes_as_the_program_only(house: House) -> None:
    with pytest.raises(DatabaseError, match="row-level security"), keeping(now=NOW):
        trail._insert([event(house.staff("advisor", "bank"))])
    with keeping(now=NOW):
        trail._insert([event(Actor(kind="program"))])


def test_a_refusal_is_written_after_the_act_was_taken_back(house: House) -> None:
    with in_role(WEB):
        trail.refused(house.staff("advisor", "bank"), now=NOW, act="read", kind="person")
    assert AuditEvent._base_manager.get().outcome == "refused"


def test_what_the_program_does_inside_an_act_is_the_program_s(house: House) -> None:
    from eindach.accounts.acting import as_program

    with trail.collecting(), acting(house.staff("advisor", "bank"), now=NOW):
        with as_program(now=NOW):
            trail.record(act="send", kind="letter")
        trail.record(act="read", kind="person")
    assert set(AuditEvent._base_manager.values_list("actor_kind", flat=True)) == {"program", "staff"}


def test_without_an_act_nobody_is_present(house: House) -> None:
    with acting_as(house.staff("advisor", "bank"), now=NOW), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE eindach_app")
        with pytest.raises(DatabaseError, match="row-level security"):
            trail.record(act="read", kind="person")
