"""What parts declare: tables with personal data column by column, tables without, and how a class of data ends."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils.module_loading import autodiscover_modules

FollowUp = Callable[[datetime], Q]
Find = Callable[[tuple[UUID, ...]], Q]


class End(StrEnum):
    """What becomes of a value when its period is over: its row goes, it is emptied (a unique one is replaced by a
    random one), a moment becomes its day, or it says nothing about anybody any more and stays."""

    DELETE = "delete"
    BLANK = "blank"
    COARSEN = "coarsen"
    KEEP = "keep"


class Export(StrEnum):
    """Whether the person's own copy (Art. 15 GDPR) has it; redacted: it says that there is something, not what, since
    it is also about somebody else."""

    YES = "yes"
    NO = "no"
    REDACTED = "redacted"


@dataclass(frozen=True)
class Column:
    """`purpose` and `basis` where they are not those of the table; `redacted_if`: rows that show it redacted only."""

    end: End = End.DELETE
    export: Export = Export.YES
    purpose: str = ""
    basis: str = ""
    redacted_if: tuple[str, str] | None = None


TOLD: Final = Column()
INNER: Final = Column(export=Export.NO)
OF_OTHERS: Final = Column(export=Export.REDACTED)
"""They go with their row; the person's copy has them, has no use for them (keys, digests), or hides them."""


def stays(end: End, export: Export = Export.YES) -> Column:
    """A column of a row that outlives its person."""
    return Column(end=end, export=export)


def nothing_open(now: datetime) -> Q:
    """Rows of this table never keep a person's file open."""
    return Q(pk__in=[])


@dataclass(frozen=True, kw_only=True)
class Table:
    """`model`: None for a table Django has no model of, such as its cache · `person`: lookup from a row to the id of
    the person it is about ("": nobody's, or only `find` finds them) · `root`: lookup to the row it ends with ("": it
    ends by itself) · `recipient`: lookup to the organization that knows by this row · `contact`: an expression, the
    moment of contact with the person · `follow_up`: rows that keep a file open; must be said where a column points to
    a person · `also`: classes by which some of its rows end earlier."""

    name: str
    model: type[Model] | None
    purpose: str
    basis: str
    kept: str
    columns: Mapping[str, Column]
    person: str = ""
    root: str = ""
    recipient: str = ""
    find: Find | None = None
    contact: Any = None
    also: tuple[str, ...] = ()
    follow_up: FollowUp | None = None

    @property
    def is_deleted(self) -> bool:
        return any(column.end == End.DELETE for column in self.columns.values())

    def purposes(self) -> set[str]:
        return {column.purpose or self.purpose for column in self.columns.values()}

    def bases(self) -> set[str]:
        return {column.basis or self.basis for column in self.columns.values()}

    def of(self, persons: tuple[UUID, ...]) -> Q | None:
        """Rows about these people; None where the table is about no newcomer."""
        if self.find:
            return self.find(persons)
        return Q(**{f"{self.person}__in": persons}) if self.person else None


@dataclass(frozen=True, kw_only=True)
class Ending:
    """How the rows of a class of retention end. `started` annotates rows of `model` with `started` (when the period
    begins to run; null: not yet) and, where the class has a longest period, `collected`.

    `unreferenced`: only when no other row needs them · `waits`: open follow-ups of the person (`person`: lookup to
    their id) hold it up · `empties`: the row stays, because others point to it, without what the tables of this class
    say of it · `held`: which rows a legal hold covers where no column leads to the person.
    """

    kept: str
    model: type[Model]
    started: Callable[[QuerySet[Any]], QuerySet[Any]]
    person: str = ""
    unreferenced: bool = False
    waits: bool = False
    empties: str = ""
    held: Callable[[], Q] | None = None


@dataclass
class _Register:
    tables: dict[str, Table] = field(default_factory=dict)
    impersonal: dict[str, str] = field(default_factory=dict)
    endings: dict[str, Ending] = field(default_factory=dict)
    found: bool = False


_register = _Register()


def personal(what: type[Model] | str, *, columns: Mapping[str, Column], **said: Any) -> None:
    """Declare a table with personal data, by its model, or by its name where it has none. A key of `columns` may name
    several, with spaces between. Once a table."""
    name = what if isinstance(what, str) else what._meta.db_table
    single = {column: kind for names, kind in columns.items() for column in names.split()}
    table = Table(name=name, model=None if isinstance(what, str) else what, columns=single, **said)
    if table.is_deleted and any(column.end != End.DELETE for column in single.values()):
        raise ValueError(f"{name}: a row is deleted wholly, or stays with every column said")
    _refuse_twice(name)
    _register.tables[name] = table


def impersonal(why: str, names: Iterable[str]) -> None:
    """Declare tables that hold nothing about a person."""
    for name in names:
        _refuse_twice(name)
        _register.impersonal[name] = why


def _refuse_twice(name: str) -> None:
    if name in _register.tables or name in _register.impersonal:
        raise ValueError(f"{name} is declared twice")


def ending(one: Ending) -> None:
    """Declare how a class ends. Once a class."""
    if one.kept in _register.endings:
        raise ValueError(f"{one.kept} has an ending already")
    _register.endings[one.kept] = one


def declared() -> None:
    """Find the declarations of all parts, once."""
    if not _register.found:
        _register.found = True
        autodiscover_modules("personal")


def tables() -> dict[str, Table]:
    """By name."""
    declared()
    return dict(_register.tables)


def impersonal_tables() -> dict[str, str]:
    """Name -> why."""
    declared()
    return dict(_register.impersonal)


def endings() -> list[Ending]:
    """In the order they are carried out: who ends only when nothing else needs them comes last."""
    declared()
    return sorted(_register.endings.values(), key=lambda ending: ending.unreferenced)


def tables_of(kept: str) -> list[Table]:
    """The tables that end with a class; those that hang on others first."""
    return sorted((table for table in tables().values() if table.kept == kept), key=lambda table: not table.root)
