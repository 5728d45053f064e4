"""A municipality's own people, and the coordinators, write what it says of itself."""

from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from eindach.accounts.acting import as_program
from eindach.consent.doors import staff
from eindach.directory.queries import region
from eindach.guide.models import MunicipalityEvent, MunicipalityPage, MunicipalityPicture
from eindach.guide.municipalities.editing import ChangedMeanwhile, change, editable, my_page
from eindach.guide.municipalities.page import row_of, town_page
from eindach.guide.views_municipalities import page_content
from eindach.kernel.actor import must_be_present
from eindach.kernel.audience import takes_file
from eindach.kernel.languages import NATIVE, RTL

from .municipality_forms import EventForm, FiguresForm, NewPictureForm, PartForm, PictureForm, TextsForm

PARTS: Final[dict[str, type[PartForm]]] = {
    "texts": TextsForm,
    "figures": FiguresForm,
    "picture": PictureForm,
    "new-picture": NewPictureForm,
    "event": EventForm,
}
TITLES: Final = {
    "texts": _("Texts and contact person"),
    "figures": _("Figures"),
    "picture": _("A picture"),
    "new-picture": _("A new picture"),
    "event": _("An exhibition or event"),
}
ROWS: Final = {"picture": MunicipalityPicture, "event": MunicipalityEvent}


@staff("manage", "municipalities")
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    return render(request, "guide/staff/municipalities/list.html", {"pages": editable()})


@staff("manage", "municipalities")
@require_safe
def overview(request: HttpRequest, key: str) -> HttpResponse:
    """The page as it is, and what can be changed."""
    page = my_page(key)
    content = {
        "row": page,
        "page": town_page(row_of(key), region(), must_be_present().now),
        "saved": "saved" in request.GET,
    }
    return render(request, "guide/staff/municipalities/overview.html", content)


@takes_file
@staff("manage", "municipalities")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, key: str, part: str) -> HttpResponse:
    """A part: looked at in a language (`preview`), saved, or taken away (`remove`). `?row=`: which picture or event."""
    page = my_page(key)
    if part not in PARTS:
        raise Http404(part)
    form = PARTS[part](_posted(request), request.FILES or None, page=page, row=_row(request, page, part))
    if request.method != "POST":
        return _shown(request, page, part, form)
    removes = "remove" in request.POST and form.row is not None and part in ROWS
    if not removes and not form.is_valid():
        return _shown(request, page, part, form, status=422)
    if (language := request.POST.get("preview", "")) and form.is_preview_possible:
        return _shown(request, page, part, form, preview=_preview(request, page, form, language))
    version = form["version"].value()
    try:
        do = form.take_away if removes else form.do
        began = int(version) if str(version).isdecimal() else 0
        change(page, began, do, fields=form.FIELDS, minor="minor" in request.POST)
    except ChangedMeanwhile:  # they have been told: pressing again replaces what the other one wrote
        again = request.POST.copy()
        again["version"] = str(page.version)
        form = PARTS[part](again, request.FILES or None, page=page, row=form.row)
        return _shown(request, page, part, form, status=409, is_late=True)
    answer = redirect("guide:my-municipality", key=page.key)
    answer["Location"] += "?saved=1"
    return answer


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _row(request: HttpRequest, page: MunicipalityPage, part: str) -> Any:
    """What the form is about: a picture or event of this page, none for a new event; else the page itself."""
    if part == "new-picture":
        return None
    if part not in ROWS:
        return page
    asked = request.GET.get("row", "")
    if not asked and part == "event":
        return None
    try:
        found = ROWS[part].objects.filter(page=page, shown=True, pk=UUID(asked)).first()  # type: ignore[attr-defined]
    except ValueError:
        found = None
    if found is None:
        raise Http404(part)
    return found


def _preview(request: HttpRequest, page: MunicipalityPage, form: PartForm, language: str) -> dict[str, Any]:
    """Done, looked at, and taken back."""
    now, here = must_be_present().now, region()
    code = language if language in here.languages else "de"
    with as_program(now=now), transaction.atomic():
        form.do()
        with translation.override(code):
            content = page_content(town_page(row_of(page.key), here, now)) | {"region": here}
            html = render_to_string("guide/municipalities/parts/presentation.html", content, request)
        transaction.set_rollback(True)
    return {"html": SafeString(html), "language": code, "rtl": code in RTL}


def _shown(
    request: HttpRequest, page: MunicipalityPage, part: str, form: PartForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    content = {
        "row": page,
        "part": part,
        "title": TITLES[part],
        "form": form,
        "can_remove": part in ROWS and form.row is not None,
        "languages_shown": [(code, NATIVE.get(code, code)) for code in region().languages],
        **more,
    }
    return render(request, "guide/staff/municipalities/edit.html", content, status=status)
