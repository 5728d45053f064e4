"""The same rows by pgbench: what the database could take if there were no program in front of it."""

import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from django.db import connection, transaction

from benchmarks import stage
from benchmarks.offers import Spot
from eindach.config import embedded

SCRIPT = Path(__file__).with_name("pgbench.sql")
CLIENTS = 8


def bookings_per_second(server: embedded.Server, trips: Sequence[tuple[Spot, ...]]) -> float:
    """Book each of these trips once, eight clients at a time."""
    with stage.as_superuser():
        _lay_out(trips)
    address = server.settings() | {"USER": "postgres"}
    environment = os.environ | {"PGHOST": address["HOST"], "PGPORT": address["PORT"], "PGUSER": address["USER"]}
    each = len(trips) // CLIENTS
    command = [server.binaries / "pgbench", "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-t", str(each)]
    done = subprocess.run(
        [*command, "-f", str(SCRIPT), address["NAME"]],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    failed = re.search(r"number of failed transactions: (\d+)", done.stdout)
    if done.returncode or not found or (failed and int(failed[1])):
        raise RuntimeError(f"pgbench: {done.stdout}{done.stderr}"[-2000:])
    return float(found[1])


def _lay_out(trips: Sequence[tuple[Spot, ...]]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS benchmark_spot; DROP SEQUENCE IF EXISTS benchmark_trip")
        cursor.execute("CREATE SEQUENCE benchmark_trip CACHE 20")
        cursor.execute(
            "CREATE UNLOGGED TABLE benchmark_spot"
            " (trip bigint, calendar_id bigint, matter_id bigint, service_id uuid, during tstzrange)"
        )
        with cursor.copy("COPY benchmark_spot FROM STDIN") as copy:
            for number, trip in enumerate(trips, start=1):
                for one in trip:
                    during = f"[{one.start.isoformat()},{one.end.isoformat()})"
                    copy.write_row((number, one.calendar, one.matter, one.service, during))
        cursor.execute("CREATE INDEX ON benchmark_spot (trip)")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE benchmark_spot")
