"""Write what is declared into the database, in one transaction; nothing happens when it is there already."""

import hashlib
from typing import Any

from django.db import connection, transaction

from . import conditions, privileges
from .declared import APP, COMMANDS, KEEPER, WEB, Function, Guard, functions, guards

ROLES = (WEB, APP, KEEPER)
LOCK = 4_711_001
MARK = "eindach row security "


def write() -> bool:
    """Functions, policies and privileges. True when something had to be written. Runs as the owner of the tables."""
    statements = wanted()
    digest = hashlib.sha256("\n".join(statements).encode()).hexdigest()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        _make_roles(cursor)
        if _is_marked(cursor, digest):
            return False
        cursor.execute("SET LOCAL check_function_bodies = off")  # they use each other
        for statement in statements:
            cursor.execute(statement)
        for (table, name), said in conditions.digests(cursor).items():
            cursor.execute(f"COMMENT ON POLICY {name} ON {table} IS '{said}'")
        cursor.execute(f"COMMENT ON SCHEMA public IS '{MARK}{digest}'")
    return True


def wanted() -> list[str]:
    """All statements, in order."""
    return [*_functions(), *_privileges(), *(one for guard in guards() for one in _of_table(guard))]


def _make_roles(cursor: Any) -> None:
    """Our embedded server has them from the start. On a real one they are made by whoever may; if we may not, the error
    names the role, and docs/operations.md has the statements for an administrator."""
    cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [list(ROLES)])
    there = {row[0] for row in cursor.fetchall()}
    for role in ROLES:
        if role not in there:
            cursor.execute(f"CREATE ROLE {role} NOLOGIN NOINHERIT")
    if set(ROLES) - there:
        cursor.execute(f"GRANT {APP}, {KEEPER} TO {WEB}")
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            cursor.execute(f"GRANT {WEB} TO CURRENT_USER")


def _is_marked(cursor: Any, digest: str) -> bool:
    cursor.execute("SELECT obj_description('public'::regnamespace, 'pg_namespace')")
    is_ours = cursor.fetchone()[0] == MARK + digest and _all_guarded(cursor)
    return bool(is_ours and not conditions.bent(cursor) and not privileges.bent(cursor))


def _all_guarded(cursor: Any) -> bool:
    """A table made anew (a restored backup) has lost its policies though the mark may be there."""
    tables = [guard.table for guard in guards()]
    cursor.execute("SELECT count(*) FROM pg_class WHERE relname = ANY(%s) AND relforcerowsecurity", [tables])
    return bool(cursor.fetchone()[0] == len(tables))


def _functions() -> list[str]:
    return [
        f"CREATE OR REPLACE FUNCTION {one.name}() RETURNS {one.returns} LANGUAGE sql STABLE "
        f"SET search_path = public, pg_temp{_mark(one)} AS $sql${one.body()}$sql$"
        for one in functions()
    ]


def _mark(function: Function) -> str:
    """A schema that does not exist at the end of its path. A setting of our own would say it better, but only a
    superuser may bind one to a function (PostgreSQL 15 and later), and the owner of our tables is none."""
    return f", {function.name}" if function.marked else ""


def _privileges() -> list[str]:
    """Everything that is not guarded is the program's to read and write; what is guarded, as far as a policy says."""
    roles = ", ".join(ROLES)
    open_tables = f"""
    DO $do$ DECLARE one text; BEGIN
      FOR one IN SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'public'
                 AND tablename <> ALL (ARRAY[{", ".join(repr(guard.table) for guard in guards())}]::text[])
                 AND tablename NOT IN ('consent_audithead', 'django_migrations') LOOP
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE %s TO {WEB}, {KEEPER}', one);
      END LOOP;
    END $do$"""
    return [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {roles}",
        f"GRANT USAGE ON SCHEMA public TO {roles}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {roles}",
        open_tables.strip(),
        f"GRANT SELECT ON django_migrations TO {roles}",
        f"GRANT SELECT ON consent_audithead TO {KEEPER}",  # to seal the trail, and to verify it
        *_of_app(),
    ]


READ_BY_APP = (
    "directory_", "guide_matter", "guide_municipality", "guide_step", "guide_topic",
    "booking_counter", "booking_calendar", "booking_opening",
    "django_content_type", "consent_legalbasis", "consent_consenttext",
)  # fmt: skip


DEFER = (
    f"GRANT INSERT ON procrastinate_jobs, procrastinate_events TO {APP}",  # the events by a trigger
    f"GRANT SELECT (id) ON procrastinate_jobs TO {APP}",
)
"""What deferring a job takes. Jobs name whom they are about: what is in them is the worker's to read."""


def _of_app() -> list[str]:
    """Whoever acts for somebody reads what is public anyway, defers jobs, and nothing else that is not guarded."""
    shown = " OR ".join(f"tablename LIKE '{start.replace('_', chr(92) + '_')}%'" for start in READ_BY_APP)
    guarded = ", ".join(repr(guard.table) for guard in guards())
    reads = f"""
    DO $do$ DECLARE one text; BEGIN
      FOR one IN SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'public'
                 AND ({shown}) AND tablename <> ALL (ARRAY[{guarded}]::text[]) LOOP
        EXECUTE format('GRANT SELECT ON TABLE %s TO {APP}', one);
      END LOOP;
    END $do$"""
    return [reads.strip(), *DEFER]


def _of_table(guard: Guard) -> list[str]:
    table = guard.table
    drop = f"""
    DO $do$ DECLARE one text; BEGIN
      FOR one IN SELECT polname FROM pg_policy WHERE polrelid = '{table}'::regclass LOOP
        EXECUTE format('DROP POLICY %I ON {table}', one);
      END LOOP;
    END $do$"""
    made = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        drop.strip(),
    ]
    for role, said in guard.policies.items():
        for command in COMMANDS:
            if condition := said.get(command):
                made.append(_policy(table, role, command, condition))
                made.append(f"GRANT {command} ON {table} TO {role}")
    return made


def _policy(table: str, role: str, command: str, condition: str) -> str:
    clauses = {
        "SELECT": f"USING ({condition})",
        "DELETE": f"USING ({condition})",
        "INSERT": f"WITH CHECK ({condition})",
        "UPDATE": f"USING ({condition}) WITH CHECK ({condition})",
    }
    return f"CREATE POLICY {conditions.name_of(role, command)} ON {table} FOR {command} TO {role} {clauses[command]}"
