"""The ticket on paper, opened and read back."""

import pymupdf
import pytest

from eindach.frontdesk.documents.ticket import address_of, ticket_name, ticket_pdf
from eindach.frontdesk.visits import visit_token
from tests.frontdesk.day import NINE, Day
from tests.frontdesk.test_d20_arriving import amal_at
from tests.frontdesk.test_d21_walking_in import comes

MM = 72 / 25.4


def opened(visit, now=NINE) -> pymupdf.Document:
    return pymupdf.open(stream=ticket_pdf(visit, now=now), filetype="pdf")


def test_it_is_as_wide_as_the_paper_of_the_printer(day: Day) -> None:
    paper = opened(day.walks_in(day.bank, day.insurance))
    assert (len(paper), round(paper[0].rect.width / MM)) == (1, 80)


@pytest.mark.parametrize("language", ["de", "en", "ar", "uk"])
def test_it_says_number_and_way_in_both_languages(day: Day, language: str) -> None:
    visit = day.walks_in(day.bank, day.insurance, language=language)
    text = opened(visit)[0].get_text()
    assert visit.ticket in text
    assert "bank de" in text
    assert "insurance de" in text


def test_what_is_booked_has_its_time_and_sign_and_no_name(day: Day) -> None:
    from eindach.frontdesk.arriving import check_in

    text = opened(check_in(amal_at(day, "9:30", "10:00"), day.forum, now=NINE))[0].get_text()
    assert "9:30" in text
    assert "Amal" not in text


def test_the_code_leads_to_the_page_that_follows_it(day: Day) -> None:
    visit = comes(day, "bank")
    (link,) = opened(visit)[0].get_links()
    assert link["uri"] == address_of(visit, "ar")
    assert link["uri"].endswith(f"/ar/here/{visit_token(visit.pk)}/")
    assert ticket_name(visit) == "Eindach-C01.pdf"


def test_the_same_ticket_is_the_same_file(day: Day) -> None:
    visit = day.walks_in(day.bank)
    assert ticket_pdf(visit, now=NINE) == ticket_pdf(visit, now=NINE)
