"""Sample questions for a demonstration: invented people, every state a thread can be in. Nobody is written to."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from eindach.accounts.demo import cast
from eindach.accounts.models import Role, User
from eindach.guide.models import Matter
from eindach.questions.models import Enquiry, Entry

HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True)
class Sample:
    """`hours`: so long ago. `answer` after so many hours (empty: none yet); `reply`: their next words."""

    name: str
    language: str
    concern: str
    hours: float
    matter: str = ""
    answer_by: str = "link"
    came_by: str = "form"
    answer: str = ""
    answer_language: str = ""
    answered_after: float = 0
    asks_back: bool = False
    reply: str = ""
    closed: str = ""
    is_mine: bool = False


SAMPLES: Final = (
    Sample(
        "Yara Beispiel", "ar", "وصلت قبل أسبوع مع طفلين. كيف أسجلهما في المدرسة؟", 26, "school",
        answer="يرجى الحضور إلينا ومعك جوازات السفر. لا تحتاجين إلى موعد.", answer_language="ar", answered_after=4,
    ),
    Sample(
        "Oleh Beispiel", "uk", "Доброго дня! Мій дозвіл закінчується через місяць. Куди мені звернутися?", 75,
        "residence",
    ),
    Sample(
        "Priya Beispiel", "en", "I start a job in Jülich in January. Do I need an appointment to register?", 3,
        "registration", "mail",
    ),
    Sample(
        "Mehmet Beispiel", "tr", "Diplomamı tanıtmak istiyorum. Hangi belgeler gerekli?", 50, "recognition",
        answer="Welchen Abschluss haben Sie, und aus welchem Land ist er?", answer_language="de", answered_after=6,
        asks_back=True, is_mine=True,
    ),
    Sample(
        "Amina Beispiel", "ar", "أبحث عن دورة لغة ألمانية في المساء.", 96, "german-course",
        answer="Evening courses begin in January. May we call you?", answer_language="en", answered_after=8,
        reply="نعم، بعد الساعة الثالثة من فضلكم.", is_mine=True,
    ),
    Sample(
        "Jonas Beispiel", "de", "Meine Nachbarn sind neu hier und haben noch kein Konto. Können sie einfach kommen?",
        30, "bank", "phone", "phone",
    ),
    Sample(
        "Ewa Beispiel", "pl", "Ile kosztuje zameldowanie?", 170, "registration", "mail", "mail",
        answer="Die Anmeldung kostet nichts.", answer_language="de", answered_after=3, closed="answered",
    ),
    Sample(
        "Samuel Beispiel", "en", "Where can I find a doctor who speaks French?", 210, "doctor",
        answer="Please look at “Places and services”: choose your town and French.", answer_language="en",
        answered_after=20, closed="answered",
    ),
)  # fmt: skip


@transaction.atomic
def fill_questions(*, now: datetime) -> int:
    """How many; 0 where anybody has asked something already."""
    if Enquiry._base_manager.exists():
        return 0
    desk = cast(now).filter(role=Role.FRONT_DESK).first()
    matters = dict(Matter.objects.values_list("key", "pk"))
    for one in SAMPLES:
        _enter(one, matters.get(one.matter), desk.user if desk else None, now)
    return len(SAMPLES)


def _enter(one: Sample, matter: int | None, colleague: User | None, now: datetime) -> None:
    asked = now - one.hours * HOUR
    told = asked + one.answered_after * HOUR if one.answer else None
    again = told + HOUR if told and one.reply else None
    by = colleague if one.is_mine or one.answer else None
    enquiry = Enquiry._base_manager.create(
        name=one.name, language=one.language, concern=one.concern, matter_id=matter, answer_by=one.answer_by,
        came_by=one.came_by, email=_mail(one), phone="+492421000123" if one.answer_by == "phone" else "",
        assigned_to=by, created_at=asked, answered_at=told, told_at=told, said_again_at=again, asks_back=one.asks_back,
        closed_at=told + 24 * HOUR if told and one.closed else None, outcome=one.closed,
    )  # fmt: skip
    if told:
        said = {"enquiry": enquiry, "text": one.answer, "language": one.answer_language, "at": told, "by": by}
        Entry._base_manager.create(kind=Entry.Kind.ANSWER, **said)
    if again:
        Entry._base_manager.create(
            enquiry=enquiry, kind=Entry.Kind.SAID, text=one.reply, language=one.language, at=again
        )


def _mail(one: Sample) -> str:
    first = one.name.split()[0].lower()
    return f"{first}@beispiel.example" if one.answer_by == "mail" else ""
