"""The translators' pages: what there is to do, one text side by side, the glossary."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eindach.accounts.acting import as_program
from eindach.consent import trail
from eindach.consent.doors import staff
from eindach.directory.models import Organization
from eindach.kernel.actor import must_be_present
from eindach.kernel.languages import NATIVE, RTL

from .. import storing
from ..glossary import terms, terms_in
from ..units import TARGETS, Unit, forms, units
from .looking import STATES, Look, counts, look, parts, where
from .overtaken import Overtaken

A_PAGE: Final = 25


@staff("manage", "plans")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The texts of a language, by state, part and words."""
    wanted = look(request.GET)
    found = units_of(wanted.language)
    shown = Paginator([one for one in found if wanted.shows(one)], A_PAGE).get_page(request.GET.get("page"))
    many = counts(found)
    return render(
        request,
        "translations/staff/list.html",
        about(wanted.language)
        | {
            "look": wanted,
            "page": shown,
            "units": where(shown),
            "states": [(state, name, many[state]) for state, name in STATES],
            "parts": parts(found),
            "languages_here": TARGETS,
            "total": len(found),
        },
    )


@staff("manage", "plans")
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """One text beside German and English. Saving leads to the next of those looked at."""
    wanted, found = look(request.GET), _all(code)
    one = next((one for one in found if one.key == key), None)
    if one is None:
        return _overtaken(request, code, found)
    said, faults = list(one.said), {}
    if request.method == "POST":
        said = request.POST.getlist("said")
        try:
            _save(one, code, said, reviewed="reviewed" in request.POST, compared="compared" in request.POST)
            return HttpResponseRedirect(_after(one, code, wanted))
        except storing.Unfit as wrong:
            faults = wrong.faults
    return _shown(request, one, code, said, {"faults": faults}, status=422 if faults else 200)


def _overtaken(request: HttpRequest, code: str, found: Iterable[Unit]) -> HttpResponse:
    """Its source was changed meanwhile. Http404: nobody wrote anything."""
    wanted, was = look(request.GET), Overtaken.by(request.POST)
    if was is None:
        raise Http404
    if not (one := was.now(found)):
        return gone(request, was, code, f"{reverse('translations:list')}?{wanted.query}")
    there = f"{reverse('translations:text', args=[code, one.key])}?{wanted.query}"
    return _shown(request, one, code, was.said, was.beside(one) | {"action": there}, status=409)


def gone(request: HttpRequest, was: Overtaken, code: str, address: str) -> HttpResponse:
    """Nothing stands in its place; what they wrote is shown. `address`: of the list of texts."""
    return render(request, "translations/staff/gone.html", about(code) | {"was": was, "list": address}, status=409)


def _shown(
    request: HttpRequest, one: Unit, code: str, said: Sequence[str], more: dict[str, Any], *, status: int
) -> HttpResponse:
    count, faults = 1 if len(one.sources) == 1 else forms(code), more.get("faults", {})
    content = {
        "unit": one,
        "where": where([one])[0],
        "fields": [(form, said[form] if form < len(said) else "", faults.get(form, "")) for form in range(count)],
        "look": look(request.GET),
        "terms": terms_in((*one.german, *one.english)),
        "state": dict(STATES)[one.state],
    }
    return render(request, "translations/staff/text.html", about(code) | content | more, status=status)


@staff("manage", "plans")
@require_POST
def take_back(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """The catalogue's own words again."""
    one = _unit(code, key)
    storing.take_back(one, code, now=must_be_present().now)
    trail.record(act="take-back", kind="wording", object=one.key)
    return HttpResponseRedirect(f"{reverse('translations:text', args=[code, key])}?{look(request.GET).query}")


@staff("manage", "plans")
@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """Terms of art in a language."""
    wanted = look(request.GET)
    lines = [(term, term.said.get("en", ""), term.said.get(wanted.language, "")) for term in terms()]
    shown = about(wanted.language) | {"look": wanted, "lines": lines, "languages_here": TARGETS}
    return render(request, "translations/staff/glossary.html", shown)


def units_of(code: str) -> list[Unit]:
    with as_program(now=must_be_present().now):
        return units(code)


def _all(code: str) -> list[Unit]:
    if code not in {language.code for language in TARGETS}:
        raise Http404
    return units_of(code)


def _unit(code: str, key: str) -> Unit:
    for one in _all(code):
        if one.key == key:
            return one
    raise Http404


def _save(one: Unit, code: str, said: list[str], *, reviewed: bool, compared: bool) -> None:
    """Whoever only turns the leaves has neither written a text nor taken somebody's review back."""
    if storing.cleaned(one, said) == one.said and not (reviewed or compared):
        return
    storing.save(one, code, said, now=must_be_present().now, office=acting_office(), reviewed=reviewed)
    trail.record(act="change", kind="wording", object=one.key)


def acting_office() -> str:
    """In German, as on its door: it stands beside what it reviewed."""
    office = Organization.objects.get(pk=must_be_present().actor.organization or "")
    return str(office.name.localize("de"))[:120]


def _after(one: Unit, code: str, wanted: Look) -> str:
    """The next text in the order of the list; without one, the list."""
    found = units_of(code)
    here = next((number for number, other in enumerate(found) if other.key == one.key), len(found))
    following = next((other for other in found[here + 1 :] if wanted.shows(other)), None)
    address = reverse("translations:text", args=[code, following.key]) if following else reverse("translations:list")
    return f"{address}?{wanted.query}"


def about(code: str) -> dict[str, object]:
    return {"target": code, "native": NATIVE[code], "direction": "rtl" if code in RTL else "ltr"}
