"""Broken glass: an emergency look without a relation, under the eyes of data protection, and its review."""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from eindach.accounts.acting import as_program
from eindach.accounts.models import Membership, Person, Role, User
from eindach.accounts.policy import Area, File, Refused, may
from eindach.directory.hours import holiday_on
from eindach.directory.models import Region
from eindach.kernel.actor import Actor, must_be_present
from eindach.kernel.identifiers import identity_digest
from eindach.notifications.operations import write

from . import telling, trail
from .asking import Unfit
from .models import BrokenGlass
from .models.glass import LASTS, SHORTEST_REASON

REVIEW_WITHIN: Final = 3
"""Working days."""
OFFICE_LANGUAGES: Final = ("de", "en")


class NobodyToTell(RuntimeError):
    """No data protection officer is there to be told: nobody looks unseen."""


def find_exactly(*, name: str, contact: str, now: datetime) -> UUID | None:
    """The person with exactly this name and mail address or phone number, for who may break the glass: no browsing, no
    parts of names. An event either way. Raises Refused."""
    actor = must_be_present(now).actor
    with as_program(now=now):
        digest = identity_digest(name, contact)
        found = Person._base_manager.filter(identity=digest).values_list("pk", "municipality").first()
    if not may(actor, "break-glass", File(UUID(int=0), actor.municipality), now=now).allowed:
        raise Refused("break-glass", "person")
    # Somebody of another town is nobody to them: no answer tells that there is such a person.
    person = found[0] if found and may(actor, "break-glass", File(*found), now=now).allowed else None
    trail.record(act="find", kind="person", person=person, basis="break-glass", now=now)
    return person


def break_glass(*, person: UUID, reason: str, now: datetime) -> BrokenGlass:
    """Look for half an hour at what the role could see with a relation, special categories left out. Every data
    protection officer is told by mail in the same transaction. Raises Refused, Unfit, NobodyToTell."""
    actor = must_be_present(now).actor
    with as_program(now=now):
        town = Person._base_manager.filter(pk=person).values_list("municipality", flat=True).first()
    if town is None or not may(actor, "break-glass", File(person, town), now=now).allowed:
        raise Refused("break-glass", "person", person=person)
    said = " ".join(reason.split())
    if len(said) < SHORTEST_REASON:
        raise Unfit("reason", _("Write at least %(count)s letters.") % {"count": SHORTEST_REASON})
    with transaction.atomic():  # no look without a letter, also where the caller goes on after NobodyToTell
        glass = _broken(actor, person, said, now)
        telling.changed()
        _tell_data_protection(glass, now)
    # The reason stays out of the trail, which nobody can delete: it may speak of the person.
    trail.record(
        act="break-glass", kind="person", person=person, object=glass.pk, basis=f"broken-glass:{glass.pk}", now=now
    )
    return glass


def _broken(actor: Actor, person: UUID, reason: str, now: datetime) -> BrokenGlass:
    return BrokenGlass.objects.create(  # type: ignore[misc]  # staff have a user and an organization
        user_id=actor.user, organization_id=actor.organization, role=actor.role, person_id=person, reason=reason,
        broken_at=now, until=now + LASTS, review_due=working_day(timezone.localdate(now), REVIEW_WITHIN),
    )  # fmt: skip


def working_day(after: date, count: int) -> date:
    """The day `count` working days (Monday to Friday, no holiday of the state) after this one."""
    state = Region.objects.values_list("state", flat=True).first() or "NW"
    day = after
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5 and not holiday_on(day, state)
    return day


def _tell_data_protection(glass: BrokenGlass, now: datetime) -> None:
    """A letter each, which says that something is to be reviewed and nothing else. NobodyToTell."""
    with as_program(now=now):
        officers = User.objects.filter(
            pk__in=Membership.objects.live(now).filter(role=Role.PROTECTION).values("user"), email__isnull=False
        )
        if not officers:
            raise NobodyToTell
        for officer in officers:
            language = officer.language if officer.language in OFFICE_LANGUAGES else "de"
            with translation.override(language):
                write(
                    to=str(officer.email), language=language, subject=_("A look in an emergency: please review"),
                    text=_letter(glass.review_due), html="", kind="broken-glass", now=now,
                    key=f"broken-glass {glass.pk} {officer.pk}",
                )  # fmt: skip


def _letter(due: date) -> str:
    lines = [
        _("Somebody has just looked at a person's data in an emergency, without a relation to the person."),
        _("Please review it by %(day)s:") % {"day": formats.date_format(due, "DATE_FORMAT")},
        settings.PUBLIC_URL + reverse("consent:reviews"),
    ]
    return "\n\n".join(lines) + "\n"


def review_glass(*, glass: BrokenGlass, finding: str, now: datetime) -> bool:
    """Data protection says what they found; nobody reviews their own look. False: it was reviewed already.
    Raises Refused, Unfit."""
    actor = must_be_present(now).actor
    if not may(actor, "review", Area("reviews"), now=now).allowed or glass.user_id == actor.user:
        raise Refused("review", "broken-glass", object=glass.pk)
    said = " ".join(finding.split())
    if not said:
        raise Unfit("finding", _("Write what you found."))
    done = BrokenGlass.objects.filter(pk=glass.pk, reviewed_at=None).update(
        reviewed_at=now, reviewed_by=actor.user, finding=said
    )
    if done:
        trail.record(act="review", kind="broken-glass", person=glass.person_id, object=glass.pk, basis="role", now=now)
    return bool(done)
