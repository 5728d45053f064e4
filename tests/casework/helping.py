"""The house of the permission tests with people who send and answer referrals; Amal is known to nobody yet."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from procrastinate.contrib.django.models import ProcrastinateJob

from eindach.accounts.acting import acting
from eindach.accounts.models import Membership, Person
from eindach.casework.helping import cases, ending, letters, sending
from eindach.casework.jobs import tell_office
from eindach.casework.models import Case, Referral
from eindach.kernel.actor import Actor
from tests.cast import NOW
from tests.permission.house import House

YES = {"language": "ar", "interpreter": "Frau Beispiel, interpreter"}
NEEDS = "She looks for a place in a Kita."


def works(house: House, role: str, kind: str) -> Actor:
    """Somebody in this role at the office of this kind, who can be asked."""
    actor = house.staff(role, kind)
    if not Membership.objects.filter(user=house.users[f"{role}.{kind}"]).exists():
        Membership.objects.create(
            user=house.users[f"{role}.{kind}"], organization=house.offices[kind], role=role, begun_at=NOW
        )
    return actor


@contextmanager
def at(actor: Actor, now: object = NOW) -> Iterator[Actor]:
    with acting(actor, now=now):  # type: ignore[arg-type]
        yield actor


def became_a_case(row: Referral, now: datetime = NOW, **said: object) -> Case:
    """What the office took on that was asked, as its page does."""
    known = {"concern": NEEDS, "language": "ar", "consent": row.consent_id, "now": now} | said
    return cases.open_case(person=Person.objects.get(pk=row.person_id), **known)  # type: ignore[arg-type]


def works_through(now: datetime) -> tuple[int, int]:
    """The worker's morning: who is reminded, what ends; and the reminders are written."""
    done = ending.unanswered(now=now)
    reminders = ProcrastinateJob.objects.filter(task_name=tell_office.name, args__again=True)
    for pk in set(reminders.values_list("args__referral_id", flat=True)):
        letters.office(Referral(pk=pk), again=True, now=now)
    return done


def refer(house: House, sender: Actor, to: str = "association", **said: object) -> Referral:
    """Our office asks another one to help Amal; she agrees on the phone, unless she is written to."""
    asked = {"person": house.amal, "words": NEEDS, "language": "ar", "now": NOW} | said
    with at(sender, asked["now"]):
        row = sending.refer(recipient=house.offices[to], **asked)  # type: ignore[arg-type]
        if row.state == "asked" and not said.get("by_letter"):
            sending.answer(referral_id=row.pk, says_yes=True, now=asked["now"], **YES)
        row.refresh_from_db()
    return row
