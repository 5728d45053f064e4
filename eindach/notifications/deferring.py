"""Deferring a job in the caller's transaction, from a page as well as from inside another job."""

import json
from datetime import datetime
from typing import Any

from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import JobDeferrer
from procrastinate.manager import JobManager

from .telling import tell_after_commit

WORKERS = "procrastinate_any_queue_v1"


def defer(task: Any, *, queueing_lock: str | None = None, at: datetime | None = None, **arguments: Any) -> int:
    """Defer a procrastinate task through Django's own connection: a rollback takes the job back. Returns its id.

    `task.defer` would do so too in a web process, but inside a worker the app has the worker's connector: the job
    would be committed at once, and could run before the rows it is about exist.
    Raises procrastinate's AlreadyEnqueued when a job with this queueing lock waits already.
    """
    options: dict[str, Any] = {"queueing_lock": queueing_lock} if queueing_lock else {}
    if at is not None:
        options["schedule_at"] = at
    prepared = task.configure(**options)
    deferrer = JobDeferrer(job_manager=JobManager(connector=DjangoConnector()), job=prepared.job)
    job_id = deferrer.defer(**arguments)
    # What procrastinate's own trigger would say inside the transaction (switched off, migration 0003).
    tell_after_commit(WORKERS, json.dumps({"type": "job_inserted", "job_id": job_id}))
    return job_id
