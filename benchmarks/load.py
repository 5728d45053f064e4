"""Load from outside by locust (headless, a process of its own) on a real server."""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Answers:
    """What came back: (sent at, seconds it took, HTTP status), in order of sending."""

    all: tuple[tuple[float, float, int], ...]

    def percentile_ms(self, share: float) -> float:
        """Of those after the first tenth, in which connections are opened and code is warmed up."""
        later = sorted(seconds for _sent, seconds, _status in self.all[len(self.all) // 10 :])
        return later[min(len(later) - 1, int(share * len(later)))] * 1000

    def per_second(self, status: int) -> float:
        """Answers of this status a second, from the first tenth of the time to the last request sent."""
        ends = sorted(sent + seconds for sent, seconds, got in self.all if got == status)
        if len(ends) < 20:
            return 0.0
        first, last = len(ends) // 10, len(ends) * 9 // 10
        return (last - first) / (ends[last] - ends[first])

    def others(self, status: int) -> dict[int, int]:
        """How many answers of which other status (0: no answer)."""
        return dict(Counter(got for _sent, _seconds, got in self.all if got != status))


def arrivals(
    site: str, path: str, bodies: Sequence[dict[str, Any]], *, rate: float, seconds: float, seed: int = 1
) -> Answers:
    """Requests at random moments (a Poisson stream of `rate` a second), whether answered or not."""
    random, moments, now = Random(seed), [], 0.0
    while (now := now + random.expovariate(rate)) < seconds:
        moments.append(now)
    return _run(site, {"path": path, "bodies": list(bodies), "moments": moments}, "Arrivals", 1)


def at_once(
    site: str,
    path: str,
    bodies: Sequence[dict[str, Any]],
    *,
    users: int,
    seconds: float,
    key: str = "",
    once: bool = False,
) -> Answers:
    """`users` clients, each with one request under way all the time; with `once` no body is sent twice."""
    most = len(bodies) if once else 10**9
    plan = {"path": path, "bodies": list(bodies), "seconds": seconds, "most": most, "key": key}
    return _run(site, plan, "AtOnce", users)


def _run(site: str, plan: dict[str, Any], kind: str, users: int) -> Answers:
    with tempfile.TemporaryDirectory(prefix="eindach-load-") as folder:
        said, heard = Path(folder) / "plan.json", Path(folder) / "answers.jsonl"
        said.write_text(json.dumps(plan))
        command = [
            sys.executable,
            "-m",
            "locust",
            "-f",
            str(HERE / "locustfile.py"),
            kind,
            "--headless",
            "--host",
            site,
        ]
        command += [
            "--users",
            str(users),
            "--spawn-rate",
            str(users),
            "--only-summary",
            "--loglevel",
            "ERROR",
            "--stop-timeout",
            "30",
        ]
        most = plan.get("seconds", 0) + max(plan.get("moments", [0])) + 60
        environment = os.environ | {"LOAD_PLAN": str(said), "LOAD_RESULT": str(heard), "XDG_RUNTIME_DIR": folder}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=most)
        if not heard.exists():
            raise RuntimeError(f"locust ended without a result: {done.stderr[-2000:]}")
        answers = sorted(tuple(json.loads(line)) for line in heard.read_text().splitlines())
    return Answers(tuple(answers))
