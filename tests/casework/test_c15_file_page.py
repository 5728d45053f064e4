"""A person's file as a page: the day drawn, the consents as lines, and what is kept back said rightly."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from eindach.accounts.acting import acting
from eindach.accounts.models import Category, Person, Role
from eindach.casework.file_page import LINE, lines
from eindach.consent import operations as consents
from eindach.consent.models import Consent

from .office import Office

pytestmark = pytest.mark.django_db


def opened(office: Office, role: str, at: str = "stadt"):  # type: ignore[no-untyped-def]
    return office.signed_in(role, at).get(f"/en/staff/people/{office.amal.pk}/")


def drawn_matters(page) -> list[str]:  # type: ignore[no-untyped-def]
    houses = [house for plan in page.context["drawing"].houses for house in plan]
    return [one.matter.key for house in houses for one in house.appointments]


def test_only_ones_own_appointments_are_drawn(office: Office) -> None:
    assert drawn_matters(opened(office, Role.FRONT_DESK)) == ["registration"]
    assert drawn_matters(opened(office, Role.PARTNER, at="bank")) == ["bank"]


def test_with_a_grant_the_whole_visit_is_drawn(office: Office) -> None:
    office.granted(Category.IDENTITY, Category.APPOINTMENTS)
    page = opened(office, Role.ADVISOR)
    assert drawn_matters(page) == ["registration", "bank"]
    assert page.context["sees_all_appointments"]


def test_what_is_kept_back_are_the_appointments_elsewhere(office: Office) -> None:
    with translation.override("en"):
        assert "Appointments elsewhere" in opened(office, Role.FRONT_DESK).context["kept_back"].askable
        office.granted(Category.IDENTITY, Category.APPOINTMENTS)
        kept = opened(office, Role.FRONT_DESK).context["kept_back"]
    assert "Appointments elsewhere" not in [*kept.askable, *kept.never]


@pytest.mark.parametrize(
    ("role", "askable", "never"),
    [
        (Role.FRONT_DESK, "Appointments elsewhere", "Residence status"),
        (Role.SOCIAL_CLERK, "Residence status", "Health"),
    ],
)
def test_what_a_consent_opens_is_told_from_what_it_never_opens(
    office: Office, role: str, askable: str, never: str
) -> None:
    kept = opened(office, role).context["kept_back"]
    assert (askable in kept.askable, never in kept.never) == (True, True)
    assert not set(kept.askable) & set(kept.never)
    assert not {"Name", "E-mail and phone"} & {*kept.askable, *kept.never}  # they are shown


@pytest.mark.parametrize(("role", "may"), [(Role.ADVISOR, True), (Role.EXPERT, False)])
def test_who_may_ask_for_consents_has_the_way_there(office: Office, role: str, may: bool) -> None:
    page = opened(office, role).content
    for way in ("ask", "law"):
        assert (f"/en/staff/consents/{way}/{office.amal.pk}/".encode() in page) is may


@pytest.mark.parametrize(("role", "may"), [(Role.ADVISOR_LEAD, True), (Role.FRONT_DESK, False)])
def test_who_may_break_glass_has_the_way_there(office: Office, role: str, may: bool) -> None:
    assert (b"/en/staff/break-glass/" in opened(office, role).content) is may


def given(office: Office) -> Consent:
    consent = office.asked()
    now = timezone.now()
    with acting(office.actor(Role.ADVISOR), now=now):
        consents.give(consent=Consent.objects.get(pk=consent.pk), now=now, language="ar", interpreter="Frau Beispiel")
    return Consent.objects.get(pk=consent.pk)


def test_a_consent_is_a_line_from_the_question_to_its_end(office: Office) -> None:
    consent = given(office)
    [line] = lines([consent], timezone.now())
    assert (line.asked, line.until, line.end, line.state) == (0, LINE, LINE, "given")
    assert line.since < 1


def test_what_was_taken_back_ends_where_it_was_taken_back(office: Office) -> None:
    consent = given(office)
    half = consent.asked_at + (consent.expires_at - consent.asked_at) / 2
    with acting(office.actor(Role.ADVISOR), now=half):
        consents.withdraw(
            consent=Consent.objects.get(pk=consent.pk), now=half, language="ar", interpreter="Frau Beispiel"
        )
    [line] = lines([Consent.objects.get(pk=consent.pk)], half + timedelta(seconds=1))
    assert (line.state, round(line.until), line.end) == ("withdrawn", LINE / 2, LINE)


def test_a_question_without_an_answer_was_never_good(office: Office) -> None:
    [line] = lines([office.asked()], timezone.now())
    assert (line.since, line.until, line.state) == (None, None, "asked")


def test_who_books_in_somebodys_name_makes_the_office_read_nothing_that_is_stored(office: Office) -> None:
    Person.objects.update(phone="+4915199999999", language="uk")
    page = opened(office, Role.FRONT_DESK)
    assert (page.context["file"].phones, page.context["file"].language) == (("+492421123456",), "ar")
    assert b"99999999" not in page.content
    office.granted(Category.IDENTITY, Category.CONTACT)
    assert opened(office, Role.FRONT_DESK).context["file"].phones == ("+4915199999999",)
