"""The hand-out of the registration office, opened and read back: the square code, every language, whom to ask."""

import pymupdf
import pytest
import segno
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext as _

from eindach.guide.models import MunicipalityPage
from eindach.guide.municipalities.paper import sentences, short_address
from eindach.kernel.languages import SHIPPED
from tests.cast import Cast

from .towns import MUSTER, Towns, set_towns

FORMS = ("sheet", "cards")


@pytest.fixture
def towns(cast: Cast) -> Towns:
    return set_towns(cast)


def printed(client: Client, form: str, key: str = "musterstadt") -> pymupdf.Page:
    answer = client.get(f"/de/municipalities/{key}/{form}.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    document = pymupdf.open(stream=answer.content, filetype="pdf")
    assert (document.page_count, tuple(map(round, document[0].rect[2:]))) == (1, (595, 842))  # A4
    return document[0]


def words_of(page: pymupdf.Page) -> str:
    return " ".join(page.get_text().split())


def dark(page: pymupdf.Page, square: pymupdf.Rect, modules: int) -> list[list[bool]]:
    """What a camera sees in the middle of each module of the drawn square."""
    scale = 8 * modules / square.width
    seen = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), clip=square, colorspace=pymupdf.csGRAY)
    middle = [int((number + 0.5) * seen.width / modules) for number in range(modules)]
    return [[seen.pixel(x, y)[0] < 128 for x in middle] for y in middle]


@pytest.mark.parametrize("form", FORMS)
def test_the_square_code_is_that_of_the_short_address(client: Client, towns: Towns, form: str) -> None:
    page = printed(client, form)
    address = short_address("musterstadt")
    links = [link for link in page.get_links() if link.get("uri") == address]
    code = max((link["from"] for link in links), key=lambda square: square.width * square.height)
    matrix = [[bool(one) for one in row] for row in segno.make(address, error="m", micro=False).matrix_iter(border=2)]
    assert dark(page, code, len(matrix)) == matrix


@pytest.mark.parametrize("form", FORMS)
def test_every_language_has_its_sentence(client: Client, towns: Towns, form: str) -> None:
    page = printed(client, form)
    assert [one["language"] for one in sentences()] == [one.code for one in SHIPPED]
    for one in sentences():
        if not one["rtl"]:  # drawn from the right: no reader of PDF gives the letters back in their order
            assert " ".join(one["text"].split()) in words_of(page), one["language"]


def test_each_sentence_is_that_of_its_language() -> None:
    for one in sentences():
        with translation.override(one["language"]):
            assert one["text"] == _("You are new here? Here you find your contact person and your next steps.")


@pytest.mark.parametrize("form", FORMS)
def test_whom_to_ask_is_on_it(client: Client, towns: Towns, form: str) -> None:
    said = words_of(printed(client, form))
    for part in ("Musterstadt", "Beratung", "02421 000 9", short_address("musterstadt").partition("://")[2]):
        assert part in said, part


def test_without_an_advisor_it_is_the_house(client: Client, towns: Towns) -> None:
    assert "hilfe@muster.example" in words_of(printed(client, "sheet", "beispielheim"))


def test_four_cards_are_on_a_sheet(client: Client, towns: Towns) -> None:
    assert words_of(printed(client, "cards")).count("02421 000 9") == 4


def test_a_name_gives_typst_no_orders(client: Client, towns: Towns) -> None:
    MunicipalityPage.objects.filter(pk=MUSTER).update(advisor={"de": '#panic("x") $ *a* \\'})
    assert '#panic("x")' in words_of(printed(client, "sheet"))
