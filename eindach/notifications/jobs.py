"""Jobs of this part (procrastinate finds them by the name of this module). Each is a thin edge: it asks the clock."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job, Status

from . import operations, sending
from .models import Message

LONGEST_WAIT_SECONDS = 3600
HEARTBEAT_MISSED_SECONDS = 60
FINISHED_JOBS_KEPT_HOURS = 7 * 24


class BackOff(BaseRetryStrategy):
    """30 s, 1, 2, 4 … minutes, then every hour, while the server is away; `sending.send` gives up after a day."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if not isinstance(exception, sending.ServerAway):
            return None
        return RetryDecision(retry_in={"seconds": min(30 * 2**job.attempts, LONGEST_WAIT_SECONDS)})


@app.task(retry=BackOff())
def send_message(message_id: str) -> None:
    """Send one message; see sending.send."""
    sending.send(UUID(message_id), now=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="post waiting messages")
def post_waiting_messages(timestamp: int) -> None:
    """Messages without a job that are still worth sending: written before a mail server or a gateway was set up, or
    their job was lost."""
    worth = Q(pk__in=[])
    for channel, tried_for in sending.TRIED_FOR.items():
        if sending.is_set_up(channel):
            worth |= Q(channel=channel, written_at__gte=timezone.now() - tried_for)
    waiting = Message.objects.filter(worth, sent_at=None, given_up_at=None, emptied_at=None)
    jobs = ProcrastinateJob.objects.filter(task_name=send_message.name, status__in=("todo", "doing"))
    has_job = {UUID(message_id) for message_id in jobs.values_list("args__message_id", flat=True)}
    for message in waiting.exclude(pk__in=has_job).only("pk"):
        operations.post(message)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="give back stalled jobs", pass_context=True)
async def give_back_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """A worker that was killed leaves its job "doing" for ever; its missing heartbeat tells. Such jobs run again."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=HEARTBEAT_MISSED_SECONDS):
        try:
            await manager.retry_job(job)
        except UniqueViolation:  # a periodic job: the next one of its kind waits already
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)


@app.periodic(cron="20 3 * * *")
@app.task(queueing_lock="purge messages")
def purge_messages(timestamp: int) -> None:
    """The content of old messages (settings.MAIL_KEPT_DAYS)."""
    operations.purge(now=timezone.now(), kept=timedelta(days=settings.MAIL_KEPT_DAYS))


@app.periodic(cron="40 3 * * *")
@app.task(queueing_lock="remove finished jobs", pass_context=True)
async def remove_finished_jobs(context: JobContext, timestamp: int) -> None:
    """Jobs that ended a week ago, failed ones too: their arguments name messages and itineraries."""
    await context.app.job_manager.delete_old_jobs(nb_hours=FINISHED_JOBS_KEPT_HOURS, include_failed=True)
