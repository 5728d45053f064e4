"""Each layer in turn is taken away, then two of three: what is left still refuses (docs/permission.md says what)."""

from collections.abc import Callable, Iterable

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from django.test import Client

from eindach.accounts.acting import acting
from eindach.accounts.guarded import Guarded
from eindach.accounts.models import ProfileEntry, Role
from eindach.accounts.policy import Refused
from eindach.casework import operations
from eindach.consent.trail import collecting
from eindach.kernel.actor import acting_as

from .canaries import Canaries, office_of, word
from .crawl import Reader
from .house import TOWN
from .signed_in import as_staff
from .weakened import no_policy, no_querysets, no_row_security

pytestmark = pytest.mark.django_db
LAYERS = ("policy", "querysets", "row security")
TAKEN = [*((one,) for one in LAYERS), *((one, two) for one in LAYERS for two in LAYERS if one < two)]
Take = Callable[..., None]


def without(*both: str) -> list[tuple[str, ...]]:
    """Whatever is taken away leaves at least one of the two that hold this."""
    return [one for one in TAKEN if not set(both) <= set(one)]


@pytest.fixture
def take(monkeypatch: pytest.MonkeyPatch) -> Take:
    def take(layers: Iterable[str]) -> None:
        for layer in layers:
            {"policy": lambda: no_policy(monkeypatch), "querysets": lambda: no_querysets(monkeypatch)}.get(
                layer, no_row_security
            )()

    return take


def adviser(canaries: Canaries) -> Client:
    return as_staff(canaries.house, "advisor", "association")


@pytest.mark.parametrize("layers", TAKEN, ids=" and ".join)
def test_a_file_stays_shut_without(canaries: Canaries, take: Take, layers: tuple[str, ...]) -> None:
    take(layers)
    reader = Reader(adviser(canaries))
    assert reader.get(f"/de/staff/people/{canaries.people['bank'].pk}/").status_code == 404
    assert reader.words == set()
    assert reader.get(f"/de/staff/people/{canaries.people['association'].pk}/").status_code == 200


@pytest.mark.parametrize("layers", without("querysets", "row security"), ids=" and ".join)
def test_a_search_finds_no_stranger_without(canaries: Canaries, take: Take, layers: tuple[str, ...]) -> None:
    """A list asks no policy for each row: querysets and database hold it, each alone."""
    take(layers)
    reader = Reader(adviser(canaries))
    reader.search("canary")
    assert word("bank", "identity") not in reader.words
    assert word("association", "identity") in reader.words


def wrote(canaries: Canaries, role: str, kind: str, whose: str, category: str) -> bool:
    """Whether a fact about this office's person came to be written."""
    actor = canaries.house.staff(role, kind)
    try:
        with transaction.atomic(), collecting(), acting(actor, now=canaries.now):
            operations.write_fact(
                person_id=canaries.people[whose].pk, category=category, key="planted", value="x", now=canaries.now
            )
    except (Refused, DatabaseError):
        pass
    return ProfileEntry._base_manager.filter(key="planted").exists()


@pytest.mark.parametrize("layers", TAKEN, ids=" and ".join)
def test_nothing_is_written_about_a_stranger_without(canaries: Canaries, take: Take, layers: tuple[str, ...]) -> None:
    take(layers)
    assert not wrote(canaries, "advisor", "association", "bank", "work")
    assert wrote(canaries, "advisor", "association", "association", "work")


@pytest.mark.parametrize("layers", without("policy", "row security"), ids=" and ".join)
def test_what_is_not_the_task_is_not_written_without(canaries: Canaries, take: Take, layers: tuple[str, ...]) -> None:
    """About somebody one may read: querysets guard reading; writing is the policy's and the database's, each alone."""
    take(layers)
    assert not wrote(canaries, "jobcenter-clerk", "jobcenter", "jobcenter", "residence")
    assert not wrote(canaries, "front-desk", "association", "association", "work")


def test_with_no_layer_left_the_hole_is_there(canaries: Canaries, take: Take) -> None:
    take(LAYERS)
    assert wrote(canaries, "front-desk", "association", "bank", "work")
    reader = Reader(adviser(canaries))
    reader.search("canarybank")
    assert word("bank", "health") in reader.words


# The two layers that hold rows say the same about every guarded table, each asked alone.

GUARDED = [model for model in apps.get_models() if isinstance(model._default_manager, Guarded)]


def by_queryset(canaries: Canaries, role: str, kind: str, model: type[Model]) -> set[str]:
    with acting_as(canaries.house.staff(role, kind, TOWN), now=canaries.now):
        return {str(one) for one in model._default_manager.values_list("pk", flat=True)}


def by_database(canaries: Canaries, role: str, kind: str, model: type[Model]) -> set[str]:
    with acting(canaries.house.staff(role, kind, TOWN), now=canaries.now), connection.cursor() as cursor:
        cursor.execute(f"SELECT {model._meta.pk.column} FROM {model._meta.db_table}")
        return {str(row[0]) for row in cursor.fetchall()}


@pytest.mark.parametrize("role", Role.values)
def test_querysets_and_database_show_the_same_rows_of_every_table(canaries: Canaries, role: str) -> None:
    assert len(GUARDED) >= 9
    for kind in (office_of(role), "authority"):
        for model in GUARDED:
            answers = by_queryset(canaries, role, kind, model), by_database(canaries, role, kind, model)
            assert answers[0] == answers[1], (kind, model)


CHANGES = ("UPDATE {} SET {pk} = {pk}", "DELETE FROM {}")


@pytest.mark.parametrize("role", ["front-desk", "partner", "steering", "administrator"])
def test_the_database_alone_changes_nothing_for_who_has_no_such_task(canaries: Canaries, role: str) -> None:
    """Every guarded table, in plain SQL: no row about a person of another office moves."""
    actor = canaries.house.staff(role, office_of(role))
    for model in GUARDED:
        for change in CHANGES:
            moved = 0
            try:
                with transaction.atomic(), acting(actor, now=canaries.now), connection.cursor() as cursor:
                    cursor.execute(change.format(model._meta.db_table, pk=model._meta.pk.column))
                    moved = cursor.rowcount
                    transaction.set_rollback(True)
            except DatabaseError:
                continue
            allowed = model.__name__ == "Enquiry" and role == "front-desk" and change.startswith("UPDATE")
            assert moved == 0 or allowed, (model, change, moved)
