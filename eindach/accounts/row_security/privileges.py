"""Rights on guarded tables, and the triggers of all tables: neither more nor less than was written."""

from typing import Any, Final

from .declared import COMMANDS, guards

GRANTED: Final = """
SELECT c.relname, r.rolname, a.privilege_type FROM pg_class c
CROSS JOIN LATERAL aclexplode(c.relacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee
WHERE c.relname = ANY(%s) AND c.relnamespace = 'public'::regnamespace AND (r.rolname = ANY(%s) OR a.grantee = 0)
"""
# The queue's own notice is switched off by a migration of ours (docs/decisions/0008): we tell after the commit.
SILENT: Final = r"""
SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace = 'public'::regnamespace AND t.tgenabled = 'D'
AND c.relname NOT LIKE 'procrastinate\_%' ORDER BY 1, 2
"""


def bent(cursor: Any) -> list[str]:
    """Sentences, one a right on a guarded table that nobody declared, or that is missing; `migrate` mends them."""
    from .writing import ROLES

    cursor.execute(GRANTED, [[guard.table for guard in guards()], list(ROLES)])
    there = {(table, role or "PUBLIC", right) for table, role, right in cursor.fetchall()}
    wanted = {
        (guard.table, role, command)
        for guard in guards()
        for role, conditions in guard.policies.items()
        for command in COMMANDS
        if conditions.get(command)
    }
    return [
        *(f"{table}: {role} may {right}, which nobody declared." for table, role, right in sorted(there - wanted)),
        *(f"{table}: {role} may not {right}, though declared." for table, role, right in sorted(wanted - there)),
    ]


def silent(cursor: Any) -> list[str]:
    """Sentences, one a trigger somebody has switched off: it is for who did to say why, and to switch it on."""
    cursor.execute(SILENT)
    return [f"{table}: the trigger {name} is switched off." for table, name in cursor.fetchall()]
