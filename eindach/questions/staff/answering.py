"""What the help desk does with an enquiry. Each act is one transaction on behalf of the actor, and leaves an event."""

from datetime import datetime
from uuid import UUID

from eindach.consent import trail
from eindach.kernel.actor import must_be_present
from eindach.notifications.deferring import defer

from ..asking import Asked, ask, cut
from ..models import Enquiry, Entry
from .access import colleagues, for_act, looked_at


class NobodyThere(ValueError):
    """Whom it was given to does not answer questions at this office, or not those of this town."""


class Overtaken(Exception):
    """Something was said that whoever answers has not read."""


def take(*, enquiry_id: int, now: datetime) -> bool:
    """I answer this one. False: a colleague has it already."""
    enquiry = for_act(enquiry_id, "write", lock=True)
    me = must_be_present().actor.user
    if enquiry.assigned_to_id not in (None, me):
        looked_at(enquiry)
        return False
    _assign(enquiry, me, now)
    return True


def give(*, enquiry_id: int, to: UUID | None, now: datetime) -> None:
    """A colleague answers it (None: nobody yet). NobodyThere."""
    enquiry = for_act(enquiry_id, "write", lock=True)
    if to is not None and to not in {one.pk for one in colleagues(enquiry)}:
        raise NobodyThere
    _assign(enquiry, to, now)


def answer(
    *, enquiry_id: int, text: str, language: str, asks_back: bool, now: datetime, read: int | None = None
) -> Entry:
    """What they read, in the language it is written in, sent on the way they chose. Whoever answers first, has it.

    `read`: the latest entry that stood on the page (0: none; None: not asked). Overtaken. The same answer sent twice,
    from two windows or by two clicks, is sent once.
    """
    enquiry = for_act(enquiry_id, "write", lock=True)
    if read is not None and (latest := _unread(enquiry, read)):
        looked_at(enquiry)
        if latest.by_id == must_be_present().actor.user and (latest.text, latest.language) == (cut(text), language):
            return latest
        raise Overtaken
    entry = _add(enquiry, Entry.Kind.ANSWER, text, language, now)
    _told(enquiry, now, asks_back=asks_back)
    if enquiry.answer_by in (Enquiry.AnswerBy.MAIL, Enquiry.AnswerBy.TEXT):
        from ..jobs import write_answer

        defer(write_answer, entry_id=entry.pk)
    trail.record(act="answer", kind="enquiry", object=enquiry.pk, basis="role", fields=["text", "answered_at"], now=now)
    return entry


def called(*, enquiry_id: int, text: str, reached: bool, now: datetime) -> Entry:
    """We called; `text` is for us. Not reached: it still waits."""
    enquiry = for_act(enquiry_id, "write", lock=True)
    kind = Entry.Kind.CALL if reached else Entry.Kind.NO_REPLY
    entry = _add(enquiry, kind, text, "de", now)
    if reached:
        _told(enquiry, now, asks_back=False)
    trail.record(act="write", kind="enquiry", object=enquiry.pk, basis="role", fields=["text", "answered_at"], now=now)
    return entry


def note(*, enquiry_id: int, text: str, now: datetime) -> Entry:
    """For us alone."""
    enquiry = for_act(enquiry_id, "write")
    entry = _add(enquiry, Entry.Kind.NOTE, text, "de", now)
    trail.record(act="write", kind="enquiry", object=enquiry.pk, basis="role", fields=["text"], now=now)
    return entry


def close(*, enquiry_id: int, outcome: str, now: datetime) -> None:
    """Nothing is left to do. What is closed already keeps its day and its outcome."""
    enquiry = for_act(enquiry_id, "write", lock=True)
    if enquiry.closed_at is None:
        Enquiry.objects.filter(pk=enquiry.pk).update(closed_at=now, outcome=Enquiry.Outcome(outcome))
    trail.record(act="close", kind="enquiry", object=enquiry.pk, basis="role", fields=["outcome"], now=now)


def speaks(*, enquiry_id: int, language: str, now: datetime) -> None:
    """Which language they speak: of a mail it was a guess."""
    enquiry = for_act(enquiry_id, "write", lock=True)
    Enquiry.objects.filter(pk=enquiry.pk).update(language=language)
    trail.record(act="write", kind="enquiry", object=enquiry.pk, basis="role", fields=["language"], now=now)


def write_down(asked: Asked, *, now: datetime) -> Enquiry:
    """Somebody called, and it cannot be settled at once. It is mine until I give it away."""
    enquiry = ask(asked, now=now)
    Enquiry.objects.filter(pk=enquiry.pk).update(assigned_to=must_be_present().actor.user)
    return enquiry


def _assign(enquiry: Enquiry, to: UUID | None, now: datetime) -> None:
    Enquiry.objects.filter(pk=enquiry.pk).update(assigned_to=to)
    trail.record(act="assign", kind="enquiry", object=enquiry.pk, basis="role", now=now)


def _add(enquiry: Enquiry, kind: Entry.Kind, text: str, language: str, now: datetime) -> Entry:
    by = must_be_present().actor.user
    return Entry.objects.create(enquiry=enquiry, kind=kind, text=cut(text), language=language, at=now, by_id=by)


def _unread(enquiry: Enquiry, read: int) -> Entry | None:
    """The latest of what was said to or by whoever asks after entry `read`; our notes do not count."""
    said = (Entry.Kind.SAID, Entry.Kind.ANSWER, Entry.Kind.CALL)
    return Entry.objects.filter(enquiry=enquiry, pk__gt=read, kind__in=said).order_by("pk").last()


def _told(enquiry: Enquiry, now: datetime, *, asks_back: bool) -> None:
    Enquiry.objects.filter(pk=enquiry.pk).update(
        told_at=now,
        answered_at=enquiry.answered_at or now,
        asks_back=asks_back,
        assigned_to=enquiry.assigned_to_id or must_be_present().actor.user,
        closed_at=None,
        outcome="",
    )
