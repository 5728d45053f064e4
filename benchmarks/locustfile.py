"""What locust runs: requests from a file, as arrivals that wait for nobody, or as many at once as are answered.

`LOAD_PLAN` names a JSON file: path, bodies, and (arrivals) when each is sent, in seconds from the start, or (at once)
for how long. Each answer goes to `LOAD_RESULT`, one JSON line: [sent, seconds, status]; `seconds` counts from when the
request was due, so a server that falls behind cannot hide it.
"""

import itertools
import json
import os
import time
from pathlib import Path

import gevent
from locust import FastHttpUser, constant, events, task
from locust.exception import StopUser

PLAN = json.loads(Path(os.environ["LOAD_PLAN"]).read_text())
NUMBERS = itertools.count()
ANSWERS: list[tuple[float, float, int]] = []
BEGUN = time.perf_counter()


@events.quitting.add_listener
def _write(**_: object) -> None:
    Path(os.environ["LOAD_RESULT"]).write_text("\n".join(map(json.dumps, ANSWERS)))


class _Client(FastHttpUser):
    abstract = True
    wait_time = constant(0)
    concurrency = 400
    network_timeout = connection_timeout = 30.0

    def post(self, number: int, due: float) -> None:
        headers = {"Idempotency-Key": f"{PLAN['key']}-{number}"} if PLAN.get("key") else {}
        with self.client.post(
            PLAN["path"], json=PLAN["bodies"][number % len(PLAN["bodies"])], headers=headers, catch_response=True
        ) as answer:
            answer.content  # noqa: B018 - read whole
            ANSWERS.append((due - BEGUN, time.perf_counter() - due, answer.status_code))
            answer.success()

    def end(self) -> None:
        # Not from this greenlet: the runner waits for all users, so for this one too.
        gevent.spawn(self.environment.runner.quit)
        raise StopUser


class Arrivals(_Client):
    """One locust user sends all, each in a greenlet of its own at its moment."""

    fixed_count = 1

    @task
    def stream(self) -> None:
        begun = time.perf_counter()
        under_way = []
        for number, moment in enumerate(PLAN["moments"]):
            due = begun + moment
            gevent.sleep(max(0.0, due - time.perf_counter()))
            under_way.append(gevent.spawn(self.post, number, due))
        gevent.joinall(under_way)
        self.end()


class AtOnce(_Client):
    """Each user sends the next body as soon as its last one was answered."""

    @task
    def next(self) -> None:
        number = next(NUMBERS)
        if number >= PLAN["most"] or time.perf_counter() - BEGUN > PLAN["seconds"]:
            self.end()
        self.post(number, time.perf_counter())
