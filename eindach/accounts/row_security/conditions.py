"""What a policy says, and what a function of policies does: compared with what is declared.

PostgreSQL keeps a condition parsed, and gives it back in words of its own: those cannot be compared with ours. So
`migrate` writes beside each policy (COMMENT ON POLICY) a digest over the condition as it is declared and over what the
server gave back for it just then. Whoever changes one of them by hand changes the digest; `migrate` mends it. A body
of a function is kept as it was written, and compared itself.
"""

import hashlib
from typing import Any, Final

from .declared import COMMANDS, functions, guards

STANDING: Final = """
SELECT c.relname, p.polname, p.polpermissive, pg_get_expr(p.polqual, p.polrelid),
       pg_get_expr(p.polwithcheck, p.polrelid), obj_description(p.oid, 'pg_policy')
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE c.relname = ANY(%s)
"""
BODIES: Final = """
SELECT proname, prosrc, prosecdef FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname = ANY(%s)
"""
Place = tuple[str, str]
"""Table and policy."""


def name_of(role: str, command: str) -> str:
    """web_select"""
    return f"{role.removeprefix('eindach_')}_{command.lower()}"


def digests(cursor: Any) -> dict[Place, str]:
    """Of each policy that stands and is declared: what its comment must be."""
    return {place: _digest(*said) for place, (said, _comment) in _standing(cursor).items()}


def bent(cursor: Any) -> list[str]:
    """Sentences, one a policy or function that is not what was declared when it was written."""
    policies = [place for place, (said, comment) in _standing(cursor).items() if comment != _digest(*said)]
    wanted = {one.name: one.body() for one in functions()}
    cursor.execute(BODIES, [list(wanted)])
    there = {name: (body, is_definer) for name, body, is_definer in cursor.fetchall()}
    return [
        *(f"{table}: the condition of the policy {name} was changed." for table, name in sorted(policies)),
        *(f"The function {name} was changed." for name in sorted(wanted) if there.get(name) != (wanted[name], False)),
    ]


def _standing(cursor: Any) -> dict[Place, tuple[tuple[object, ...], str | None]]:
    declared = {
        (guard.table, name_of(role, command)): conditions[command]
        for guard in guards()
        for role, conditions in guard.policies.items()
        for command in COMMANDS
        if command in conditions
    }
    cursor.execute(STANDING, [sorted({table for table, _name in declared})])
    return {
        (table, name): ((declared[table, name], *said), comment)
        for table, name, *said, comment in cursor.fetchall()
        if (table, name) in declared
    }


def _digest(*said: object) -> str:
    return hashlib.sha256(repr(said).encode()).hexdigest()
