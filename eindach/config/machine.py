"""Connections that leave this machine are encrypted, with a certificate that is checked."""

import os
from ipaddress import ip_address


def is_here(host: str) -> bool:
    """An empty host, the folder of a unix socket, this machine's own name or a loopback address."""
    if not host or host.startswith("/") or host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def encrypt_database(host: str) -> None:
    """libpq's own words, so that pool, worker and live events hear the same. What the operator has said stays, in the
    environment as in the address (`?sslmode=…&sslrootcert=…`)."""
    if not is_here(host) and "PGSSLMODE" not in os.environ:
        os.environ["PGSSLMODE"] = "verify-full"
        os.environ.setdefault("PGSSLROOTCERT", "system")
