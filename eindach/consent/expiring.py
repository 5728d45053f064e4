"""Expiring: a consent ends by itself, when its time or what it was asked for is over. Of the first its state says so
from the very moment; this writes it down for the record."""

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, Subquery

from eindach.accounts.acting import keeping

from . import telling, trail
from .events import said
from .models import Consent, ConsentEvent, Grant

State = Consent.State
AT_ONCE = 100


def expire_due(*, now: datetime) -> int:
    """Write "expired" for every consent asked or given whose time is over, and end its grants. Returns how many. As the
    keeper, a hundred a transaction; whoever is quicker (a withdrawal) is let go first and then left alone."""
    done = 0
    while found := _some(now):
        done += found
    return done


def lapse(consent_id: UUID, *, now: datetime) -> None:
    """What it was asked for is over: asked or given, it ends now. Otherwise nothing changes."""
    with keeping(now=now):
        _expire(Consent.objects.select_related("text").get(pk=consent_id), now)
    telling.changed()


def lock(consent_id: UUID) -> None:
    """Until the transaction ends nobody else says a word about this consent."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT consent_lock(%s)", [consent_id])


def _some(now: datetime) -> int:
    last = ConsentEvent.objects.filter(consent=OuterRef("pk")).order_by("-pk").values("kind")[:1]
    with keeping(now=now), trail.together():
        due = Consent.objects.filter(expires_at__lte=now).annotate(last=Subquery(last))
        some = list(due.filter(last__in=(State.ASKED, State.GIVEN)).select_related("text").order_by("pk")[:AT_ONCE])
        for consent in some:
            _expire(consent, now)
    return len(some)


def _expire(consent: Consent, now: datetime) -> None:
    lock(consent.pk)
    last = consent.events.order_by("-pk").values_list("kind", flat=True).first()
    if last not in (State.ASKED, State.GIVEN):
        return
    ConsentEvent.objects.create(
        consent=consent, kind=State.EXPIRED, at=now, channel=ConsentEvent.Channel.PROGRAM,
        language=consent.text.language,
    )  # fmt: skip
    Grant.objects.filter(consent=consent, ended_at=None).update(ended_at=min(now, consent.expires_at))
    trail.record(
        act="expire-consent", kind="consent", person=consent.person_id, object=consent.pk,
        basis=f"consent:{consent.pk}", fields=consent.categories, now=now,
    )  # fmt: skip
    said.send(sender=Consent, consent=consent, kind=State.EXPIRED, now=now)
