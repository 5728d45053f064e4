"""What people change by hand: cell by cell, only while it still says what was shown, kept when files are loaded."""

from datetime import date, time

import pytest

from eindach.directory.models import HandEdit, Organization, Schedule, Service, ServiceAtLocation
from eindach.directory.staff import cells, hours_text
from eindach.directory.staff.changes import ADDED, Change, apply_again, change, named_in_files, texts
from eindach.directory.staff.faults import CellFault, Overtaken
from eindach.directory.staff.tables import TABLES
from tests.cast import NOW, Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


PHONE = Change("organizations", "bank", "phone", "", "02421 000 5")


@pytest.mark.parametrize(
    ("typed", "exact"),
    [
        ("Mo-Do 10-16 Uhr; Fr 9:00–13:00", "MO-TH 10:00-16:00; FR 09:00-13:00"),
        ("Di, Do 9.00-12.00", "TU,TH 09:00-12:00"),
        ("1FR 09:00-13:00", "1FR 09:00-13:00"),
        ("Mon-Fri 9-12 by appointment\nnach Vereinbarung", "MO-FR 09:00-12:00 by appointment; by appointment"),
        ("Mo 9-12 ab 1.9.2026 bis 2026-12-31", "MO 09:00-12:00 from 2026-09-01 until 2026-12-31"),
        ("Sa 9-12 auch an Feiertagen", "SA 09:00-12:00 also on holidays"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO 9-12", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO 09:00-12:00"),
        ("", ""),
    ],
)
def test_hours_are_read_as_people_write_them(typed: str, exact: str) -> None:
    assert hours_text.canonical(typed) == exact
    assert hours_text.canonical(exact) == exact
    assert hours_text.canonical(hours_text.shown(exact)) == exact


@pytest.mark.parametrize("typed", ["montags", "Mo 16-10", "Mo 25-26", "Xy 9-12", "Mo 9-12 ab gestern", "Mo 9-12 huhu"])
def test_a_line_that_is_none_is_named(typed: str) -> None:
    with pytest.raises(CellFault, match=typed):
        hours_text.read(f"Mo 8-9; {typed}")


@pytest.mark.parametrize(
    ("cell", "typed", "exact"),
    [
        (cells.LANGUAGES, "العربية, de", "de, ar"),
        (cells.KNOWN_OR_NOT, "Yes", "yes"),
        (cells.KNOWN_OR_NOT, "", ""),
        (cells.STATUS, "no longer offered", "defunct"),
        (cells.MAIL, " Amt@Muster.EXAMPLE ", "amt@muster.example"),
        (cells.NUMBER, "50,8", "50.8"),
        (cells.DAY, "1.9.2026", "2026-09-01"),
    ],
)
def test_a_cell_reads_what_people_mean(cell: cells.Cell, typed: str, exact: str) -> None:
    assert cell.check(typed) == exact


@pytest.mark.parametrize(
    ("cell", "typed"),
    [
        (cells.LANGUAGES, "de, klingon"),
        (cells.LANGUAGES, ""),
        (cells.YES_NO, "maybe"),
        (cells.STATUS, ""),
        (cells.MAIL, "amt"),
        (cells.PHONE_CELL, "=1+1"),
        (cells.WEBSITE, "javascript:alert(1)"),
        (cells.NUMBER, "nan"),
        (cells.DAY, "2026-02-30"),
        (cells.POSTAL_CODE, "5234"),
        (cells.NAME, "a" * 201),
    ],
)
def test_a_cell_refuses_what_cannot_be_meant(cell: cells.Cell, typed: str) -> None:
    with pytest.raises(CellFault):
        cell.check(typed)


def test_every_cell_of_the_cast_says_the_same_when_written_back(cast: Cast) -> None:
    """No column loses anything between a row and its text."""
    for table in TABLES.values():
        for row in table.rows():
            for column in table.columns():
                said = column.text(row)
                assert column.check(said) == said, (table.name, column.name)
                column.put(row, said)
                assert column.text(row) == said, (table.name, column.name)


def test_a_change_is_written_and_remembered(cast: Cast) -> None:
    change([PHONE], now=NOW)
    assert Organization.objects.get(key="bank").phone == "02421 000 5"
    assert HandEdit.objects.get().value == "02421 000 5"


def test_what_changed_meanwhile_is_not_overwritten_and_nothing_is_half_done(cast: Cast) -> None:
    Organization.objects.filter(key="bank").update(phone="02421 000 7")
    mail = Change("organizations", "bank", "email", "", "bank@muster.example")
    with pytest.raises(Overtaken) as overtaken:
        change([mail, PHONE], now=NOW)
    assert overtaken.value.changes == [PHONE]
    assert (Organization.objects.get(key="bank").email, HandEdit.objects.count()) == ("", 0)


def test_hours_of_a_service_at_a_place_leave_those_of_the_door(cast: Cast) -> None:
    door = Change("locations", "forum", "hours", "", "MO-FR 09:00-16:00")
    own = Change("places", "konto/forum", "hours", "", "TU 10:00-12:00 by appointment")
    change([own, door], now=NOW)
    assert texts(TABLES["locations"], ["forum"])["forum"]["hours"] == "MO-FR 09:00-16:00"
    rule = Schedule.objects.get(service_at_location__isnull=False)
    assert (rule.kind, rule.opens) == ("by-appointment", time(10))


def test_loading_again_keeps_what_people_said_and_tells_what_the_files_say(cast: Cast) -> None:
    change([PHONE], now=NOW)
    Organization.objects.filter(key="bank").update(phone="02421 000 9")
    [remark] = apply_again()
    assert "02421 000 9" in remark
    assert Organization.objects.get(key="bank").phone == "02421 000 5"


def test_what_the_files_say_by_now_is_forgotten(cast: Cast) -> None:
    change([PHONE], now=NOW)
    assert apply_again() == []
    assert not HandEdit.objects.exists()


def test_the_later_word_of_an_office_counts(cast: Cast) -> None:
    said = Change("services", "konto", "assured_date", "", "2026-11-01")
    change([said], now=NOW)
    Service.objects.filter(key="konto").update(assured_date=date(2026, 11, 20))
    assert apply_again() == []
    assert Service.objects.get(key="konto").assured_date == date(2026, 11, 20)


def added(key: str, **cells_of: str) -> list[Change]:
    table = "places" if "/" in key else "services"
    said = cells_of or {"organization": "bank", "name.de": "Beratung", "status": "active"}
    new = [Change(table, key, column, "", text) for column, text in said.items()]
    return [Change(table, key, ADDED, "", ""), *new]


def test_a_service_is_added_with_its_place(cast: Cast) -> None:
    change([*added("beratung/forum", languages="de, ar"), *added("beratung")], now=NOW)
    at = ServiceAtLocation.objects.get(service__key="beratung")
    assert (str(at.service.name), at.languages) == ("Beratung", ["de", "ar"])
    with pytest.raises(Overtaken):
        change(added("beratung"), now=NOW)


def test_nothing_is_added_where_nothing_is(cast: Cast) -> None:
    with pytest.raises(CellFault, match="nowhere"):
        change(added("konto/nowhere", languages="de"), now=NOW)


def test_files_that_name_an_added_row_own_it(cast: Cast) -> None:
    change(added("beratung"), now=NOW)
    named_in_files("services", ["beratung", "konto"])
    apply_again()
    assert not HandEdit.objects.exists()
