"""Letters: one e-mail for each change of an itinerary, in the person's language.

The act's transaction only defers a job (a rollback takes it back); the job renders words, calendar file and PDF and
writes the message, once for each (kind, itinerary, sequence). Who gave only a phone number gets no mail.

The calendar file in a mail: an invitation (REQUEST) or withdrawal (CANCEL) is about one UID by RFC 5546, 3.2.2 and
3.2.5; mail programs show only the first of several and people would miss the others. So: one appointment: REQUEST,
also as an alternative part; several: PUBLISH, a file to open with all of them. Cancelled ones: CANCEL, each its file.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from eindach.booking import events
from eindach.booking.models import Appointment, Itinerary, Proposal
from eindach.booking.plans import Plan, Planned
from eindach.booking.queries import planned, proposed
from eindach.booking.recorded import ALL
from eindach.consent import trail
from eindach.directory.queries import region
from eindach.notifications import operations
from eindach.notifications.deferring import defer
from eindach.notifications.models import Message
from eindach.notifications.operations import File

from .calendar_file import Method, calendar_file
from .faults import NothingToCarry
from .letter_words import Change, words
from .pdf import confirmation_pdf, pdf_name
from .sheet import manage_url, sheet

SUPERSEDED = ("booked", "moved")
"""Letters that the next change makes untrue: if it was quicker than the job, its own letter says all."""
WITH_FILES = ("booked", "moved", "resend", "cancelled")


@dataclass(frozen=True)
class Occasion:
    """Why a letter is written. `sequence`: the itinerary's then; `gone`: ids of what was cancelled; `stamp` makes a
    letter that was asked for again another letter."""

    kind: str
    itinerary: Itinerary
    sequence: int
    proposal: Proposal | None = None
    gone: Sequence[int] = ()
    stamp: str = ""

    @property
    def key(self) -> str:
        about = self.proposal.pk if self.proposal else self.itinerary.pk
        return f"{self.kind} {about} {self.sequence} {self.stamp}".strip()


# --- in the transaction of the act -----------------------------------------------------------------------------------


def connect() -> None:
    """Listen to booking's events; called once, when the app is ready."""
    events.booked.connect(_on_booked, dispatch_uid="letter booked")
    events.moved.connect(_on_moved, dispatch_uid="letter moved")
    events.cancelled.connect(_on_cancelled, dispatch_uid="letter cancelled")
    events.proposed.connect(_on_proposed, dispatch_uid="letter proposed")


def write_again(*, itinerary: Itinerary, now: datetime) -> None:
    """The plan once more; at most one letter a minute."""
    _order(itinerary, "resend", stamp=f"{now:%Y-%m-%dT%H:%M}")


def _on_booked(sender: object, itinerary: Itinerary, **_more: Any) -> None:
    _order(itinerary, "booked")


def _on_moved(sender: object, itinerary: Itinerary, **_more: Any) -> None:
    _order(itinerary, "moved")


def _on_cancelled(sender: object, itinerary: Itinerary, appointments: Iterable[Appointment], **_more: Any) -> None:
    _order(itinerary, "cancelled", gone=[one.pk for one in appointments])


def _on_proposed(sender: object, proposal: Proposal, **_more: Any) -> None:
    kind = f"proposal-{proposal.cause if proposal.offer else 'none'}"
    _order(proposal.itinerary, kind, proposal_id=str(proposal.pk))
    if not proposal.offer:
        defer(ask_for_a_call, proposal_id=str(proposal.pk))


def _order(itinerary: Itinerary, kind: str, **more: Any) -> None:
    if itinerary.person is None or not itinerary.person.email:
        return
    defer(write_letter, itinerary_id=str(itinerary.pk), kind=kind, sequence=itinerary.sequence, **more)


# --- in the job ------------------------------------------------------------------------------------------------------


@app.task(retry=RetryStrategy(max_attempts=6, exponential_wait=6))
def write_letter(
    itinerary_id: str, kind: str, sequence: int, proposal_id: str = "", gone: Sequence[int] = (), stamp: str = ""
) -> None:
    """Render and write one letter; running it twice writes one."""
    itinerary = Itinerary.objects.select_related("person").filter(pk=UUID(itinerary_id)).first()
    proposal = Proposal.objects.filter(pk=UUID(proposal_id)).first() if proposal_id else None
    if itinerary is not None and (proposal is not None or not proposal_id):
        letter(Occasion(kind, itinerary, sequence, proposal, gone, stamp), now=timezone.now())


@app.task(retry=RetryStrategy(max_attempts=6, exponential_wait=6))
def ask_for_a_call(proposal_id: str) -> None:
    """Nothing was possible: tell the region's help to call this person."""
    proposal = Proposal.objects.select_related("itinerary__person").get(pk=UUID(proposal_id))
    call_request(proposal, now=timezone.now())


def letter(occasion: Occasion, *, now: datetime) -> Message | None:
    """Write the letter, or None: nobody to write to, superseded, or nothing left to say."""
    itinerary = occasion.itinerary
    person = itinerary.person
    if person is None or not person.email:
        return None
    if occasion.kind in SUPERSEDED and itinerary.sequence != occasion.sequence:
        return None
    if Message.objects.filter(key=occasion.key).exists():
        return None  # the job runs again; spare it the PDF
    plan = proposed(occasion.proposal) if occasion.proposal else planned(itinerary)
    if plan is None and occasion.kind != "cancelled":
        return None
    with translation.override(itinerary.language):
        said = _render(occasion, plan)
    files = _files(occasion, plan, now) if occasion.kind in WITH_FILES else ()
    with transaction.atomic():
        message = operations.write(
            to=person.email,
            language=itinerary.language,
            kind=occasion.kind,
            now=now,
            attachments=files,
            reply_to=region().help_email,
            key=occasion.key,
            **said,
        )
        _record(message, itinerary, now)
    return message


def _record(message: Message, itinerary: Itinerary, now: datetime) -> None:
    if message.written_at != now:
        return  # it was written before, the job runs again
    trail.record(
        act="write", kind="letter", person=itinerary.person_id, object=message.pk, basis=f"booking:{itinerary.pk}",
        fields=ALL, now=now,
    )  # fmt: skip


def _render(occasion: Occasion, plan: Plan | None) -> dict[str, str]:
    itinerary, here = occasion.itinerary, region()
    said = words(occasion.kind, Change(itinerary.reference, here, occasion.proposal, plan is not None))
    language = itinerary.language
    context = {
        "said": said,
        "here": here,
        "language": language,
        "rtl": translation.get_language_bidi(),
        "url": manage_url(itinerary, language=language),
        "own_url": settings.PUBLIC_URL + reverse("casework:own"),
        "sheet": sheet(itinerary, plan, language=language) if plan else None,
        "gone": _gone(occasion),
    }
    return {
        "subject": said.subject,
        "text": render_to_string("letters/letter.txt", context).strip() + "\n",
        "html": render_to_string("letters/letter.html", context),
    }


def _gone(occasion: Occasion) -> list[Planned]:
    """What the letter must name because it does not take place: cancelled now, or its counter closes."""
    itinerary = occasion.itinerary
    if occasion.gone:
        cancelled = planned(itinerary, statuses=(Appointment.Status.CANCELLED,))
        return [one for one in (cancelled.appointments if cancelled else ()) if one.appointment_id in occasion.gone]
    present = planned(itinerary) if occasion.proposal else None
    return [one for one in (present.appointments if present else ()) if one.displaced]


def _files(occasion: Occasion, plan: Plan | None, now: datetime) -> list[File]:
    itinerary = occasion.itinerary
    files = [_calendar(itinerary, "CANCEL", now, f"cancelled-{n}", [pk]) for n, pk in enumerate(occasion.gone, 1)]
    if plan is not None:
        alone = len(plan.appointments) == 1
        files.append(_calendar(itinerary, "REQUEST" if alone else "PUBLISH", now, "appointments", None))
        files.append(File(pdf_name(itinerary), "application/pdf", confirmation_pdf(itinerary)))
    return [file for file in files if file is not None]


def _calendar(
    itinerary: Itinerary, method: Method, now: datetime, name: str, only: Sequence[int] | None
) -> File | None:
    try:
        content = calendar_file(itinerary, method=method, now=now, only=only)
    except NothingToCarry:
        return None
    return File(f"{name}.ics", f'text/calendar; method={method}; charset="utf-8"', content)


def call_request(proposal: Proposal, *, now: datetime) -> Message | None:
    """A mail to the people who help, in German: whom to call and how. None when the region has no such address."""
    here, itinerary = region(), proposal.itinerary
    if not here.help_email or itinerary.person is None:
        return None
    with translation.override("de"):
        context = {
            "itinerary": itinerary,
            "person": itinerary.person,
            "phone": itinerary.phone or itinerary.person.phone,
            "gone": _gone(Occasion("call-request", itinerary, itinerary.sequence, proposal)),
        }
        text = render_to_string("letters/call_request.txt", context).strip() + "\n"
        subject = render_to_string("letters/call_request_subject.txt", context).strip()
    with transaction.atomic():
        message = operations.write(
            to=here.help_email, language="de", subject=subject, text=text, html="", kind="call-request", now=now,
            key=f"call-request {proposal.pk}",
        )  # fmt: skip
        _record(message, itinerary, now)
    return message
