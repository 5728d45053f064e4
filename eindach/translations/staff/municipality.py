"""A municipality's own people translate what it says of itself: in every language of the region, beside the German.

Whose municipality it is asks guide/municipalities/editing.py, here as everywhere; no text of another one is found here.
"""

from collections.abc import Iterable
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from eindach.accounts.acting import as_program
from eindach.consent import trail
from eindach.consent.doors import staff
from eindach.directory.queries import region
from eindach.guide.models import MunicipalityPage
from eindach.guide.municipalities.editing import ChangedMeanwhile, change, my_page
from eindach.kernel.actor import must_be_present
from eindach.kernel.languages import NATIVE, SOURCE

from .. import storing
from ..glossary import terms_in
from ..units import State, Unit, units_of_town
from .looking import STATES
from .overtaken import Overtaken
from .views import about, acting_office, gone

DONE: Final = {State.UP_TO_DATE, State.REVIEWED}
FIRST: Final = (State.OUTDATED, State.MISSING, State.DRAFTED, State.UP_TO_DATE, State.REVIEWED)


@staff("manage", "municipalities")
@require_safe
def overview(request: HttpRequest, town: str) -> HttpResponse:
    """The texts in one language, what is to do first; how much that is in each language."""
    page = my_page(town)
    found = _units(page, _languages())
    code = request.GET.get("language", "")
    code = code if code in found else next(iter(found), "")
    content = {
        "row": page,
        "units": sorted(found.get(code, ()), key=lambda one: FIRST.index(one.state)),
        "languages_here": [(one, NATIVE[one], sum(unit.state not in DONE for unit in of)) for one, of in found.items()],
        "saved": "saved" in request.GET,
    }
    return render(request, "translations/staff/municipality.html", (about(code) if code else {}) | content)


@staff("manage", "municipalities")
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, town: str, code: str, key: str) -> HttpResponse:
    """One text beside the German. What somebody else changed meanwhile is not written over unseen."""
    page = my_page(town)
    found = _units(page, [code]).get(code, []) if code in _languages() else []
    one = next((one for one in found if one.key == key), None)
    if one is None:
        return _overtaken(request, page, code, found)
    said, faults, is_late = list(one.said), {}, False
    if request.method == "POST":
        said = request.POST.getlist("said")
        try:
            _save(page, one, code, said, request.POST)
            return HttpResponseRedirect(f"{reverse('translations:of-town', args=[page.key])}?language={code}&saved=1")
        except storing.Unfit as wrong:
            faults = wrong.faults
        except ChangedMeanwhile:
            is_late = True
    status = 409 if is_late else 422 if faults else 200
    return _shown(request, page, one, code, said, {"fault": faults.get(0, ""), "is_late": is_late}, status=status)


def _overtaken(request: HttpRequest, page: MunicipalityPage, code: str, found: Iterable[Unit]) -> HttpResponse:
    """Its German was changed meanwhile. Http404: nobody wrote anything."""
    was = Overtaken.by(request.POST)
    if was is None or code not in _languages():
        raise Http404
    if not (one := was.now(found)):
        address = f"{reverse('translations:of-town', args=[page.key])}?language={code}"
        return gone(request, was, code, address)
    there = reverse("translations:text-of-town", args=[page.key, code, one.key])
    return _shown(request, page, one, code, was.said, was.beside(one) | {"action": there}, status=409)


def _shown(
    request: HttpRequest,
    page: MunicipalityPage,
    one: Unit,
    code: str,
    said: list[str],
    more: dict[str, Any],
    *,
    status: int,
) -> HttpResponse:
    content = {
        "row": page,
        "unit": one,
        "state": dict(STATES)[one.state],
        "fields": [(0, said[0] if said else "", more.get("fault", ""))],
        "terms": terms_in((*one.german, *one.english)),
    }
    return render(request, "translations/staff/municipality_text.html", about(code) | content | more, status=status)


def _languages() -> list[str]:
    return [code for code in region().languages if code in NATIVE and code != SOURCE]


def _units(page: MunicipalityPage, languages: Iterable[str]) -> dict[str, list[Unit]]:
    """Whoever acts may not even read the table of wordings: the program does, for this municipality."""
    with as_program(now=must_be_present().now):
        return units_of_town(page.key, languages)


def _save(page: MunicipalityPage, one: Unit, code: str, said: list[str], posted: Any) -> None:
    """Unfit, ChangedMeanwhile. Whoever changes, reviews and has compared nothing has written nothing."""
    reviewed, version = "reviewed" in posted, posted.get("version", "")
    if storing.cleaned(one, said) == one.said and not (reviewed or "compared" in posted):
        return
    now, office = must_be_present().now, acting_office()

    def do() -> None:
        storing.save(one, code, said, now=now, office=office, reviewed=reviewed)

    change(page, int(version) if version.isdecimal() else 0, do, fields=())
    trail.record(act="change", kind="wording", object=one.key, basis="role")
