"""A table that is pasted: read whatever stands between its columns, faults at their row and column, all or nothing."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from eindach.companies.entering import MOST_AT_ONCE, expected_by
from eindach.companies.models import Details, Employee
from eindach.companies.months import first_of_month
from eindach.companies.table import LARGEST, LONGEST, Unreadable, read, text_of, unread
from tests.permission.signed_in import as_person

from .conftest import Firms

YEAR, MONTH = timezone.localdate().year, f"{timezone.localdate():%Y-%m}"
HEAD = "name;email;language;arrival;children;matters"
AGES = {"2": ["children"], "11": ["children"], "0": [], "12": [], "2, 5": [], str(YEAR - 2): []}
"""A cell of children -> the columns that are not right."""
JUN = f"Jun Beispiel;jun@person.example;English;{MONTH};3, 7;registration"


@pytest.mark.parametrize("separator", [";", "\t", "|x|"])
def test_columns_are_found_whatever_stands_between_them(firms: Firms, separator: str) -> None:
    text = f"\ufeff{HEAD}\n{JUN}\n".replace(";", separator)
    if separator == "|x|":
        with pytest.raises(Unreadable):
            read(text)
        return
    (row,) = read(text)
    assert row.faults == {}
    assert row.entry
    assert (row.entry.name, row.entry.language, len(row.entry.children)) == ("Jun Beispiel", "en", 2)


def test_a_table_with_commas_may_have_commas_in_quotes(firms: Firms) -> None:
    (row,) = read(f'Name,E-Mail,Sprache,Monat,Kinder\n"Beispiel, Jun",jun@person.example,de,{MONTH},"3, 7"')
    assert row.entry
    assert row.entry.name == "Beispiel, Jun"


def test_a_longer_table_asks_no_more_questions(firms: Firms) -> None:
    asked = []
    read("\n".join([HEAD, JUN]))  # whoever comes first reads the region for all
    for rows in (1, 20):
        with CaptureQueriesContext(connection) as queries:
            people = [JUN.replace("Jun", f"Jun{number}") for number in range(rows)]
            assert all(row.entry for row in read("\n".join([HEAD, *people])))
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_a_fault_stands_at_its_row_and_column(firms: Firms) -> None:
    first, second = read(f"{HEAD}\n{JUN}\nMira;not an address;xx;2001-01;-1;flying")
    assert first.faults == {}
    assert second.number == 3
    assert set(second.faults) == {"email", "language", "arrives", "children", "matters"}


@pytest.mark.parametrize("gateway", ["", "jsons://gateway.example/{to}"])
def test_a_phone_alone_is_enough_only_where_text_messages_are_sent(firms: Firms, settings: Any, gateway: str) -> None:
    settings.SMS_GATEWAY = gateway
    (row,) = read(f"name;phone;language;arrival\nJun Beispiel;0151 23456789;en;{MONTH}")
    assert set(row.faults) == (set() if gateway else {"email"})


@pytest.mark.parametrize(
    "text",
    ["", "name\nJun", "colour\nred", f"{HEAD}\nJ\ufffdn", "x" * (LONGEST + 1), "name;name;language;arrival\n",
     HEAD + "\nx" * (MOST_AT_ONCE + 1)],
)  # fmt: skip
def test_what_is_no_table_of_ours_says_what_to_do(firms: Firms, text: str) -> None:
    with pytest.raises(Unreadable, match=r"\."):
        read(text)


def test_rows_are_counted_as_a_spreadsheet_counts_them(firms: Firms) -> None:
    """Empty ones and cells with a line break too; the ends of lines are those of any machine."""
    text = f'{HEAD}\r\n;;;;;\r\n"Jun\r\nBeispiel";jun@person.example;en;{MONTH};;\r\nMira;x;de;{MONTH};;\r\n'
    jun, mira = read(text)
    assert jun.entry
    assert (jun.entry.name, jun.number) == ("Jun Beispiel", 3)
    assert (mira.number, set(mira.faults)) == (4, {"email"})


SHEET = f"""Personalnr.;Vorname;Nachname;E-Mail;Ankunft;Sprache;Kinder;Bemerkung;
1;Jörg;Groß;joerg@person.example;1.{timezone.localdate():%m.%y};Türkisch;0;;
;;;;;;;;
2;Zoë;Löwe;zoe@person.example;{timezone.localdate():%m.%Y};EN;2, 5;kommt später;
1;jörg;groß;Joerg@Person.example;{timezone.localdate():%m.%Y};Türkisch;;;
"""


def test_a_sheet_of_a_personnel_office_is_read_as_it_is(firms: Firms) -> None:
    first, second, twice = read(SHEET)
    assert first.entry
    assert second.entry
    assert (first.entry.name, first.entry.language, second.entry.language) == ("Jörg Groß", "tr", "en")
    assert (first.entry.children, second.entry.children) == ((), (YEAR - 5, YEAR - 2))
    assert first.entry.arrives == second.entry.arrives == timezone.localdate().replace(day=1)
    assert unread(SHEET) == ["Personalnr.", "Bemerkung"]
    assert (twice.number, set(twice.faults)) == (5, {"name"})


def test_what_was_understood_of_children_and_months_is_shown(firms: Firms) -> None:
    """Which years are meant is seen before anybody is invited."""
    path = reverse("companies:table", args=[firms.werk.pk])
    page = as_person("hr@werk.example").post(path, {"table": SHEET.rpartition("1;")[0]}).content.decode()
    assert f"<bdi>2, 5 → {YEAR - 5}, {YEAR - 2}</bdi>" in page
    assert f"<bdi>{timezone.localdate():1.%m.%y} → {MONTH}</bdi>" in page
    assert "<bdi>0</bdi>" in page


def test_a_number_that_may_be_of_children_or_of_years_is_asked_about(firms: Firms) -> None:
    rows = read("\n".join([HEAD, *(JUN.replace("Jun", f"Jun{said}").replace("3, 7", said) for said in AGES)]))
    assert {row.cells["children"]: list(row.faults) for row in rows} == AGES


def test_a_letter_that_was_lost_in_a_name_is_a_fault_of_that_row(firms: Firms) -> None:
    whole, lost = read(f"{HEAD}\n{JUN}\n{JUN.replace('Jun Beispiel', 'S?ren Beispiel').replace('jun@', 'soren@')}")
    assert (whole.faults, list(lost.faults), lost.entry) == ({}, ["name"], None)


def test_whom_the_company_expects_already_is_not_invited_again(firms: Firms) -> None:
    hr, path = as_person("hr@werk.example"), reverse("companies:table", args=[firms.werk.pk])
    hr.post(path, pressed(hr.post(path, {"table": f"{HEAD}\n{JUN}"})))
    one = {"name": "Jun Beispiel", "email": "jun@person.example", "language": "en", "arrives": MONTH, "adults": "1"}
    again = hr.post(path, {"table": f"{HEAD}\n{JUN}"}), hr.post(reverse("companies:add", args=[firms.werk.pk]), one)
    assert ([said.status_code for said in again], Employee.objects.count()) == ([422, 422], 1)
    assert read(f"{HEAD}\n{JUN}", expected_by(firms.fabrik))[0].entry


@pytest.mark.parametrize(
    "said",
    ["2027-01", "2027-01-15", "1/2027", "01.2027", "1.1.27", "15.01.2027", "Jan 27", "Jan. 2027", "1. Januar 2027"],
)
def test_a_month_is_understood_as_spreadsheets_write_it(said: str) -> None:
    assert first_of_month(said) == date(2027, 1, 1)


@pytest.mark.parametrize("said", ["", "1/2/2027", "01.12", "13.2027", "Ja 27", "soon", "0.27", "31.13.27", "０１.2027"])
def test_what_is_no_month_or_could_be_two_is_none(said: str) -> None:
    assert first_of_month(said) is None


def pressed(page: Any) -> dict[str, str]:
    """What the button under this preview sends."""
    return {"table": page.context["text"].replace("\n", "\r\n"), "seen": page.context["seen"], "enter": "1"}


def test_nothing_is_entered_before_it_was_seen_or_while_a_row_is_wrong(firms: Firms) -> None:
    hr, path = as_person("hr@werk.example"), reverse("companies:table", args=[firms.werk.pk])
    seen = hr.post(path, {"table": f"{HEAD}\n{JUN}"})
    wrong = hr.post(path, {"table": f"{HEAD}\n{JUN}\nMira;x;de;{MONTH};;", "enter": "1"})
    assert (seen.status_code, wrong.status_code) == (200, 422)
    assert "jun@person.example" in wrong.content.decode()
    changed = pressed(seen) | {"table": f"{HEAD}\n{JUN.replace('jun@', 'another@')}"}
    for unseen in (pressed(wrong), {"table": f"{HEAD}\n{JUN}", "enter": "1"}, changed):
        hr.post(path, unseen)
    assert not Employee.objects.exists()
    hr.post(path, pressed(seen))
    assert Employee.objects.get().label == "Jun B."


def file_of(text: str, encoding: str = "cp1252") -> SimpleUploadedFile:
    return SimpleUploadedFile("neu.csv", text.encode(encoding))


def test_a_file_is_shown_first_and_entered_with_the_second_press(firms: Firms) -> None:
    hr, path = as_person("hr@werk.example"), reverse("companies:table", args=[firms.werk.pk])
    text = f"{HEAD}\r\n{JUN.replace('Beispiel', 'Bäcker')}\r\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert text_of(file_of(text, encoding)) == text
    seen = hr.post(path, {"file": file_of(text), "table": "of before", "enter": "1"})
    assert "Jun Bäcker" in seen.content.decode()
    assert not Employee.objects.exists()
    hr.post(path, pressed(seen))
    assert Details.objects.get().name == "Jun Bäcker"


def test_a_table_that_was_pasted_is_there_in_another_language(firms: Firms) -> None:
    page = reverse("companies:table", args=[firms.werk.pk])
    drawn = as_person("hr@werk.example").post(page, {"table": JUN, "redraw": "de"}).content.decode()
    assert f"\n{JUN}</textarea>" in drawn


def test_a_file_that_is_no_such_table_says_what_to_do_and_what_was_pasted_stays(firms: Firms) -> None:
    hr, path = as_person("hr@werk.example"), reverse("companies:table", args=[firms.werk.pk])
    for content in ("PK\x03\x04\x00\x00workbook", "name;" * (LARGEST // 4), "colour\nred"):
        answer = hr.post(path, {"file": file_of(content), "table": "pasted before"})
        assert answer.status_code == 422
        assert "notice--error" in answer.content.decode()
        assert "pasted before" in answer.content.decode()
