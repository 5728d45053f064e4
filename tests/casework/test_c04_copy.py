"""Everything to take along: a file for programs, and the same as a PDF somebody can read, in their language."""

import io
import unicodedata

import pymupdf
import pytest

from eindach.accounts.models import Category, Person
from eindach.booking.models import Itinerary
from eindach.consent import trail
from eindach.consent.models import AuditEvent
from eindach.kernel.actor import acting_as
from tests.cast import NOW
from tests.permission.house import House
from tests.permission.signed_in import as_person

from .newcomer import AMAL
from .newcomer import booked as booked
from .newcomer import cast as cast

pytestmark = pytest.mark.django_db


def read(language: str = "en", who: str = AMAL) -> str:
    """The words of the PDF on one line, letters as they are written (PDF keeps the shapes of Arabic ones)."""
    words = " ".join(page.get_text() for page in sheets(language, who))
    return " ".join(unicodedata.normalize("NFKC", words).split())


def sheets(language: str, who: str = AMAL) -> pymupdf.Document:
    answer = as_person(who).get(f"/{language}/own/my-data.pdf")
    assert answer["Content-Type"] == "application/pdf"
    return pymupdf.open(stream=io.BytesIO(answer.content))


def test_the_file_has_everything_and_nothing_of_others(house: House) -> None:
    mine = as_person(AMAL).get("/de/own/my-data.json").content.decode()
    assert ("secret family" in mine, "secret notes" in mine) == (True, False)
    assert "secret" not in as_person("other@mail.example").get("/de/own/my-data.json").content.decode()


def test_the_pdf_says_the_same_in_words(house: House, booked: Itinerary) -> None:
    said = read()
    assert "secret family" in said
    assert "secret notes" not in said
    assert booked.reference in said
    assert "Registration" in said


def test_it_says_who_looked_and_why(house: House) -> None:
    with acting_as(house.staff("advisor", "association"), now=NOW):
        trail.record(act="read", kind="person", person=house.amal.pk, basis="law:advice", reason="a permit")
    said = read()
    assert "a permit" in said
    assert "association" in said


def test_it_names_law_period_and_recipients(house: House) -> None:
    house.grant("bank", Category.IDENTITY)
    said = read()
    assert "Law: Art. 6 Abs. 1" in said
    assert "Kept: 2 years" in said
    assert "bank" in said


@pytest.mark.parametrize(("language", "word"), [("de", "Sprache"), ("uk", "Мова"), ("en", "Language")])
def test_it_can_be_read_in_every_language(house: House, language: str, word: str) -> None:
    assert word in read(language)


def test_in_arabic_it_runs_from_right_to_left(house: House) -> None:
    """Readers of PDF give Arabic letters in the order they are drawn, so letters and places are compared, not words."""
    page = sheets("ar")[0]
    assert set("اللغة") <= set(unicodedata.normalize("NFKC", page.get_text()))
    assert any("NotoSansArabic" in font[3] for font in page.get_fonts())
    [name] = page.search_for("Amal Beispiel")
    assert name.x0 > page.rect.width / 2


def test_a_number_keeps_its_plus_in_front_among_arabic_words(house: House) -> None:
    Person.objects.update(phone="+4915123456789")
    assert "+4915123456789" in read("ar").replace("\u2066", "").replace("\u2069", "")


def test_names_give_no_orders(house: House) -> None:
    Person.objects.update(name='#panic("x") $ *Amal* @all')
    assert '#panic("x") $ *Amal* @all' in read()


def test_for_somebody_unknown_it_is_empty_and_no_fault(house: House) -> None:
    assert "secret" not in read(who="other@mail.example")


def test_taking_a_copy_is_an_event(house: House) -> None:
    as_person(AMAL).get("/de/own/my-data.pdf")
    assert AuditEvent.objects.get(act="export").basis == "self"
