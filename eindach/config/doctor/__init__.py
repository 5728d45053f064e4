"""`eindach doctor`: what is wrong, in plain words, and how to mend it. It changes nothing."""

import argparse
from collections.abc import Iterator

from eindach.config import embedded
from eindach.config.doctor.content import content_findings
from eindach.config.doctor.finding import Finding, Level
from eindach.config.doctor.machine import machine_findings
from eindach.config.doctor.server import server_findings

__all__ = ["Finding", "Level", "examine", "run"]


def run(options: argparse.Namespace) -> int:
    """Print every finding; 1 when something is broken."""
    print(f"Eindach doctor. Data folder: {embedded.default_data()}")
    broken = 0
    for finding in examine(options.host, options.port):
        broken += finding.level is Level.BROKEN
        print(finding, flush=True)
    print({0: "Nothing is broken.", 1: "One thing is broken."}.get(broken, f"{broken} things are broken."))
    return 1 if broken else 0


def examine(host: str, port: int) -> Iterator[Finding]:
    """First the machine, then the database server, then (only where one answers) what it holds."""
    yield from machine_findings(host, port)
    with server_findings() as (findings, connection):
        yield from findings
        if connection is not None:
            yield from content_findings()
