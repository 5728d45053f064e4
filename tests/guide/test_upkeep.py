"""The coordinator keeps the directory: decides, asks, takes tables out and loads them again after a look."""

import io
import zipfile
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook, load_workbook
from pytest_django import DjangoAssertNumQueries

from eindach.accounts.models import Membership, Role, User
from eindach.consent.models import AuditEvent
from eindach.directory.models import HandEdit, Location, Organization, Proposal, SearchWord, Service
from eindach.directory.staff import csv_file, limits, sheets, workbook
from eindach.directory.staff.changes import Change, change
from eindach.directory.staff.comparing import Comparison, compare
from eindach.directory.staff.proposing import propose
from eindach.directory.staff.tables import TABLES
from eindach.guide.models import Matter
from eindach.notifications.models import Message
from tests.accounts.staff import at_the_desk
from tests.cast import NOW, Cast, make_cast

OFFICE = "auskunft@bank.example"
PAGE = "/de/staff/directory/"


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def coordinator(cast: Cast) -> Client:
    """Works at the district, one of the cast's offices."""
    kreis = Organization.objects.get(key="kreis")
    user = User.objects.create_user("coordinator@haus.example", name="Coordinator")
    Membership.objects.create(user=user, organization=kreis, role=Role.COORDINATOR, begun_at=timezone.now())
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    return at_the_desk(user)


@pytest.fixture
def said(cast: Cast) -> list[Proposal]:
    """The bank has a new phone."""
    Service.objects.filter(key="konto").update(assurer_email=OFFICE, sample=False)
    bank = Service.objects.get(key="konto")
    return propose(bank, {"organizations:bank:phone": "02421 000 5"}, "", email=OFFICE, now=timezone.now())


def decide(client: Client, proposals: list[Proposal], act: str = "accept", seen: str = "") -> HttpResponse:
    chosen = {"proposal": [str(one.pk) for one in proposals], "seen": [seen for _ in proposals]}
    return client.post(f"{PAGE}decide/", {**chosen, act: "1"})  # type: ignore[return-value]


def test_accepting_publishes_it_and_counts_as_the_word_of_the_office(coordinator: Client, said: list[Proposal]) -> None:
    assert "02421 000 5" in coordinator.get(PAGE).content.decode()
    assert decide(coordinator, said).status_code == 302
    assert Organization.objects.get(key="bank").phone == "02421 000 5"
    assert Service.objects.get(key="konto").assured_date == timezone.localdate()
    event = AuditEvent._base_manager.get(act="accept")
    assert (event.kind, event.fields, event.role) == ("directory", ["phone"], "coordinator")


def test_what_the_office_in_charge_says_now_takes_the_place_of_what_another_said(
    coordinator: Client, said: list[Proposal]
) -> None:
    bank = Service.objects.get(key="konto")
    propose(bank, {"organizations:bank:phone": "02421 000 6"}, "", email="neu@bank.example", now=timezone.now())
    assert decide(coordinator, list(Proposal.objects.filter(outcome=""))).status_code == 302
    assert Organization.objects.get(key="bank").phone == "02421 000 6"


def test_rejecting_changes_nothing(coordinator: Client, said: list[Proposal]) -> None:
    assert decide(coordinator, said, "reject").status_code == 302
    assert (Organization.objects.get(key="bank").phone, Proposal.objects.get().outcome) == ("", "rejected")
    assert Service.objects.get(key="konto").assured_date is None
    assert decide(coordinator, said).status_code == 404


def test_what_the_coordinator_did_not_see_is_not_overwritten(coordinator: Client, said: list[Proposal]) -> None:
    Organization.objects.filter(key="bank").update(phone="02421 000 9")
    assert decide(coordinator, said).status_code == 409
    assert (Organization.objects.get(key="bank").phone, Proposal.objects.get().outcome) == ("02421 000 9", "")
    assert decide(coordinator, said, seen="02421 000 9").status_code == 302
    assert Organization.objects.get(key="bank").phone == "02421 000 5"


def test_ask_now_writes_once_a_day(coordinator: Client, said: list[Proposal]) -> None:
    chosen = {"service": str(Service.objects.get(key="konto").pk)}
    answers = [coordinator.post(f"{PAGE}ask/", chosen).status_code for _ in range(2)]
    assert (answers, [one.to for one in Message.objects.all()]) == ([302, 409], [OFFICE])
    assert timezone.localdate().strftime("%d.%m.%Y") in coordinator.get(PAGE).content.decode()


def test_more_services_cost_no_more_questions(
    coordinator: Client, said: list[Proposal], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(30):
        coordinator.get(PAGE)


# Tables as files


def read_again(table: str) -> tuple[sheets.Sheet, bool]:
    return csv_file.read(csv_file.write(sheets.sheet_of(TABLES[table])))


def with_cells(table: str, row: int, **cells: str) -> sheets.Sheet:
    """A table as it was taken out, one row (from 0) with other texts."""
    sheet, _ = read_again(table)
    number, texts = sheet.rows[row]
    names = [sheets.columns_by_heading(TABLES[table])[one.lower()] for one in sheet.heading]
    new = [cells.get(name.replace(".", "_"), text) for name, text in zip(names, texts, strict=True)]
    rows = [*sheet.rows[:row], (number, new), *sheet.rows[row + 1 :]]
    return sheets.Sheet(table, sheet.heading, rows)


def compared(*several: sheets.Sheet) -> Comparison:
    return compare(several, now=NOW)


def test_what_is_taken_out_and_loaded_again_changes_nothing(cast: Cast) -> None:
    Organization.objects.filter(key="bank").update(phone="+49 2421 000 5")
    change([Change("locations", "forum", "hours", "", "MO-TH 10:00-16:00; FR 09:00-13:00 by appointment")], now=NOW)
    out = [sheets.sheet_of(table) for table in TABLES.values()]
    for found in (compared(*workbook.read(workbook.write(out))), compared(*(read_again(name)[0] for name in TABLES))):
        assert (found.changes, found.faults, found.missing) == ([], [], [])


def test_more_columns_cost_no_more_queries(cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    sheet, _ = read_again("locations")
    with django_assert_max_num_queries(12):
        assert sheets.table_of(sheet) == TABLES["locations"]


def test_a_changed_cell_is_told_with_old_and_new(cast: Cast) -> None:
    found = compared(with_cells("organizations", 0, phone="02421 000 5"))
    [row] = found.rows
    assert ((row.key, row.name), found.faults) == (("bank", str(Organization.objects.get(key="bank").name)), [])
    assert row.cells[0][1:] == ("", "02421 000 5")
    assert Organization.objects.get(key="bank").phone == ""


def test_a_last_cell_that_was_emptied_is_a_change(cast: Cast) -> None:
    change([Change("places", "konto/forum", "hours", "", "MO-FR 09:00-12:00")], now=NOW)
    [row] = compared(*workbook.read(workbook.write([with_cells("places", 2, hours="")]))).rows
    assert (row.key, row.cells[0][2]) == ("konto/forum", "")


def test_a_row_that_is_not_in_the_file_is_told_and_stays(cast: Cast) -> None:
    sheet, _ = read_again("organizations")
    found = compared(sheets.Sheet("", sheet.heading, sheet.rows[1:]))
    assert ([key for _table, key in found.missing], found.changes) == (["bank"], [])


def test_faults_name_row_and_column_all_at_once(cast: Cast) -> None:
    sheet = with_cells("organizations", 1, phone="=HYPERLINK(1)", email="nobody", name_de="")
    found = compared(sheet)
    assert [("3" in fault, "Kreis" in fault) for fault in found.faults] == [(True, False)] * 3
    assert not found.rows or found.faults


@pytest.mark.parametrize("key", ["", "Zwei Worte", "bank", "../x", "a/b"])
def test_a_key_that_cannot_be_is_a_fault(cast: Cast, key: str) -> None:
    sheet, _ = read_again("organizations")
    number, texts = sheet.rows[0]
    found = compared(sheets.Sheet("", sheet.heading, [*sheet.rows, (number + 9, [key, "", *texts[2:]])]))
    assert len(found.faults) == 1


def test_a_file_older_than_the_entry_is_refused_until_its_version_is_emptied(cast: Cast) -> None:
    older = with_cells("organizations", 0), with_cells("organizations", 0, version="")
    change([Change("organizations", "bank", "email", "", "neu@bank.example")], now=NOW)
    [fault] = compared(older[0]).faults
    assert "Version" in fault
    assert [row.cells[0][1:] for row in compared(older[1]).rows] == [("neu@bank.example", "")]


def test_a_service_is_added_with_its_place_by_one_workbook(cast: Cast) -> None:
    services, places = read_again("services")[0], read_again("places")[0]
    new = dict.fromkeys(range(len(services.heading)), "") | {0: "beratung", 2: "bank", 3: "Beratung"}
    services = sheets.Sheet("services", services.heading, [*services.rows, (9, [new[n] for n in sorted(new)])])
    places = sheets.Sheet("places", places.heading, [*places.rows, (9, ["beratung/forum", "", "Deutsch, ar", ""])])
    found = compared(places, services)
    assert (found.faults, [row.is_new for row in found.rows]) == ([], [True, True])
    change(found.changes, now=NOW)
    added = Service.objects.get(key="beratung")
    assert (added.status, added.sample, added.at_locations.get().languages) == ("active", False, ["de", "ar"])
    assert compared(sheets.Sheet("", places.heading, [(2, ["beratung/nowhere", "", "de", ""])])).faults


def test_a_reader_of_scripts_is_told_of_an_old_encoding(cast: Cast) -> None:
    sheet, is_old = csv_file.read("Key;Phone\r\nbank;Über 5".encode("cp1252"))
    assert (is_old, sheet.rows[0][1][1]) == (True, "Über 5")
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        sheet, is_old = csv_file.read("key,name.ar\nbank,بنك".encode(encoding))
        assert (is_old, sheet.rows[0][1]) == (False, ["bank", "بنك"])


def test_no_cell_is_ever_a_formula(cast: Cast) -> None:
    Organization.objects.filter(key="bank").update(website="=1+1", phone="+49 1", name={"de": "@SUM(1)"})
    sheet = sheets.sheet_of(TABLES["organizations"])
    lines = csv_file.write(sheet).decode("utf-8-sig")
    assert all(sign in lines for sign in (";'=1+1", ";'+49 1", ";'@SUM(1)"))
    book = load_workbook(io.BytesIO(workbook.write([sheet])))
    assert {cell.data_type for page in book for row in page.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (limits.UNPACKED + 1))
    return out.getvalue()


def formula() -> bytes:
    book, out = Workbook(), io.BytesIO()
    book.active.append(["key", "phone"])
    book.active.append(["bank", "=1+1"])
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 no archive",
        bomb(),
        formula(),
        b"",
        b"\x89PNG\0\0",
        b'key;"phone\nbank',
        b"key\n" + b"a\n" * 5001,
        b"\xef\xbb\xbfKey;Name (de)\nbank;\xdcber",
    ],
    ids=[
        "no archive",
        "bomb",
        "formula",
        "empty",
        "picture",
        "open quote",
        "too long",
        "another encoding than it says",
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(coordinator: Client, content: bytes) -> None:
    answer = coordinator.post(f"{PAGE}load/", {"file": SimpleUploadedFile("t.xlsx", content)})
    assert answer.status_code == 422
    assert answer.context["file_faults"]


def loaded(client: Client, sheet: sheets.Sheet) -> HttpResponse:
    return client.post(f"{PAGE}load/", {"file": SimpleUploadedFile("t.csv", csv_file.write(sheet))})  # type: ignore


def test_nothing_changes_before_the_button_and_then_exactly_what_was_shown(coordinator: Client) -> None:
    look = loaded(coordinator, with_cells("services", 2, name_de="Girokonto"))
    assert (look.status_code, HandEdit.objects.count()) == (200, 0)
    done = coordinator.post(f"{PAGE}load/apply/", {"changes": look.context["changes"]})
    assert done.status_code == 302
    assert Service.objects.get(key="konto").name.data["de"] == "Girokonto"
    assert SearchWord.objects.filter(service__key="konto", word="girokonto").exists()
    assert AuditEvent._base_manager.filter(kind="directory", act="change", object="services:konto").count() == 1


def test_however_much_a_file_changes_its_button_fits_into_a_request(coordinator: Client) -> None:
    long = "".join(chr(97 + number * 7919 % 26) for number in range(2_000))
    look = loaded(coordinator, with_cells("services", 2, description_de=long, description_en=long[::-1]))
    assert look.context["found"].faults == []
    assert len(look.context["changes"]) < 300
    assert coordinator.post(f"{PAGE}load/apply/", {"changes": look.context["changes"]}).status_code == 302
    assert Service.objects.get(key="konto").description.data["de"] == long


def test_what_changed_between_look_and_button_is_refused_as_a_whole(coordinator: Client) -> None:
    look = loaded(coordinator, with_cells("services", 2, name_de="Girokonto", fees_de="5 Euro"))
    Service.objects.filter(key="konto").update(fees={"de": "6 Euro"})
    assert coordinator.post(f"{PAGE}load/apply/", {"changes": look.context["changes"]}).status_code == 409
    assert Service.objects.get(key="konto").name.data["de"] == "konto"


def test_only_who_looked_applies_and_not_for_ever(coordinator: Client, cast: Cast) -> None:
    changes = loaded(coordinator, with_cells("organizations", 0, phone="02421 000 5")).context["changes"]
    for forged in ("", changes[:-2] + "AA", changes.swapcase()):
        assert coordinator.post(f"{PAGE}load/apply/", {"changes": forged}).status_code == 422
    assert Organization.objects.get(key="bank").phone == ""


def test_a_file_is_taken_here_and_nowhere_else(coordinator: Client) -> None:
    coordinator.raise_request_exception = False
    file = SimpleUploadedFile("t.csv", b"key\nbank")
    assert coordinator.post(f"{PAGE}load/apply/", {"file": file}).status_code == 400


def test_the_matters_of_a_service_and_its_place_stay(coordinator: Client, cast: Cast) -> None:
    """Cells are changed in place: what hangs on the rows is not touched."""
    before = Matter.objects.get(key="bank").services.count(), Location.objects.count()
    change([Change("services", "konto", "status", "active", "defunct")], now=NOW + timedelta(days=1))
    assert (Matter.objects.get(key="bank").services.count(), Location.objects.count()) == before
