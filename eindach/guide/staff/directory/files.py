"""The directory as files: out, and in again after a look at what would change. A file is read in memory and kept
nowhere; what it would change is kept for a day (previews.py)."""

from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from eindach.accounts.acting import as_program
from eindach.consent import trail
from eindach.consent.doors import staff
from eindach.directory.staff import csv_file, workbook
from eindach.directory.staff.comparing import Comparison, compare
from eindach.directory.staff.faults import CellFault, FileFault, Overtaken
from eindach.directory.staff.limits import LARGEST_FILE
from eindach.directory.staff.sheets import Sheet, sheet_of
from eindach.directory.staff.tables import TABLES
from eindach.kernel.actor import must_be_present
from eindach.kernel.audience import takes_file

from . import desk, previews, writing

WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP: Final = b"PK\x03\x04"


@staff("manage", "directory")
@require_safe
def csv_out(request: HttpRequest, table: str) -> HttpResponse:
    if table not in TABLES:
        raise Http404(table)
    with as_program(now=must_be_present().now):
        content = csv_file.write(sheet_of(TABLES[table]))
    return _download(content, f"{table}.csv", "text/csv; charset=utf-8")


@staff("manage", "directory")
@require_safe
def workbook_out(request: HttpRequest) -> HttpResponse:
    with as_program(now=must_be_present().now):
        content = workbook.write([sheet_of(table) for table in TABLES.values()])
    return _download(content, "directory.xlsx", WORKBOOK)


@takes_file
@staff("manage", "directory")
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """What a file would change. Nothing is written."""
    now = must_be_present().now
    try:
        sheets, is_old = _read(request.FILES.get("file"))
    except FileFault as fault:
        return desk.page(request, status=422, file_faults=[str(fault)])
    with as_program(now=now):
        found = compare(sheets, now=now)
    return _preview(request, found, is_old=is_old, status=422 if found.faults else 200)


@staff("manage", "directory")
@require_POST
def apply(request: HttpRequest) -> HttpResponse:
    """Exactly what was shown, all or nothing."""
    acting = must_be_present()
    try:
        changes = previews.kept(request.POST.get("changes", ""))
    except previews.NotKept:
        fault = _("This preview is too old. Load the file once more.")
        return desk.page(request, status=422, file_faults=[fault])
    try:
        writing.load(changes, now=acting.now)
    except (Overtaken, CellFault):
        fault = _("The directory has changed since the preview. Nothing was taken over. Take a new file out.")
        return desk.page(request, status=409, file_faults=[fault])
    return redirect(f"{reverse('guide:upkeep')}?done=loaded")


def _preview(request: HttpRequest, found: Comparison, *, is_old: bool, status: int) -> HttpResponse:
    sealed = previews.keep(found.changes) if found.changes and not found.faults else ""
    content: dict[str, Any] = {"found": found, "changes": sealed, "is_old": is_old}
    return render(request, "guide/staff/directory/preview.html", content, status=status)


def _read(file: "UploadedFile[Any] | None") -> tuple[list[Sheet], bool]:
    """By what is in it, not by its name. FileFault."""
    if file is None:
        raise FileFault(_("Choose a file."))
    if file.size is None or file.size > LARGEST_FILE:
        raise FileFault(_("The file is too large: 900 kB at most."))
    content = file.read()
    if content.startswith(ZIP):
        return workbook.read(content), False
    sheet, is_old = csv_file.read(content)
    return [sheet], is_old


def _download(content: bytes, name: str, media_type: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    trail.record(act="export", kind="directory", basis="role")
    return answer
