"""The PDF, opened again: text in reading order, tags, links, one page, quick."""

from collections.abc import Callable

import pymupdf
import pytest
import segno

from eindach.booking import operations as act
from eindach.booking.documents import pdf
from eindach.booking.documents.faults import NothingToCarry
from eindach.booking.documents.sheet import manage_url, sheet
from eindach.booking.models import Itinerary
from eindach.booking.queries import planned
from eindach.kernel.languages import PAGES
from eindach.notifications.paper import fonts
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db
Book = Callable[..., Itinerary]
CODES = [language.code for language in PAGES]


def opened(content: bytes) -> pymupdf.Document:
    return pymupdf.open(stream=content, filetype="pdf")


def text_of(content: bytes) -> str:
    """All text, spaces and line breaks made one space."""
    return " ".join(" ".join(page.get_text() for page in opened(content)).split())


def positions(text: str, *parts: str) -> list[int]:
    found = [text.find(part) for part in parts]
    assert -1 not in found, f"missing: {[part for part, at in zip(parts, found, strict=True) if at < 0]} in {text}"
    return found


def test_the_text_comes_in_the_order_of_the_day(booked: Itinerary) -> None:
    text = text_of(pdf.confirmation_pdf(booked, language="en"))
    first, _second = planned(booked).appointments
    order = ["Registration", "Bank"]
    assert positions(text, *order) == sorted(positions(text, *order))
    for part in ("Musterstraße 1, 52349 Musterstadt", f"{first.start.hour}:{first.start.minute:02}", "02421 000 100"):
        assert part in text


def test_both_languages_stand_on_it(booked: Itinerary) -> None:
    text = text_of(pdf.confirmation_pdf(booked, language="en"))
    positions(text, "Registration", "registration de", "Counter", "Schalter")


def test_a_german_pdf_is_in_german_alone(booked: Itinerary) -> None:
    assert text_of(pdf.confirmation_pdf(booked, language="de")).count("registration de") == 1


def test_common_papers_stand_once_on_top(booked: Itinerary) -> None:
    text = text_of(pdf.confirmation_pdf(booked, language="de"))
    assert text.count("passport") == 1
    assert positions(text, "passport", "registration de", "registration-proof") == sorted(
        positions(text, "passport", "registration de", "registration-proof")
    )


@pytest.mark.parametrize("language", CODES)
def test_number_and_link_are_on_one_page(booked: Itinerary, language: str) -> None:
    document = opened(pdf.confirmation_pdf(booked, language=language))
    assert document.page_count == 1
    assert f"{booked.reference[:3]} {booked.reference[3:]}" in document[0].get_text()
    assert manage_url(booked, language=language) in {link.get("uri") for link in document[0].get_links()}


@pytest.mark.parametrize("language", CODES)
def test_it_is_tagged_titled_and_says_its_language(booked: Itinerary, language: str) -> None:
    content = pdf.confirmation_pdf(booked, language=language)
    document = opened(content)
    catalog = document.pdf_catalog()
    assert document.xref_get_key(catalog, "MarkInfo/Marked")[1] == "true"
    assert document.xref_get_key(catalog, "Lang")[1] == language.removesuffix("-simple")
    assert document.xref_get_key(catalog, "StructTreeRoot")[0] == "xref"
    assert b"pdfuaid" in document.xref_stream(int(document.xref_get_key(catalog, "Metadata")[1].split()[0]))
    assert booked.reference[:3] in (document.metadata or {})["title"]


@pytest.mark.parametrize(
    ("language", "script", "words"),
    [
        ("de", "FiraSans", "Größe ßẞ"),
        ("uk", "FiraSans", "Зареєструвати ґанок їжак"),
        ("tr", "FiraSans", "Şehir için ığdır"),
        ("ar", "NotoSansArabic", "السكن"),
        ("fa", "NotoSansArabic", "ثبت محل سکونت در شهر گچ پژ"),
        ("ti", "NotoSansEthiopic", "ምዝገባ ኣድራሻ ቁጽሪ"),
    ],
)
def test_every_letter_has_a_glyph_and_a_font_that_travels(
    booked: Itinerary, cast: Cast, language: str, script: str, words: str
) -> None:
    cast.registration.name = {"de": "Anmeldung", language: words}
    cast.registration.save()
    document = opened(pdf.confirmation_pdf(booked, language=language))
    names = {font[3].split("+")[-1] for font in document[0].get_fonts()}
    assert any(name.startswith(script) for name in names)
    assert all(document.extract_font(font[0])[3] for font in document[0].get_fonts())  # embedded
    text = "".join(document[0].get_text().split())
    for word in words.split():
        assert word in text or word[::-1] in text


def test_arabic_stands_on_the_right_and_the_time_too(booked: Itinerary) -> None:
    (page,) = opened(pdf.confirmation_pdf(booked, language="ar"))
    start = planned(booked).appointments[0].start
    (arabic,) = page.search_for("Registration (ar)") or [None]
    german = page.search_for("registration de")[0]
    clock = page.search_for(f"{start.hour}:{start.minute:02}")[-1]
    assert german.x1 < arabic.x0 < clock.x0


def test_a_name_cannot_give_orders_to_the_typesetter(booked: Itinerary, cast: Cast) -> None:
    evil = '#panic() $x$ *b* <l> @ref \\ ] } "'
    cast.registration.name = {"de": evil, "en": evil}
    cast.registration.save()
    assert "".join(evil.split()) in "".join(text_of(pdf.confirmation_pdf(booked, language="de")).split())


def test_the_printed_code_is_that_of_the_link(booked: Itinerary) -> None:
    url = manage_url(booked, language="ar")
    modules = [list(row) for row in segno.make(url, error="m", micro=False).matrix_iter(border=4)]
    (page,) = opened(pdf.confirmation_pdf(booked, language="ar"))
    square = next(link["from"] for link in page.get_links() if link.get("uri") == url and link["from"].height > 60)
    picture = page.get_pixmap(dpi=400, clip=square)
    step = [picture.width / len(modules), picture.height / len(modules)]
    printed = [
        [int(sum(picture.pixel(int((x + 0.5) * step[0]), int((y + 0.5) * step[1]))) < 380) for x in range(len(modules))]
        for y in range(len(modules))
    ]
    assert printed == modules


def test_the_same_appointments_give_the_same_bytes(booked: Itinerary) -> None:
    assert pdf.confirmation_pdf(booked) == pdf.confirmation_pdf(booked)


def test_a_cancelled_itinerary_has_no_pdf(booked: Itinerary) -> None:
    with pytest.raises(NothingToCarry):
        pdf.confirmation_pdf(act.cancel(itinerary=booked, now=NOW))


def test_the_file_name_tells_nothing(booked: Itinerary) -> None:
    assert pdf.pdf_name(booked) == f"Eindach-{booked.reference[:3]}-{booked.reference[3:]}.pdf"


def test_missing_fonts_are_named_with_the_remedy(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "SOURCES", ("@nowhere/none.woff2",))
    with pytest.raises(fonts.FontsMissing, match="make assets"):
        fonts.build(tmp_path / "fonts")  # type: ignore[operator]


def test_a_wait_and_a_way_are_told_with_their_minutes(book: Book) -> None:
    itinerary = book("registration", "bank", "residence")
    plan = planned(itinerary)
    floors = [floor for day in sheet(itinerary, plan, language="en").days for floor in day.floors]
    assert [floor.kind for floor in floors].count("stop") == 3
    ways = [floor.text for floor in floors if floor.kind == "way"]
    assert ways == [f"{leg.minutes} min on foot" for leg in plan.legs if leg]
