"""Taking one layer of permission away, to see what the others do without it."""

import sys
from typing import Any

import pytest
from django.db import connection
from django.db.models import Manager

from eindach.accounts import doors, policy
from eindach.accounts.guarded import Guarded
from eindach.accounts.models import Category
from eindach.accounts.policy import Decision
from eindach.accounts.row_security import APP, guards

EVERYTHING = Decision(True, "role", frozenset(Category))


def no_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says yes to everybody and everything, whoever asks it. Doors keep their answer: which pages a role has is not
    the question here."""
    may = policy.may
    for name, module in list(sys.modules.items()):
        if name.startswith("eindach.") and module is not doors and vars(module).get("may") is may:
            monkeypatch.setattr(module, "may", _yes)


def _yes(*_: Any, **__: Any) -> Decision:
    return EVERYTHING


def no_querysets(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guarded managers show all rows there are."""
    monkeypatch.setattr(Guarded, "get_queryset", Manager.get_queryset)


def no_row_security() -> None:
    """The database shows everything to whoever acts, and takes everything from them; until the test is rolled back."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for guard in guards():
            cursor.execute(f"ALTER TABLE {guard.table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY")
            cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {guard.table} TO {APP}")
