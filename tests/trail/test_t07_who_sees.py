"""The trail only grows, whoever asks; a person sees their own, data protection sees all, nobody else any."""

import pytest
from django.db import DatabaseError, connection, transaction

from eindach.accounts.acting import acting
from eindach.accounts.models import Role
from eindach.accounts.subjects import subject_of
from eindach.consent import trail
from eindach.consent.models import AuditEvent
from eindach.kernel.actor import Actor
from tests.cast import NOW
from tests.permission.house import House, set_house

from .conftest import PEOPLE, leave

PROGRAM = ("eindach_web", "eindach_app", "eindach_keeper")
TABLES = ("consent_auditevent", "consent_auditseal")
BENDING = [
    statement
    for table in TABLES
    for statement in (f"UPDATE {table} SET at = now()", f"DELETE FROM {table}", f"TRUNCATE {table}")
]
OF_HEADS = ["UPDATE consent_audithead SET number = 0", "DELETE FROM consent_audithead", "TRUNCATE consent_audithead"]
CASES = [(role, one) for role in ("eindach", "postgres", *PROGRAM) for one in BENDING]
CASES += [(role, one) for role in PROGRAM for one in OF_HEADS]


@pytest.fixture
def house(db: None) -> House:
    house = set_house()
    leave(house.amal.pk, object="hers")
    leave(PEOPLE[0], object="another")
    return house


def seen(actor: Actor) -> set[str]:
    """By queryset and by the database alone; they must agree."""
    with acting(actor, now=NOW), connection.cursor() as cursor:
        cursor.execute("SELECT object FROM consent_auditevent")
        by_database = {row[0] for row in cursor.fetchall()}
        assert by_database == set(AuditEvent.objects.values_list("object", flat=True))
    return by_database


@pytest.mark.parametrize(("role", "statement"), CASES)
def test_nobody_bends_it(house: House, role: str, statement: str) -> None:
    before = list(AuditEvent._base_manager.order_by("id").values())
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO consent_auditseal (at, heads, begins, signature) VALUES (now(), '{}', '{}', '')")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} OWNER TO eindach")  # as it is in a real database
        cursor.execute(f"SET LOCAL ROLE {role}")
        bent, why = tried(statement)
        cursor.execute("RESET ROLE")
    assert (bent, why) in [(0, ""), (0, "42501")]  # sees no row to bend, or insufficient privilege
    assert list(AuditEvent._base_manager.order_by("id").values()) == before


def tried(statement: str) -> tuple[int, str]:
    """Rows it changed, and the database's code where it refused."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.rowcount, ""
    except DatabaseError as fault:
        return 0, fault.__cause__.sqlstate  # type: ignore[union-attr]


def test_a_person_sees_their_own(house: House) -> None:
    assert seen(Actor(kind="person", persons=(house.amal.pk,))) == {"hers"}
    assert seen(Actor(kind="person", persons=())) == set()


def test_data_protection_sees_all(house: House) -> None:
    assert seen(house.staff(Role.PROTECTION, "authority")) == {"hers", "another"}


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PROTECTION])
def test_nobody_else_sees_any(house: House, role: str) -> None:
    house.grant("association", "identity")
    assert seen(house.staff(role, "association", "05358008")) == set()


def test_the_program_adds_to_it_and_sees_nothing(house: House) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE eindach_web")
        leave(house.amal.pk, object="more")
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("SELECT count(*) FROM consent_auditevent")
        cursor.execute("RESET ROLE")
    assert AuditEvent._base_manager.filter(object="more").exists()


def test_what_a_person_sees_is_what_happened(house: House) -> None:
    clerk = house.staff(Role.ADVISOR, "association")
    with trail.collecting(), acting(clerk, now=NOW):
        trail.record(
            act="read", kind="profile", person=house.amal.pk, basis="law:advice", fields=["work"], object="read"
        )
    with acting(Actor(kind="person", persons=(house.amal.pk,)), now=NOW):
        event = AuditEvent.objects.get(object="read")
    assert (event.user, event.organization, event.role) == (clerk.user, clerk.organization, "advisor")
    assert (event.subject, event.basis, event.fields) == (subject_of(house.amal.pk), "law:advice", ["work"])


def look_and_fail(clerk: Actor, house: House) -> None:
    with trail.collecting(), acting(clerk, now=NOW):
        trail.record(act="read", kind="profile", person=house.amal.pk, object="undone")
        trail.flush()
        raise PermissionError


def test_a_refusal_is_an_event_though_the_act_is_undone(house: House) -> None:
    clerk = house.staff(Role.FRONT_DESK, "bank")
    with pytest.raises(PermissionError):
        look_and_fail(clerk, house)
    trail.refused(clerk, now=NOW, act="read", kind="profile", person=house.amal.pk, object="no id, but <script>")
    event = AuditEvent._base_manager.get(outcome="refused")
    assert (event.act, event.user, event.object) == ("read", clerk.user, "")
    assert not AuditEvent._base_manager.filter(object="undone").exists()


def test_a_refusal_is_kept_while_other_events_wait(house: House) -> None:
    clerk = house.staff(Role.FRONT_DESK, "bank")
    with trail.collecting():
        trail.refused(clerk, now=NOW, act="read", kind="profile", person=house.amal.pk)
    assert AuditEvent._base_manager.filter(outcome="refused").exists()
