"""Sample cases and referrals, so that the pages of who helps are alive in the demonstration. Nobody of them exists."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from eindach.accounts.acting import acting, keeping
from eindach.accounts.coming_in import actor_of
from eindach.accounts.demo import cast
from eindach.accounts.models import Membership, Role
from eindach.casework.helping import answering, cases, sending
from eindach.casework.helping.asker import Asker
from eindach.casework.models import Referral
from eindach.guide.models import Matter


class Sample(NamedTuple):
    """Somebody a front desk asks an advice centre to help; how far it went."""

    name: str
    language: str
    words: str
    days: int
    says_yes: bool = True
    accepts: bool = False
    result: str = ""
    reason: str = ""


SAMPLES: Final = (
    Sample("Sahra Beispiel", "ti", "Sucht einen Platz in einer Kita für zwei Kinder, in Fußnähe.", 1),
    Sample("Dmytro Muster", "uk", "Möchte seinen Meisterbrief anerkennen lassen und braucht Hilfe beim Antrag.", 6),
    Sample("Nour Beispiel", "ar", "Versteht einen Brief der Krankenkasse nicht.", 4, accepts=True),
    Sample("Yasemin Muster", "tr", "Sucht einen Sprachkurs am Abend.", 8, accepts=True, result="Kurs B1 ab Januar."),
    Sample("Farid Beispiel", "fa", "Sucht einen Deutschkurs mit Kinderbetreuung.", 9, reason="full", result="Ab Mai."),
    Sample("Amina Muster", "fr", "Braucht Hilfe bei der Suche nach einer Wohnung.", 2, says_yes=False),
)
CASE: Final = "Neu in der Stadt mit drei Kindern: Schule, Kita, Wohnung, Deutschkurs. Erstes Gespräch geführt."


def fill_helping(*, now: datetime) -> int:
    """How many; 0 where there is one already, or nobody who asks or answers."""
    people = {one.role: one for one in cast(now).select_related("organization")}
    with keeping(now=now):
        if Referral.objects.exists() or not {Role.FRONT_DESK, Role.ADVISOR} <= set(people):
            return 0
    desk, advisor = people[Role.FRONT_DESK], people[Role.ADVISOR]
    if desk.organization_id == advisor.organization_id:
        return 0
    # They have worked here since before the first of these days.
    Membership.objects.filter(pk__in=[desk.pk, advisor.pk]).update(begun_at=now - timedelta(days=30))
    for number, one in enumerate(SAMPLES):
        _refer(one, number, desk, advisor, now)
    with _at(advisor, now - timedelta(days=12)) as then:
        asker = _asker("Salma Beispiel", "ar", 90)
        matter = Matter.objects.filter(key="registration").first()
        person = asker.person(now=then)
        cases.open_case(person=person, concern=CASE, language="ar", phone=asker.phone, matter=matter, now=then)
    return len(SAMPLES) + 1


def _refer(one: Sample, number: int, desk: Membership, advisor: Membership, now: datetime) -> None:
    asker = _asker(one.name, one.language, number)
    with _at(desk, now - timedelta(days=one.days)) as then:
        row = sending.refer(
            person=asker.person(now=then), recipient=advisor.organization, words=one.words, language=one.language,
            phone=asker.phone, now=then,
        )  # fmt: skip
        if one.says_yes:
            said = {"language": one.language, "interpreter": "Sprachmittlung (Muster)"}
            sending.answer(referral_id=row.pk, says_yes=True, now=then, **said)
    if one.reason:
        with _at(advisor, now - timedelta(days=one.days - 1)) as then:
            answering.reject(referral_id=row.pk, reason=one.reason, result=one.result, now=then)
    if one.accepts:
        with _at(advisor, now - timedelta(days=one.days - 1)) as then:
            answering.accept(referral_id=row.pk, now=then)
            if one.result:
                answering.complete(referral_id=row.pk, result=one.result, now=then + timedelta(minutes=1))


def _asker(name: str, language: str, number: int) -> Asker:
    mail = f"{name.split()[0].lower()}.helfen@beispiel.example"
    return Asker(name=name, email=mail, phone=f"+4924210007{number:02}", language=language)


@contextmanager
def _at(member: Membership, then: datetime) -> Iterator[datetime]:
    """What they did in those days."""
    with acting(actor_of(member), now=then):
        yield then
