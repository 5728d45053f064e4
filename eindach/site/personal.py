"""Personal columns of what belongs to no part: sessions, and jobs of the queue."""

from django.contrib.sessions.models import Session
from procrastinate.contrib.django.models import ProcrastinateJob

from eindach.accounts.personal import SAFETY, TASK
from eindach.accounts.registry.declared import INNER, impersonal, personal

impersonal(
    "what a region says about barriers on its pages, and its videos",
    ["site_accessibilitystatement", "site_barrier", "site_video"],
)
personal(
    Session,
    purpose="appointments",
    basis=TASK,
    kept="session",
    columns={"session_key session_data expire_date": INNER},
)
personal(
    ProcrastinateJob,
    purpose="operation",
    basis=SAFETY,
    kept="job",
    columns={
        "id queue_name task_name lock args status scheduled_at attempts queueing_lock priority": INNER,
        "abort_requested worker_id": INNER,
    },
)
