"""Out to translators' tools and back, with a look at what would change."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from eindach.consent import trail
from eindach.consent.doors import staff
from eindach.kernel.actor import must_be_present

from .. import checks, exchange, storing
from ..units import TARGETS, State, Unit, forms
from .looking import look
from .views import about, acting_office, units_of

WHY_NOT = {
    "columns": _("The first line must name the columns, among them id and translation."),
    "csv": _("This table is broken: perhaps a quotation mark never ends."),
    "po": _("This catalogue (PO) is broken: perhaps only a part of it was copied."),
    "xml": _("This file (XML) is broken: perhaps only a part of it was copied."),
    "doctype": _("A file with a document type is not read."),
    "xliff": _("This is XML, but not XLIFF 1.2."),
}
"""Why a file cannot be read (exchange.NotReadable)."""
TYPES = {"csv": "text/csv; charset=utf-8", "xlf": "application/xliff+xml", "po": "text/x-gettext-translation"}


@dataclass(frozen=True)
class Change:
    """What a file says of one text; `fault`: why it stays as it is; `reviewed`: it says that somebody has confirmed
    it."""

    unit: Unit
    said: tuple[str, ...]
    fault: str
    reviewed: bool

    @property
    def is_new(self) -> bool:
        """Other words; else only confirmed."""
        return self.said != self.unit.said


@staff("manage", "plans")
@require_safe
def handed_out(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The texts looked at as a file."""
    _known(code)
    if form not in TYPES:
        raise Http404
    wanted = look(request.GET)
    found = [one for one in units_of(code) if wanted.shows(one)]
    written: str | bytes
    if form == "po":
        written = exchange.to_po(units_of(code), code)
    else:
        written = exchange.to_csv(found) if form == "csv" else exchange.to_xliff(found, code)
    trail.record(act="export", kind="wording", object=code)
    name = f'attachment; filename="eindach-{code}.{form}"'
    return HttpResponse(written, content_type=TYPES[form], headers={"Content-Disposition": name})


@staff("manage", "plans")
@require_http_methods(["GET", "HEAD", "POST"])
def taken_in(request: HttpRequest, code: str) -> HttpResponse:
    """A file's text pasted in: first what would change, then, with the button, it changes. No page takes a file."""
    _known(code)
    text, changes, fault = request.POST.get("text", ""), [], ""
    if request.method == "POST":
        try:
            changes = _changes(exchange.read(text), units_of(code), code)
        except exchange.NotReadable as wrong:
            fault = str(WHY_NOT[wrong.why])
        if not fault and "take" in request.POST:
            _take([one for one in changes if not one.fault], code, reviewed="reviewed" in request.POST)
            return HttpResponseRedirect(f"{reverse('translations:list')}?language={code}")
    good = [one for one in changes if not one.fault]
    shown: dict[str, object] = {
        "text": text,
        "good": [one for one in good if one.is_new],
        "confirmed": [one for one in good if not one.is_new],
        "refused": [one for one in changes if one.fault],
        "fault": fault,
    }
    shown |= {"asked": request.method == "POST" and not fault}
    return render(request, "translations/staff/take.html", about(code) | shown, status=422 if fault else 200)


def _known(code: str) -> None:
    if code not in {language.code for language in TARGETS}:
        raise Http404


def _changes(brought: exchange.Brought, there: Sequence[Unit], code: str) -> list[Change]:
    """What differs from what the site says now, and what was confirmed as it is; a text nobody knows is left out."""
    by_key = {one.key: one for one in there}
    found = []
    for key, written in brought.said.items():
        if not (unit := by_key.get(key)):
            continue
        texts = storing.cleaned(unit, written)
        # The mark of a text reviewed here went out with it: it says nothing of other words.
        reviewed = key in brought.confirmed and (texts == unit.said or unit.state != State.REVIEWED)
        if texts != unit.said or (reviewed and unit.state != State.REVIEWED):
            faults = checks.faults(unit.kind, unit.sources, texts, forms=forms(code))
            found.append(Change(unit, texts, "; ".join(faults.values()), reviewed))
    return found


def _take(changes: Sequence[Change], code: str, *, reviewed: bool) -> None:
    now, office = must_be_present().now, acting_office()
    for confirmed in (True, False):
        said = [(one.unit, one.said) for one in changes if (one.reviewed or (reviewed and one.is_new)) is confirmed]
        storing.save_all(said, code, now=now, office=office, reviewed=confirmed)
    trail.record(act="change", kind="wording", object=code)
