"""The record of processing (Art. 30) has every purpose, every class, every column."""

import pytest

from eindach.accounts import registry
from eindach.accounts.registry.record import record_of_processing
from eindach.accounts.registry.words import words
from tests.cast import NOW, Cast


@pytest.fixture
def record(cast: Cast) -> str:
    return record_of_processing(now=NOW, norm_of=lambda key: {"appointment": "die Norm"}.get(key, key))


def test_every_purpose_and_every_class_is_in_it(record: str) -> None:
    purposes = {purpose.name for purpose in words().purposes.values()}
    classes = {f"| {key}: {kept.name} |" for key, kept in registry.classes(NOW.date()).items()}
    assert {one for one in purposes | classes if one not in record} == set()


def test_every_column_is_in_it(record: str) -> None:
    columns = {f"`{column}`" for table in registry.tables().values() for column in table.columns}
    assert {one for one in columns if one not in record} == set()


def test_a_legal_basis_is_told_by_its_norm(record: str) -> None:
    assert "die Norm" in record


def test_what_the_district_has_to_say_is_left_open(record: str) -> None:
    assert "Datenschutzbeauftragte: vom Kreis einzutragen" in record
    assert "vom Kreis zu bestätigen" in record


def test_it_says_who_is_responsible(record: str) -> None:
    assert "Verantwortlicher: Musterkreis" in record
