"""Jobs of this part. Each is a thin edge: it asks the clock."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from . import letters, resting
from .models import Enquiry, Entry

AGAIN = RetryStrategy(max_attempts=6, exponential_wait=6)


@app.task(retry=AGAIN)
def write_receipt(enquiry_id: int) -> None:
    """We have it; running it twice writes one mail."""
    if enquiry := Enquiry.objects.filter(pk=enquiry_id).first():
        letters.receipt(enquiry, now=timezone.now())


@app.task(retry=AGAIN)
def write_answer(entry_id: int) -> None:
    """The answer of a human, or that there is one; running it twice writes one mail."""
    if entry := Entry.objects.select_related("enquiry").filter(pk=entry_id).first():
        letters.answer(entry, now=timezone.now())


@app.periodic(cron="50 3 * * *")
@app.task(queueing_lock="close what rests")
def close_what_rests(timestamp: int) -> None:
    """Answered, and nothing more was heard (resting.py)."""
    resting.close_what_rests(now=timezone.now())
