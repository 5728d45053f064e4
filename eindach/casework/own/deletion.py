"""Having one's data deleted (Art. 17 GDPR): what can end at once does, the rest is a dated request.

Rows end as retention ends them (accounts/registry: columns, log, holds), only earlier. What must stay is said with the
law of its declaration; the periods come from accounts/registry/retention.yaml.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db.models import Q
from django.utils import timezone

from eindach.accounts.acting import as_program, keeping
from eindach.accounts.models import LegalHold, Person
from eindach.accounts.registry import Ending, endings, log, tables
from eindach.accounts.registry.classes import Kept, classes
from eindach.accounts.registry.contacts import mails_of_only, phones_of_only
from eindach.accounts.registry.due import blocked, held, needed
from eindach.accounts.registry.erasing import erase
from eindach.booking.models import Appointment
from eindach.consent import trail
from eindach.kernel.actor import must_be_present
from eindach.notifications.operations import forget

from ..helping.ending import no_more
from ..models import DeletionRequest

AT_ONCE: Final = ("booking", "enquiry", "employee", "plan", "person", "sign-in", "account")
"""Classes whose rows the person's own word ends, as soon as nothing is to come and nothing else needs them; in this
order. A wish to be called back ends also where nobody has called."""
OF_THE_SIGN_IN: Final = ("sign-in", "account")
AFTER_A_LOOK: Final = ("file",)
"""What two people sign otherwise: here the person asked, and data protection signs."""
NOT_COUNTED: Final = ("sign-in", "rate", "job", "session", "notice")
ANSWERED_WITHIN: Final = relativedelta(months=1)
"""Art. 12 (3) GDPR."""


@dataclass(frozen=True)
class Part:
    """A class of the person's data: how many rows, when it goes ("at-once" | "after-a-look" | "stays"), by which law it
    is kept, and how long otherwise (ISO 8601)."""

    kept: Kept
    count: int
    goes: str
    law: str


@dataclass(frozen=True)
class Outlook:
    """What would become of everything. `coming`: live appointments that are still to come; `is_held`: data protection
    keeps everything for the time being (Art. 18 (2) GDPR)."""

    parts: Sequence[Part]
    coming: int
    is_held: bool

    @property
    def at_once(self) -> list[Part]:
        return [part for part in self.parts if part.goes == "at-once"]

    @property
    def after_a_look(self) -> list[Part]:
        return [part for part in self.parts if part.goes == "after-a-look"]

    @property
    def staying(self) -> list[Part]:
        return [part for part in self.parts if part.goes == "stays"]


def outlook(person: UUID, *, now: datetime) -> Outlook:
    """Counted in the role that sees every row, of this person only."""
    with keeping(now=now):
        is_held = LegalHold.objects.filter(person=person, lifted_at=None).exists()
        coming = Appointment._base_manager.filter(person=person, live=True, during__endswith__gt=now).count()
        counted, laws = _counted(person)
    rules = classes(timezone.localdate(now))
    parts = [Part(rules[key], count, _goes(key, is_held), laws[key]) for key, count in counted.items()]
    stays = any(part.goes != "at-once" for part in parts) or coming > 0
    # Name, contact and sign-in are needed as long as anything else is there.
    return Outlook([_waiting(part) if stays and part.kept.key in ("person", "account") else part for part in parts],
                   coming, is_held)  # fmt: skip


def _counted(person: UUID) -> tuple[dict[str, int], dict[str, str]]:
    counted: dict[str, int] = {}
    laws: dict[str, str] = {}
    for table in tables().values():
        about = table.of((person,))
        if table.model is None or about is None or table.kept in NOT_COUNTED:
            continue
        if count := table.model._base_manager.filter(about).count():
            counted[table.kept] = counted.get(table.kept, 0) + count
            laws.setdefault(table.kept, table.basis)
    return counted, laws


def _goes(kept: str, is_held: bool) -> str:
    if is_held:
        return "stays"
    if kept in (*AT_ONCE, "mail"):
        return "at-once"
    return "after-a-look" if kept in AFTER_A_LOOK else "stays"


def _waiting(part: Part) -> Part:
    return Part(part.kept, part.count, "stays", part.law)


def request(person: Person, *, now: datetime) -> DeletionRequest | None:
    """The person has said it twice, the second time by a code. None: nothing is left, not even they. Otherwise the
    request that waits for the rest; asked again, the one that waits already."""
    trail.record(act="delete", kind="person", person=person.pk, basis="self", now=now)
    end((person.pk,), AT_ONCE, now=now)
    with as_program(now=now):
        if not Person._base_manager.filter(pk=person.pk).exists():
            return None
    waiting = DeletionRequest.objects.filter(person=person, outcome="").first()
    due = timezone.localdate(now) + ANSWERED_WITHIN
    return waiting or DeletionRequest.objects.create(person=person, asked_at=now, due_on=due)


def end(persons: tuple[UUID, ...], kinds: Collection[str], *, now: datetime) -> dict[str, int]:
    """End the rows of these people that belong to these classes and that nothing holds, blocks or needs. Class -> how
    many. Each class leaves its line in the log of what ended."""
    ended: dict[str, int] = {}
    with keeping(now=now):
        if LegalHold.objects.filter(person__in=persons, lifted_at=None).exists():
            return {}
        if set(AFTER_A_LOOK) & set(kinds):
            no_more(persons, now=now)  # an office that still helps would keep the file
        by_class = {ending.kept: ending for ending in endings()}
        # Before anything ends: afterwards nobody can tell which sign-in was theirs.
        theirs = {kept: _keys(by_class[kept], persons) for kept in kinds}
        if not Appointment._base_manager.filter(person__in=persons, live=True, during__endswith__gt=now).exists():
            forget([*mails_of_only(persons), *phones_of_only(persons)], now=now)
        for kept, keys in theirs.items():
            if kept in OF_THE_SIGN_IN and Person._base_manager.filter(pk__in=persons).exists():
                continue  # whoever is still known can still sign in
            ready = _ready(by_class[kept], keys, now)
            if ready:
                erase(by_class[kept], ready)
                log.write(kept, ready, now=now)
                ended[kept] = len(ready)
    return ended


def _keys(ending: Ending, persons: tuple[UUID, ...]) -> list[Any]:
    table = tables()[ending.model._meta.db_table]
    mine = Q(**{f"{ending.person}__in": persons}) if ending.person else table.of(persons) or Q(pk__in=[])
    return list(ending.model._base_manager.filter(mine).values_list("pk", flat=True))


def _ready(ending: Ending, keys: list[Any], now: datetime) -> list[Any]:
    rows = ending.started(ending.model._base_manager.filter(pk__in=keys))
    if ending.kept != "enquiry":
        rows = rows.filter(started__lte=now)
    rows = rows.exclude(held(ending) | blocked(ending, now))
    return list((rows.exclude(needed(ending)) if ending.unreferenced else rows).values_list("pk", flat=True))


def requests_of(person: Person) -> list[DeletionRequest]:
    """What the person asked for, the latest first."""
    return list(DeletionRequest.objects.filter(person=person).order_by("-asked_at"))


def requests() -> list[tuple[DeletionRequest, Outlook]]:
    """For data protection: open ones by the day they are due, with what is still there of each. Leaves an event for
    each person. Whose they are is not shown: the number is enough to answer."""
    acting = must_be_present()
    rows = list(DeletionRequest.objects.filter(outcome=""))
    for row in rows:
        trail.record(act="list", kind="deletion-request", person=row.person_id, object=row.pk, basis="role")
    return [(row, outlook(row.person_id, now=acting.now)) for row in rows]
