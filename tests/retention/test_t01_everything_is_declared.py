"""Every personal column is classified, or the build fails."""

from dataclasses import replace
from datetime import date

import pytest

from eindach.accounts import registry
from eindach.accounts.registry.classes import classes, duration
from eindach.accounts.registry.proving import columns_of_database, unlike
from tests.cast import NOW

TODAY = NOW.date()


@pytest.mark.django_db
def test_the_registry_is_whole() -> None:
    assert registry.faults(TODAY) == []


@pytest.mark.django_db
def test_a_forgotten_column_is_a_fault() -> None:
    said = registry.tables()
    less = {name: what for name, what in said["accounts_person"].columns.items() if name != "phone"}
    bent = said | {"accounts_person": replace(said["accounts_person"], columns=less)}
    assert unlike(columns_of_database(), bent, registry.impersonal_tables()) == [
        "accounts_person.phone is not declared."
    ]


@pytest.mark.django_db
def test_a_column_that_is_gone_is_a_fault() -> None:
    there = columns_of_database()
    there["questions_enquiry"] = there["questions_enquiry"] - {"concern"}
    assert unlike(there, registry.tables(), registry.impersonal_tables()) == [
        "questions_enquiry.concern is declared and not there."
    ]


@pytest.mark.django_db
def test_a_new_table_is_a_fault_until_it_is_declared() -> None:
    there = columns_of_database() | {"casework_note": {"text"}}
    assert unlike(there, registry.tables(), registry.impersonal_tables()) == ["casework_note.text is not declared."]


def test_a_table_is_declared_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        registry.impersonal("again", [next(iter(registry.tables()))])


def test_a_row_is_deleted_wholly_or_stays() -> None:
    from eindach.accounts.registry.declared import Column, End
    from eindach.directory.models import Region

    half = {"name": Column(), "key": Column(end=End.KEEP)}
    with pytest.raises(ValueError, match="wholly"):
        registry.personal(Region, purpose="mail", basis="x", kept="mail", columns=half)


def test_a_period_nobody_can_read_is_refused() -> None:
    with pytest.raises(ValueError, match="period"):
        duration("2 years")


def test_periods_are_dated_and_wait_for_the_district() -> None:
    kept = classes(TODAY)
    assert kept
    assert all(one.source and not one.confirmed_by for one in kept.values())
    assert classes(date(2020, 1, 1)) == {}
