"""Whatever is bent in the database, exactly that row is named."""

from collections.abc import Callable

import pytest

from eindach.consent.models import AuditEvent
from eindach.consent.verifying import verify

from .conftest import PEOPLE, bend, event, leave, place

Told = Callable[[], list[str]]
CHANGES = {
    "id": "gen_random_uuid()", "before": "'\\x00'", "digest": "sha256('other')", "at": "at + interval '1 microsecond'",
    "act": "'write'", "kind": "'person'", "object": "object || 'x'", "subject": "'0'", "actor_kind": "'staff'",
    "user": "gen_random_uuid()", "organization": "gen_random_uuid()", "role": "'advisor'", "basis": "''",
    "reason": "'because'", "fields": "fields || '{notes}'::varchar[]", "address": "'127.0.0.1'",
    "outcome": "'refused'", "number": "number + 1000", "chain": "77",
}  # fmt: skip
N = 14


def test_what_nobody_bent_is_whole(told: Told) -> None:
    assert told() == []


def test_every_column_is_covered() -> None:
    assert set(CHANGES) == {field.column for field in AuditEvent._meta.get_fields()}


@pytest.mark.parametrize("column", CHANGES)
def test_a_changed_column_names_its_row(told: Told, column: str) -> None:
    bend(f'UPDATE consent_auditevent SET "{column}" = {CHANGES[column]} WHERE object = %s', str(N))
    bent = AuditEvent._base_manager.get(object=f"{N}x") if column == "object" else event(N)
    assert [fault for fault in told() if fault.startswith(place(bent))] == told()
    assert len(told()) == 1


@pytest.mark.parametrize("n", [0, N, 34, 39], ids=["the first", "one between", "the last but one", "the last"])
@pytest.mark.parametrize("column", ["act", "digest", "before", "number"])
def test_so_it_is_anywhere_in_its_chain(told: Told, n: int, column: str) -> None:
    bend(f"UPDATE consent_auditevent SET {column} = {CHANGES[column]} WHERE object = %s", str(n))
    (fault,) = told()
    assert fault.startswith(place(event(n)))


def test_a_name_that_is_none_is_found(told: Told) -> None:
    bend("UPDATE consent_auditevent SET fields = fields || ARRAY[NULL]::varchar[] WHERE object = %s", str(N))
    (fault,) = told()
    assert fault.startswith(place(event(N)))


@pytest.mark.parametrize("n", [0, N, 39])
def test_a_deleted_row_leaves_its_number(told: Told, n: int) -> None:
    gone = event(n)
    bend("DELETE FROM consent_auditevent WHERE id = %s", gone.pk)
    assert told() == [f"chain {gone.chain}, number {gone.number}: it is missing"]


def test_two_rows_that_changed_places_are_both_named(told: Told) -> None:
    one, other = event(8), event(14)
    bend("UPDATE consent_auditevent SET number = -1 WHERE id = %s", one.pk)
    bend("UPDATE consent_auditevent SET number = %s WHERE id = %s", one.number, other.pk)
    bend("UPDATE consent_auditevent SET number = %s WHERE id = %s", other.number, one.pk)
    assert {fault.split(":")[0] for fault in told()} == {place(event(8))[:-1], place(event(14))[:-1]}


def test_a_row_that_was_added_past_the_triggers_is_named(told: Told) -> None:
    last = event(38)
    bend(
        'INSERT INTO consent_auditevent SELECT gen_random_uuid(), chain, number + 1, digest, digest, at, act, kind,'
        " 'added', subject, actor_kind, \"user\", organization, role, basis, reason, fields, address, outcome"
        " FROM consent_auditevent WHERE id = %s", last.pk,
    )  # fmt: skip
    (fault,) = told()
    assert place(AuditEvent._base_manager.get(object="added"))[:-1] in fault


ANEW = """
UPDATE consent_auditevent e SET act = 'write',
  digest = sha256(before || convert_to(replace(consent_audit_line(e), '"read"', '"write"'), 'UTF8')) WHERE id = %s
"""


@pytest.mark.parametrize("n", [0, N, 32, 38])
def test_a_row_written_anew_with_its_digest_is_named(told: Told, n: int) -> None:
    bend(ANEW, event(n).pk)
    (fault,) = told()
    assert fault.startswith(place(event(n)))


def test_a_bent_head_is_named(told: Told) -> None:
    last = event(39)
    bend("UPDATE consent_audithead SET digest = sha256('other') WHERE chain = %s", last.chain)
    assert told() == [f"{place(last)} the head table has another digest for it"]


def test_a_head_that_was_taken_away_is_named(told: Told) -> None:
    last = event(39)
    bend("DELETE FROM consent_audithead WHERE chain = %s", last.chain)
    assert told() == [f"{place(last)} the head table ends before it, at number 0"]


def test_a_chain_that_is_gone_is_missing_whole(told: Told) -> None:
    gone = event(N)
    bend("DELETE FROM consent_auditevent WHERE chain = %s", gone.chain)
    assert {fault.split(",")[0] for fault in told()} == {f"chain {gone.chain}"}
    assert all("is missing" in fault for fault in told())


def test_each_of_ten_bent_rows_is_named(db: None, seals) -> None:
    for _ in range(10):
        leave(PEOPLE[0])
    bend("UPDATE consent_auditevent SET act = 'write'")
    assert len(verify(seals).faults) == 10
