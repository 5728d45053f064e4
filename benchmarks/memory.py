"""Memory and processor time of the site, from /proc. PSS shares what processes have in common: a sum counts it once."""

import os
from collections.abc import Iterable
from pathlib import Path

from benchmarks.stage import Site
from benchmarks.table import Row
from eindach.config import embedded


def rows(server: embedded.Server, site: Site) -> list[Row]:
    """After the load: the largest web process, and everything the demo runs. MB are 10^6 bytes."""
    tree = descendants(site.process)
    web = [pid for pid in tree if "wsgi" in _command(pid)]
    database = int((server.place.cluster / "postmaster.pid").read_text().split("\n", 1)[0])
    parts = {"site": _sum(tree, "Pss"), "database": _sum(descendants(database), "Pss")}
    said = ", ".join(f"{name} {size:.0f}" for name, size in parts.items())
    return [
        Row("memory of a web process (RSS)", max(_size(pid, "Rss") for pid in web), "MB", 200),
        Row("memory of everything (PSS)", sum(parts.values()), "MB", 800, remark=f"{said}; {len(tree)} processes"),
    ]


def descendants(process: int) -> list[int]:
    """The process and all below it."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, IndexError):
            continue
    found = [process]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def seconds_of(process: int, kind: str) -> float:
    """Processor time so far of what runs below it and has this word in its command ("asgi")."""
    ticks = 0
    for one in descendants(process):
        if kind in _command(one):
            fields = Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _sum(processes: Iterable[int], measure: str) -> float:
    return sum(_size(process, measure) for process in processes)


def _size(process: int, measure: str) -> float:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith(f"{measure}:")) * 1024 / 1e6


def _command(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""
