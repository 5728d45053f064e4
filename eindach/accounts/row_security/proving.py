"""Is row-level security what it is declared to be, on this very connection? Asked at every start and by the doctor."""

from typing import Any

from django.db import connection

from . import conditions, privileges
from .declared import COMMANDS, guards

ATTRIBUTES = "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND (rolsuper OR rolbypassrls)"
MISSING = "SELECT name FROM unnest(%s::text[]) AS name WHERE name NOT IN (SELECT rolname FROM pg_roles)"
OWNED = "SELECT relname FROM pg_class JOIN pg_roles r ON r.oid = relowner WHERE relname = ANY(%s) AND rolname = ANY(%s)"
UNFORCED = "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND NOT (relrowsecurity AND relforcerowsecurity)"
POLICIES = """
SELECT c.relname, r.rolname, p.polcmd FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
LEFT JOIN LATERAL unnest(p.polroles) AS role(oid) ON true LEFT JOIN pg_roles r ON r.oid = role.oid
WHERE c.relname = ANY(%s)
"""
LEAKING_VIEWS = """
SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace
AND NOT coalesce(reloptions::text LIKE '%security_invoker=true%', false)
"""
DEFINERS = """
SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace
AND NOT coalesce(array_to_string(proconfig, ',') LIKE '%search_path%', false)
"""
LETTERS = {"r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE", "*": "ALL"}


def faults(*, of_this_connection: bool = True) -> list[str]:
    """Sentences, one a fault; none means that the third layer holds. `of_this_connection`: also that we ourselves are
    not somebody whom it does not bind."""
    with connection.cursor() as cursor:
        said = [*_roles(cursor), *_tables(cursor), *conditions.bent(cursor), *privileges.bent(cursor)]
        said += privileges.silent(cursor)
        return said + (_ourselves(cursor) if of_this_connection else [])


def _roles(cursor: Any) -> list[str]:
    from .writing import ROLES

    tables = [guard.table for guard in guards()]
    return [
        *(f"The role {name} is missing." for name in _asked(cursor, MISSING, list(ROLES))),
        *(f"The role {name} may pass by row-level security." for name in _asked(cursor, ATTRIBUTES, list(ROLES))),
        *(f"The table {name} belongs to a role of the program." for name in _asked(cursor, OWNED, tables, list(ROLES))),
        *(f"The view {name} shows rows with its owner's rights." for name in _asked(cursor, LEAKING_VIEWS)),
        *(f"The function {name} runs with its owner's rights on any search_path." for name in _asked(cursor, DEFINERS)),
    ]


def _tables(cursor: Any) -> list[str]:
    tables = [guard.table for guard in guards()]
    said = [f"Row-level security is not forced on {name}." for name in _asked(cursor, UNFORCED, tables)]
    cursor.execute(POLICIES, [tables])
    there = {(table, role or "PUBLIC", LETTERS[command]) for table, role, command in cursor.fetchall()}
    wanted = {
        (guard.table, role, command)
        for guard in guards()
        for role, conditions in guard.policies.items()
        for command in COMMANDS
        if command in conditions
    }
    said += [f"{table}: no policy for {command} by {role}." for table, role, command in sorted(wanted - there)]
    said += [
        f"{table}: a policy nobody declared, {command} by {role}." for table, role, command in sorted(there - wanted)
    ]
    return said


def _ourselves(cursor: Any) -> list[str]:
    cursor.execute("SELECT current_user, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
    name, above = cursor.fetchone()
    if above:
        return [f"The program works as {name}, whom row-level security does not bind."]
    tables = [guard.table for guard in guards()]
    if owned := _asked(cursor, OWNED, tables, [name]):
        return [f"The program works as {name}, who owns {', '.join(owned)}."]
    return []


def _asked(cursor: Any, question: str, *values: object) -> list[str]:
    cursor.execute(question, values or None)
    return [row[0] for row in cursor.fetchall()]
