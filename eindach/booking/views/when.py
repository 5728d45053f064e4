"""Step 2: when somebody can come, with how many, in which languages."""

from collections import Counter as Tally
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from eindach.accounts.pacing import paced
from eindach.directory.models import Municipality, ServiceAtLocation
from eindach.directory.queries import region
from eindach.guide.models import Matter
from eindach.kernel.audience import audience
from eindach.kernel.languages import SPOKEN

from ..draft import Draft, as_data, typed
from ..forms import WhenForm
from ..forms.times import HALVES, WEEKDAYS, HalfDay
from ..forms.when import first_day
from ..wish import Wish
from .responses import personal
from .steps import at


@dataclass(frozen=True)
class Spoken:
    """A language and for how many of the chosen matters it is spoken somewhere."""

    code: str
    native: str
    matters: int
    everywhere: bool


@audience("public")
@require_http_methods(["GET", "HEAD", "POST"])
@personal
@paced(posts="form")
def when(request: HttpRequest) -> HttpResponse:
    """Shows what was typed before; a wrong answer comes back with a word on what to do."""
    draft = Draft.of(request)
    if draft.is_booked:
        return redirect("booking:booked")
    if not known(draft.matters):
        return redirect("booking:matters")
    spoken = spoken_for(draft.matters)
    today = timezone.localdate(timezone.now(), region().zone)
    if request.method == "POST":
        draft.when = typed(request.POST, WhenForm.base_fields)
        draft.keep(request)
        form = bound(draft, today, spoken)
        if form.is_valid():
            return redirect("booking:plans")
        return _page(request, form, spoken, status=422)
    said = draft.when or WhenForm.usual(first_day(today, draft.here_from), own_language(spoken)) | _town(draft)
    draft.when = said
    # Whoever is sent back here from a later step is told why.
    return _page(request, bound(draft, today, spoken), spoken, fresh="again" not in request.GET)


def _town(draft: Draft) -> dict[str, list[str]]:
    """Where they live, if the plan of their next steps has asked for it."""
    return {"municipality": [draft.town]} if draft.town in dict(_places()) else {}


def bound(draft: Draft, today: date, spoken: Sequence[Spoken]) -> WhenForm:
    """The form of step 2 with what the draft holds."""
    return WhenForm(as_data(draft.when), today=today, spoken=_choices(spoken), places=_places())


def wish_of(draft: Draft) -> Wish | None:
    """The whole wish of a draft; None when step 1 or 2 has to be answered (again)."""
    here = region()
    today = timezone.localdate(timezone.now(), here.zone)
    matters = known(draft.matters)
    if not matters or not draft.when:
        return None
    # What is spoken where depends on the matters, which may have changed since the languages were ticked.
    form = bound(draft, today, [Spoken(one.code, one.native, 0, False) for one in SPOKEN])
    if not form.is_valid():
        return None
    wish = form.wish(matters, here.zone)
    return replace(wish, start=max(wish.start, today))


def known(keys: Sequence[str]) -> list[str]:
    """Those that are still in the guide, each once: a draft may be older than the region's data."""
    found = set(Matter.objects.filter(key__in=keys).values_list("key", flat=True))
    return [key for key in dict.fromkeys(keys) if key in found]


def spoken_for(matters: Sequence[str]) -> list[Spoken]:
    """The languages spoken where these matters are settled, in the order of the language row."""
    rows = ServiceAtLocation.objects.filter(service__matters__key__in=matters)
    pairs = {(key, code) for key, codes in rows.values_list("service__matters__key", "languages") for code in codes}
    tally = Tally(code for key, code in pairs if key in matters)
    return [
        Spoken(one.code, one.native, tally[one.code], tally[one.code] == len(matters))
        for one in SPOKEN
        if tally[one.code]
    ]


def _choices(spoken: Sequence[Spoken]) -> list[tuple[str, str]]:
    return [(one.code, one.native) for one in spoken]


def _places() -> list[tuple[str, str]]:
    return list(Municipality.objects.values_list("ags", "name"))


def own_language(spoken: Sequence[Spoken]) -> list[str]:
    """Ticked beforehand: the language of the pages, when every matter can be settled in it."""
    return [one.code for one in spoken if one.code == get_language() and one.everywhere]


def half_days(form: WhenForm) -> list[tuple[str, list[tuple[str, bool]]]]:
    """The rows of the table of times: weekday, and its halves with their key and whether they are ticked."""
    ticked = form.ticked("times")
    return [
        (weekday, [(HalfDay(n, half).key, HalfDay(n, half).key in ticked) for half in HALVES])
        for n, weekday in enumerate(WEEKDAYS)
    ]


def _page(
    request: HttpRequest, form: WhenForm, spoken: Sequence[Spoken], *, fresh: bool = False, status: int = 200
) -> HttpResponse:
    if fresh:
        form.errors.clear()
    context = {
        "form": form,
        "spoken": spoken,
        "weeks": half_days(form),
        "ticked": form.ticked("languages"),
        "matters": Matter.objects.filter(key__in=Draft.of(request).matters),
    }
    return render(request, "booking/when.html", context | at(2), status=status)
