"""A question becomes a referral or a case, and who asked hears what became of it."""

import pytest
from django.test import Client
from django.utils import timezone

from eindach.accounts.models import Membership, Person
from eindach.casework.models import Case, Referral
from eindach.consent.models import AuditEvent, Consent, Grant
from eindach.questions.asking import ask
from eindach.questions.links import sealed
from eindach.questions.models import Enquiry
from tests.casework.office import Office, set_office

from .conftest import asked

INBOX = "/de/staff/questions/"
SAID = {"name": "Amal Beispiel", "email": "amal@mail.example", "language": "ar", "ask": "now"}
NEEDS = "She looks for a place in a Kita."
YES = {"answer": "give", "language": "ar", "interpreter": "Frau Beispiel"}


@pytest.fixture
def office(db: None) -> Office:
    return set_office()


@pytest.fixture
def desk(office: Office) -> Client:
    return office.signed_in("front-desk")


@pytest.fixture
def bank(office: Office) -> Client:
    """Somebody there answers referrals."""
    return office.signed_in("partner", at="bank")


@pytest.fixture
def enquiry(office: Office) -> Enquiry:
    return ask(asked(name="Nura Beispiel", email="nura@mail.example"), now=timezone.now())


def refer(desk: Client, enquiry: Enquiry, bank: object, **changes: str) -> object:
    office = Membership.objects.get(role="partner").organization_id
    said = SAID | {"name": "Nura Beispiel", "email": "nura@mail.example", "recipient": office, "words": NEEDS} | changes
    return desk.post(f"{INBOX}{enquiry.pk}/refer/", said)


def test_a_question_becomes_a_referral_and_the_loop_closes(desk: Client, bank: Client, enquiry: Enquiry) -> None:
    refer(desk, enquiry, bank)
    row = Referral.objects.get()
    page = f"/de/staff/referrals/{row.pk}/"
    assert bank.get(page).status_code == 404  # nobody has said yes
    assert desk.post(page + "answer/", YES)["Location"] == page
    assert bank.get(page).status_code == 200
    bank.post(page + "accept/")
    bank.post(page + "complete/", {"result": "An account is open."})
    assert bank.get(page).status_code == 404
    assert "An account is open." in desk.get(page).content.decode()
    desk.post(page + "confirm/")
    row.refresh_from_db()
    assert row.state == "closed"
    assert not Grant.objects.filter(ended_at=None, consent__purpose="referral").exists()


def test_who_asked_reads_how_it_stands_behind_their_link(desk: Client, bank: Client, enquiry: Enquiry) -> None:
    link = f"/en/ask/{sealed(enquiry)}/"
    refer(desk, enquiry, bank)
    assert "Nothing was passed on" in Client().get(link).content.decode()
    page = f"/de/staff/referrals/{Referral.objects.get().pk}/"
    desk.post(page + "answer/", YES)
    bank.post(page + "accept/")
    assert "This office helps you." in Client().get(link).content.decode()


def test_their_words_are_not_passed_on_by_themselves(desk: Client, bank: Client, enquiry: Enquiry) -> None:
    assert enquiry.concern not in desk.get(f"{INBOX}{enquiry.pk}/refer/").content.decode()


@pytest.mark.parametrize(("missing", "field"), [("name", "name"), ("words", "words"), ("recipient", "recipient")])
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    desk: Client, bank: Client, enquiry: Enquiry, missing: str, field: str
) -> None:
    answer = refer(desk, enquiry, bank, **{missing: ""})
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert field in answer.context["form"].errors  # type: ignore[attr-defined]
    assert "nura@mail.example" in answer.content.decode()  # type: ignore[attr-defined]
    assert not Person.objects.filter(name="Nura Beispiel").exists()


def test_without_an_address_nobody_can_be_helped(desk: Client, bank: Client, enquiry: Enquiry) -> None:
    answer = refer(desk, enquiry, bank, email="", phone="")
    assert "phone" in answer.context["form"].errors  # type: ignore[attr-defined]


def test_a_no_at_the_counter_passes_nothing_on(desk: Client, bank: Client, enquiry: Enquiry) -> None:
    refer(desk, enquiry, bank)
    page = f"/de/staff/referrals/{Referral.objects.get().pk}/"
    desk.post(page + "answer/", YES | {"answer": "refuse"})
    assert Referral.objects.get().state == "refused"
    assert Consent.objects.get(purpose="referral").state(timezone.now()) == "refused"
    assert bank.get(page).status_code == 404


def test_a_second_press_makes_no_second_one(desk: Client, bank: Client, enquiry: Enquiry) -> None:
    refer(desk, enquiry, bank)
    assert refer(desk, enquiry, bank)["Location"] == f"/de/staff/referrals/{Referral.objects.get().pk}/"  # type: ignore[index]


def test_a_question_becomes_a_case_of_the_office(office: Office, enquiry: Enquiry) -> None:
    advisor = office.signed_in("advisor", at="kreis")
    said = {"name": "Nura Beispiel", "email": "nura@mail.example", "language": "ar", "concern": NEEDS}
    assert advisor.post(f"{INBOX}{enquiry.pk}/case/", said)["Location"] == f"{INBOX}{enquiry.pk}/"
    case = Case.objects.get()
    assert case.advisor == office.member("advisor", "kreis").user
    assert NEEDS in advisor.get(f"/de/staff/cases/{case.pk}/").content.decode()
    advisor.post(f"/de/staff/cases/{case.pk}/close/", {"outcome": "settled"})
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("ended", "settled")


def test_another_office_reads_neither_case_nor_person(office: Office, enquiry: Enquiry) -> None:
    said = {"name": "Nura Beispiel", "email": "nura@mail.example", "language": "ar", "concern": NEEDS}
    office.signed_in("advisor", at="kreis").post(f"{INBOX}{enquiry.pk}/case/", said)
    other, case = office.signed_in("front-desk"), Case.objects.get()
    assert other.get(f"/de/staff/cases/{case.pk}/").status_code == 404
    assert other.get(f"/de/staff/people/{case.person_id}/").status_code == 404
    assert "already" in other.get(f"/en/staff/questions/{enquiry.pk}/").content.decode()


def test_a_case_tells_the_contact_that_was_given_and_nothing_else_stored(office: Office, enquiry: Enquiry) -> None:
    Person.objects.filter(pk=office.amal.pk).update(phone="+49242155599")
    amal = office.amal
    said = {"name": amal.name, "email": amal.email, "phone": "+49242177700", "language": "ar", "concern": NEEDS}
    advisor = office.signed_in("advisor", at="kreis")
    advisor.post(f"{INBOX}{enquiry.pk}/case/", said)
    page = advisor.get(f"/de/staff/people/{amal.pk}/").content.decode()
    assert "77700" in page
    assert "55599" not in page


def test_whom_a_colleague_helps_already_nothing_typed_is_lost(office: Office, enquiry: Enquiry) -> None:
    said = {"name": "Nura Beispiel", "email": "nura@mail.example", "language": "ar", "concern": NEEDS}
    office.signed_in("advisor", at="kreis").post(f"{INBOX}{enquiry.pk}/case/", said)
    again = ask(asked(concern=NEEDS), now=timezone.now())
    answer = office.signed_in("front-desk", at="kreis").post(f"/en/staff/questions/{again.pk}/case/", said)
    assert answer.status_code == 422
    assert "An office helps them already." in answer.content.decode()
    assert NEEDS in answer.content.decode()
    assert (Case.objects.count(), Enquiry.objects.filter(case=None).count()) == (1, 1)


def test_what_another_office_made_of_it_leads_back_to_the_question(
    office: Office, bank: Client, desk: Client, enquiry: Enquiry
) -> None:
    refer(office.signed_in("advisor", at="kreis"), enquiry, bank)
    assert refer(desk, enquiry, bank)["Location"] == f"{INBOX}{enquiry.pk}/"  # type: ignore[index]
    assert desk.get(f"{INBOX}{enquiry.pk}/").status_code == 200


def test_a_second_press_of_done_leads_to_the_list_too(desk: Client, bank: Client, enquiry: Enquiry) -> None:
    refer(desk, enquiry, bank)
    page = f"/de/staff/referrals/{Referral.objects.get().pk}/"
    desk.post(page + "answer/", YES)
    bank.post(page + "accept/")
    done = [bank.post(page + "complete/", {"result": "An account is open."}) for _press in range(2)]
    assert [one.headers.get("Location") for one in done] == ["/de/staff/referrals/"] * 2
    assert not AuditEvent.objects.filter(outcome="refused", kind="referral").exists()


def test_another_office_is_asked_when_the_first_does_not_help(desk: Client, bank: Client, enquiry: Enquiry) -> None:
    refer(desk, enquiry, bank)
    page = f"/de/staff/referrals/{Referral.objects.get().pk}/"
    desk.post(page + "answer/", YES)
    bank.post(page + "reject/", {"reason": "full"})
    refer(desk, enquiry, bank)
    assert Referral.objects.count() == 2
    assert Enquiry.objects.get(pk=enquiry.pk).referral == Referral.objects.latest("created_at")
