"""What parts declare: guarded tables with a policy for each role and command, and functions the policies use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.db import models
from django.utils.module_loading import autodiscover_modules

WEB: Final = "eindach_web"
APP: Final = "eindach_app"
KEEPER: Final = "eindach_keeper"
COMMANDS: Final = ("SELECT", "INSERT", "UPDATE", "DELETE")
ALL_ROWS: Final = dict.fromkeys(COMMANDS, "true")


@dataclass(frozen=True)
class Guard:
    """A table under row-level security: role -> command -> condition in SQL. What is missing is refused."""

    table: str
    policies: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Function:
    """A set of rows that policies ask for. `body` gives SQL when it is written; it works with the caller's rights.
    `marked`: a policy can know that it is asked by this function (settings.asked_by)."""

    name: str
    returns: str
    body: Callable[[], str]
    marked: bool = False


@dataclass
class _Register:
    guards: dict[str, Guard] = field(default_factory=dict)
    functions: dict[str, Function] = field(default_factory=dict)
    found: bool = False


_register = _Register()


def guard(
    model: type[models.Model],
    *,
    web: Mapping[str, str] | None = None,
    app: Mapping[str, str] | None = None,
    keeper: Mapping[str, str] | None = None,
) -> None:
    """Guard a model's table: what public pages and jobs (`web`), whoever acts for somebody (`app`) and whoever keeps
    the periods of retention (`keeper`, everything unless said) may do to which rows."""
    table = model._meta.db_table
    given = {WEB: web or {}, APP: app or {}, KEEPER: ALL_ROWS if keeper is None else keeper}
    unknown = {command for commands in given.values() for command in commands} - set(COMMANDS)
    if unknown or table in _register.guards:
        raise ValueError(f"{table}: declared twice, or with unknown commands {sorted(unknown)}")
    _register.guards[table] = Guard(table, given)


def own_function(name: str, returns: str, *, marked: bool = False) -> Callable[[Callable[[], str]], Callable[[], str]]:
    """Declare a function of policies; what is decorated gives its SQL. Functions may use each other."""

    def declare(body: Callable[[], str]) -> Callable[[], str]:
        _register.functions[name] = Function(name, returns, body, marked)
        return body

    return declare


def declared() -> None:
    """Find the declarations of all parts, once."""
    if not _register.found:
        _register.found = True
        autodiscover_modules("guards")


def guards() -> list[Guard]:
    declared()
    return [_register.guards[table] for table in sorted(_register.guards)]


def functions() -> list[Function]:
    declared()
    return [_register.functions[name] for name in sorted(_register.functions)]
