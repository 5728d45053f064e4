"""Jobs of this part. Each is a thin edge: it asks the clock."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from eindach.accounts.acting import keeping
from eindach.consent.models import Consent

from .helping import ending, letters
from .models import Referral

AGAIN = RetryStrategy(max_attempts=6, exponential_wait=6)


@app.task(retry=AGAIN)
def ask_by_letter(consent_id: str) -> None:
    """Running it twice writes one letter."""
    letters.ask(Consent(pk=consent_id), now=timezone.now())


@app.task(retry=AGAIN)
def tell_office(referral_id: str, again: bool) -> None:
    """Running it twice writes one letter each."""
    letters.office(Referral(pk=referral_id), again=again, now=timezone.now())


@app.task(retry=AGAIN)
def tell_person(referral_id: str, news: str) -> None:
    """Running it twice writes one letter."""
    now = timezone.now()
    with keeping(now=now):
        row = Referral.objects.filter(pk=referral_id).first()
    if row:
        letters.news(row, news=news, now=now)


@app.periodic(cron="20 6 * * *")
@app.task(queueing_lock="referrals nobody has answered")
def end_unanswered_referrals(timestamp: int) -> None:
    """Remind, and end (helping/ending.py)."""
    ending.unanswered(now=timezone.now())
