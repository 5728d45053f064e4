"""The settings of `acting`, as they are read in SQL."""


def setting(name: str, of: str = "text") -> str:
    """One setting as a value of the type, NULL when it is not set; in a sub-select, so that it is read once a query."""
    return f"(SELECT nullif(current_setting('eindach.{name}', true), '')::{of})"


def is_staff(*roles: str) -> str:
    """Staff acts, in one of these roles (any without)."""
    of_role = f" AND {setting('role')} IN ({', '.join(repr(str(role)) for role in roles)})" if roles else ""
    return f"({setting('kind')} = 'staff'{of_role})"


def is_own(column: str) -> str:
    """The row is about the person at their own door."""
    return (
        f"({setting('kind')} = 'person' AND {column} = ANY "
        "(string_to_array(nullif(current_setting('eindach.persons', true), ''), ',')::uuid[]))"
    )


def asked_by(function: str) -> str:
    """This is asked from inside a function of policies that is `marked` (declared.own_function)."""
    return f"((SELECT current_setting('search_path')) = 'public, pg_temp, {function}')"


NOW = "(SELECT coalesce(nullif(current_setting('eindach.now', true), '')::timestamptz, now()))"
ORGANIZATION = setting("organization", "uuid")
USER = setting("user", "uuid")
