"""The whole database as text: what is nowhere in it is gone."""

from django.db import connection

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"


def everything() -> dict[str, list[str]]:
    """Table -> its rows, each as PostgreSQL writes a row, sorted."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        tables = [name for (name,) in cursor.fetchall()]
        found = {}
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
            found[table] = [row for (row,) in cursor.fetchall()]
    return found


def where(word: str) -> list[str]:
    """The tables in which a word stands anywhere, also inside JSON or in bytes."""
    small = (word.casefold(), word.encode().hex())
    return [
        table for table, rows in everything().items() if any(form in row.casefold() for row in rows for form in small)
    ]
