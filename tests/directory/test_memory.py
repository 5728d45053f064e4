"""What a process keeps of the region goes as soon as the region is another one, whoever changed it."""

from functools import partial

import pytest
from django.db import connection, transaction

from eindach.directory import memory as module
from eindach.directory.memory import memory
from eindach.directory.models import Location

CHANGES_NO_PAGE = {
    "directory_asking", "directory_asking_services", "directory_handedit", "directory_proposal", "directory_revision",
    "guide_keptplan",
}  # fmt: skip
"""What upkeep asks and proposes, and what is one person's own."""


def test_every_table_of_the_region_forgets_what_is_kept(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename ~ '^(directory|guide)_'")
        tables = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'ground_changed'")
        assert tables - {name for (name,) in cursor.fetchall()} == CHANGES_NO_PAGE


def test_it_is_kept_until_another_process_changes_a_row(db: None) -> None:
    here = memory()
    assert [here.rows("one", lambda: 1), memory().rows("one", lambda: 2)] == [1, 1]
    with connection.cursor() as cursor:  # as another process: nothing of this one hears of it
        cursor.execute("UPDATE directory_location SET street = 'Neue Gasse 1'")
    assert memory().rows("one", lambda: 2) == 2


def test_what_was_read_before_a_change_is_not_kept_after_it(db: None) -> None:
    here = memory()
    Location.objects.update(street="Neue Gasse 1")
    here.rows("one", lambda: "read before")
    assert memory().rows("one", lambda: "read after") == "read after"


def test_what_was_taken_back_stands_no_longer(db: None) -> None:
    memory().rows("one", lambda: "true")
    with transaction.atomic():
        Location.objects.update(street="Neue Gasse 1")
        memory().rows("one", lambda: "taken back")
        transaction.set_rollback(True)
    assert memory().rows("one", lambda: "true") == "true"


def test_parts_are_bounded_and_the_oldest_goes_first(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    here = module.Memory(memory().revision)
    made = [here.part(key, partial(int, number)) for number, key in enumerate("abacab")]
    assert made == [0, 1, 0, 3, 0, 5]
