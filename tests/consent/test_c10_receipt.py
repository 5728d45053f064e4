"""The receipt, opened again: the words, the hash, who, what, until when, how to take it back."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pymupdf
import pytest
from django.utils import timezone

from eindach.accounts.acting import acting
from eindach.consent import operations as act
from eindach.consent.models import Consent
from eindach.consent.receipt import hashes, heading, receipt_name, receipt_pdf
from eindach.consent.words import filled
from eindach.kernel.languages import NATIVE
from tests.cast import NOW

from .people import LATER, Stage

pytestmark = pytest.mark.django_db


def opened(content: bytes) -> pymupdf.Document:
    return pymupdf.open(stream=content, filetype="pdf")


def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.get_text() for page in opened(content)).split())


@pytest.mark.parametrize("language", ["de", "en", "ar", "uk"])
def test_it_says_all_that_was_agreed_to(stage: Stage, language: str) -> None:
    consent = stage.given(language=language)
    text = text_of(receipt_pdf(consent, person="Amal Beispiel", now=LATER))
    for part in (
        "Weitergabe an eine Stelle", "Das ist freiwillig.", "Ihr Name, Ihre Termine", "20.5.2027", "Amal Beispiel",
        "association", "bank", str(consent.pk), *hashes(consent).values(), "Art. 6 Abs. 1 lit. a DSGVO",
    ):  # fmt: skip
        assert part in text, text
    assert f"referral, 1, {language}" in text


@pytest.mark.parametrize(("language", "font"), [("ar", "NotoSansArabic"), ("uk", "FiraSans")])
def test_both_languages_stand_on_one_page_in_fonts_that_travel(stage: Stage, language: str, font: str) -> None:
    document = opened(receipt_pdf(stage.given(language=language), person="Amal Beispiel", now=LATER))
    assert document.page_count == 1
    fonts = document[0].get_fonts()
    assert any(font in one[3] for one in fonts)
    assert all(document.extract_font(one[0])[3] for one in fonts)


def test_the_ukrainian_words_are_read_back(stage: Stage) -> None:
    text = text_of(receipt_pdf(stage.given(language="uk"), person="Amal Beispiel", now=LATER))
    assert "Передача даних одній установі" in text
    assert "ваше ім'я" in text


def test_it_is_tagged_and_says_its_language(stage: Stage) -> None:
    document = opened(receipt_pdf(stage.given(), person="Amal Beispiel", now=LATER))
    catalog = document.pdf_catalog()
    assert document.xref_get_key(catalog, "MarkInfo/Marked")[1] == "true"
    assert document.xref_get_key(catalog, "Lang")[1] == "ar"


def test_it_names_the_interpreter_and_every_word_said(stage: Stage) -> None:
    consent = stage.ask()
    with acting(stage.adviser, now=NOW):
        act.give(consent=consent, now=NOW, language="ar", interpreter="Herr Muster")
    with acting(stage.amal, now=LATER):
        act.withdraw(consent=consent, now=LATER)
    text = text_of(receipt_pdf(consent, person="Amal Beispiel", now=LATER + timedelta(days=3)))
    assert "Herr Muster" in text
    assert text.count("21.11.2026") >= 3


def test_the_same_consent_gives_the_same_bytes_and_a_name_that_says_nothing(stage: Stage) -> None:
    consent = stage.given()
    first, second = (receipt_pdf(consent, person="Amal Beispiel", now=LATER) for _ in range(2))
    assert first == second
    assert "referral" not in receipt_name(consent)
    assert "Amal" not in receipt_name(consent)


def test_it_says_when_how_in_which_language_and_who_heard_it(stage: Stage) -> None:
    consent = stage.ask(language="en")
    with acting(stage.adviser, now=NOW):
        act.give(consent=consent, now=NOW, language="ti", interpreter="Herr Muster")
    stage.house.offices["association"].phone = "02421 000000"
    stage.house.offices["association"].save()
    text = text_of(receipt_pdf(Consent._base_manager.get(), person="Amal Beispiel", now=LATER))
    for part in (f"21.11.2026, {timezone.localtime(NOW):%H:%M}", NATIVE["ti"], "Art. 6(1)(a) GDPR", "02421 000000"):
        assert part in text, text


def test_its_heading_is_what_was_said(stage: Stage) -> None:
    assert len({heading(state) for state in Consent.State.values}) == len(Consent.State.values)


def test_nothing_counts_against_the_person(stage: Stage) -> None:
    text = text_of(receipt_pdf(stage.given(), person="Amal Beispiel", now=LATER))
    assert "German words count" not in text
    assert "gilt der deutsche" not in text


def test_the_last_day_is_that_of_the_region(stage: Stage) -> None:
    end = datetime(2026, 12, 24, 0, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    assert "24.12.2026" in " ".join(filled(stage.ask(until=end)).paragraphs)
