"""What the operations would never do, tried in SQL: the database refuses it by itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from eindach.accounts.acting import acting
from eindach.consent.models import AuditSeal, BrokenGlass, Consent, ConsentEvent, Grant
from eindach.kernel.actor import Actor
from tests.cast import NOW
from tests.permission.house import OTHER_TOWN

from .people import LATER, Stage

pytestmark = pytest.mark.django_db
GROWING = ("consent_auditevent", "consent_consenttext", "consent_consentevent", "consent_auditseal")
CHANGES = ("UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE")


def run(statement: str, *values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


@contextmanager
def refused(words: str | None = None) -> Iterator[None]:
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        yield


def rows_in_all(stage: Stage) -> None:
    stage.given()
    AuditSeal.objects.create(at=NOW, heads={}, signature="00")
    run("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("table", GROWING)
@pytest.mark.parametrize("role", ["eindach_app", "eindach_web"])
def test_what_only_grows_cannot_be_changed(stage: Stage, role: str, table: str, change: str) -> None:
    rows_in_all(stage)
    with refused("permission denied|only ever grows"):
        run(f"SET LOCAL ROLE {role}")
        run(change.format(table))


@pytest.mark.parametrize("table", ["consent_auditevent", "consent_consenttext"])
@pytest.mark.parametrize("change", CHANGES)
def test_not_even_by_their_owner(stage: Stage, table: str, change: str) -> None:
    rows_in_all(stage)
    with refused("only ever grows"):
        run(change.format(table))


def test_a_word_cannot_be_changed_by_anybody(stage: Stage) -> None:
    stage.given()
    with refused("only ever grows"):
        run("UPDATE consent_consentevent SET kind = 'refused'")


def test_a_consent_goes_only_forwards(stage: Stage) -> None:
    consent = stage.given()
    stage.house.say(consent, "withdrawn")
    for kind in ("given", "asked", "withdrawn"):
        with refused("does not become"):
            stage.house.say(consent, kind)


def test_a_consent_is_never_about_more_or_longer(stage: Stage) -> None:
    consent = stage.given()
    rows = Consent._base_manager.filter(pk=consent.pk)
    with refused("only ever ended"):
        rows.update(categories=["identity", "benefits"])
    with refused("only ever ended"):
        rows.update(expires_at=consent.expires_at + timedelta(days=1))


def test_a_grant_that_ended_stays_so(stage: Stage) -> None:
    rows = Grant._base_manager.filter(consent=stage.given())
    rows.update(ended_at=NOW)
    with refused("only ever ended"):
        rows.update(ended_at=None)
    with refused("only ever ended"):
        rows.update(categories=["identity", "contact"])


def grant(stage: Stage, **changes: Any) -> None:
    values: dict[str, Any] = {
        "person": stage.house.amal, "organization": stage.house.offices["bank"], "purpose": "referral",
        "categories": ["identity"], "valid_from": NOW, "valid_until": NOW + timedelta(days=1),
    }  # fmt: skip
    Grant._base_manager.create(**(values | changes))


def test_a_grant_needs_a_yes(stage: Stage) -> None:
    consent = stage.ask()
    with refused("row-level security"), acting(stage.adviser, now=NOW):
        grant(stage, consent=consent)


def test_a_grant_is_for_whom_the_consent_names(stage: Stage) -> None:
    consent = stage.given()
    run("SET CONSTRAINTS ALL IMMEDIATE")
    with refused("a_grant_is_of_its_consent"):
        grant(stage, consent=consent, organization=stage.house.offices["jobcenter"])


def test_a_grant_is_no_wider_than_the_consent(stage: Stage) -> None:
    consent = stage.given()
    for more in ({"categories": ["identity", "contact"]}, {"valid_until": consent.expires_at + timedelta(days=1)}):
        with refused("row-level security"), acting(stage.adviser, now=NOW):
            grant(stage, consent=consent, **more)


def test_nobody_grants_themselves_anything_by_law(stage: Stage) -> None:
    law = {"legal_basis": stage.house.law, "purpose": "advice", "consent": None}
    with refused("row-level security"), acting(stage.adviser, now=NOW):
        grant(stage, **law, organization=stage.house.offices["association"])


def test_nobody_passes_on_by_law_what_they_do_not_know(stage: Stage) -> None:
    ours = stage.house.offices["association"]
    law = {"legal_basis": stage.house.law, "purpose": "advice", "consent": None, "granted_by": ours}
    with acting(stage.adviser, now=NOW):
        grant(stage, **law, categories=["identity", "contact"])
    with refused("row-level security"), acting(stage.adviser, now=NOW):
        grant(stage, **law, categories=["identity", "residence"])


@pytest.mark.parametrize("lacks", ["granted_by", "valid_until"])
def test_what_is_granted_by_law_has_an_end_and_says_by_whom(stage: Stage, lacks: str) -> None:
    ours = stage.house.offices["association"]
    law = {"legal_basis": stage.house.law, "purpose": "advice", "consent": None, "granted_by": ours}
    with refused("row-level security"), acting(stage.adviser, now=NOW):
        grant(stage, **law | {lacks: None}, categories=["identity", "contact"])


def test_the_same_question_stands_once(stage: Stage) -> None:
    first = stage.ask()
    again = Consent(
        person=first.person, controller=first.controller, recipient=first.recipient, purpose=first.purpose,
        categories=first.categories, text=first.text, asked_at=LATER, expires_at=first.expires_at,
    )  # fmt: skip
    with refused("open or given already"):
        again.save(force_insert=True)


def test_a_clerk_of_another_town_sees_no_consent(stage: Stage) -> None:
    """Neither by queryset nor by the database: not even that somebody was asked."""
    stage.house.grant("municipality", "identity", since=NOW)
    stage.ask(recipient=stage.house.offices["municipality"], categories=["identity"])
    assert consents_seen(stage.social) == (1, 1)
    assert consents_seen(stage.house.staff("social-clerk", "municipality", "05358024")) == (0, 0)


def test_data_protection_sees_no_consent(stage: Stage) -> None:
    stage.given()
    assert consents_seen(stage.protection) == (0, 0)


def consents_seen(actor: Actor) -> tuple[int, int]:
    with acting(actor, now=LATER):
        return Consent.objects.count(), Consent._base_manager.count()


@pytest.mark.parametrize("who", ["clerk", "protection", "lead"])
def test_nobody_says_yes_in_her_name(stage: Stage, who: str) -> None:
    """The lead of the office that asked may write down what she says at the counter, but not speak as herself."""
    consent = stage.ask()
    actor = getattr(stage, who)
    with refused("row-level security"), acting(actor, now=NOW):
        ConsentEvent.objects.create(
            consent=consent, kind="given", at=NOW, channel="person", by_user_id=actor.user, language="ar"
        )


def test_a_word_is_not_dated_back(stage: Stage) -> None:
    consent = stage.ask()
    with refused("row-level security"), acting(stage.amal, now=NOW):
        ConsentEvent.objects.create(
            consent=consent, kind="given", at=NOW - timedelta(days=1), channel="person",
            by_user_id=stage.amal.user, language="ar",
        )  # fmt: skip


def look(stage: Stage, **changes: Any) -> None:
    who = stage.lead
    values: dict[str, Any] = {
        "user_id": who.user, "organization_id": who.organization, "role": who.role, "person": stage.house.amal,
        "reason": "she collapsed at the counter", "broken_at": NOW, "until": NOW + timedelta(minutes=30),
        "review_due": NOW.date(),
    }  # fmt: skip
    BrokenGlass.objects.create(**(values | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": "because"},
        {"until": NOW + timedelta(hours=8)},
        {"role": "advisor"},
        {"broken_at": NOW - timedelta(minutes=20), "until": NOW},
        {"reviewed_at": NOW, "finding": "all well"},
    ],
)
def test_glass_is_broken_by_the_rules_or_not_at_all(stage: Stage, changes: dict[str, Any]) -> None:
    with refused(), acting(stage.lead, now=NOW):
        look(stage, **changes)
    with acting(stage.lead, now=NOW):
        look(stage)


def test_a_clerk_sees_no_consent_of_others(stage: Stage) -> None:
    stage.given()
    elsewhere = stage.house.staff("social-clerk", "municipality", OTHER_TOWN)
    with acting(elsewhere, now=NOW):
        assert run("SELECT 1 FROM consent_consent") == run("SELECT 1 FROM consent_consentevent") == 0
        assert run("SELECT 1 FROM consent_grant") == 0


@pytest.mark.parametrize("role", ["steering", "administrator", "coordinator"])
def test_who_reads_about_nobody_reads_no_consents_of_their_own_office(stage: Stage, role: str) -> None:
    stage.given()
    with acting(stage.house.staff(role, "association"), now=NOW):
        assert run("SELECT 1 FROM consent_consent") == run("SELECT 1 FROM consent_grant") == 0
        assert list(Consent.objects.all()) == []


def test_an_unknown_consent_cannot_be_answered(stage: Stage) -> None:
    with refused(), acting(stage.amal, now=NOW):
        ConsentEvent.objects.create(
            consent_id=uuid4(), kind="given", at=NOW, channel="person", by_user_id=stage.amal.user, language="ar"
        )
