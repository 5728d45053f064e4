"""Pages of the staff area: what waits, search, a person's file, an office, the figures."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from eindach.accounts.models import Role
from eindach.accounts.policy import Area, may
from eindach.booking.figures import figures as counted
from eindach.booking.queries import LINK
from eindach.consent import trail
from eindach.consent.doors import staff
from eindach.kernel.actor import must_be_present

from . import access, operations, places
from .figures_page import drawn
from .file_page import shown
from .forms import FactForm
from .start import boards, days

ASKED = "staff.asked"
"""Key of the session: what was looked for last. It never stands in an address (OWASP ASVS 5.0, 14.2.1)."""
LONGEST_ASKED = 200


@staff("open", "start")
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What waits for me; the steering group begins at the figures."""
    if must_be_present().actor.role == Role.STEERING:
        return redirect("casework:figures")
    return render(request, "casework/start.html", {"boards": boards()})


@staff("open", "start")
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Whoever and whatever I may find. One person's number leads to their file at once."""
    acting = must_be_present()
    finds_people = may(acting.actor, "open", Area("people"), now=acting.now).allowed
    if request.method == "POST":
        said = request.POST.get("q", "").strip()[:LONGEST_ASKED]
        exactly = (access.find_by_number(said) or access.find_by_contact(said)) if finds_people else []
        request.session[ASKED] = LINK.sub("/my/…", said)  # the secret of a link stays with its holder
        if len(exactly) == 1:
            return redirect("casework:person", exactly[0].pk)
        return redirect("casework:search")
    words = request.session.get(ASKED, "")
    people = (access.find_by_contact(words) or access.find(words)) if finds_people else []
    found = places.find(words)
    content = {
        "q": words,
        "people": days.beside(people, acting),
        "is_cut": len(people) == access.MOST_FOUND,
        "most_people": access.MOST_FOUND,
        "places": found,
        "places_cut": places.MOST_FOUND in map(len, (found.offices, found.counters, found.matters)),
        "finds_people": finds_people,
        "breaks_glass": access.may_break_glass(),
    }
    return render(request, "casework/search.html", content)


@staff("open", "people")
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """A person's file as I may see it; a posted fact is written down."""
    file = access.open_file(person_id)
    form = FactForm(request.POST if request.method == "POST" else None, writable=file.writable)
    if request.method == "POST" and form.is_valid():
        operations.write_fact(person_id=person_id, now=timezone.now(), **form.cleaned_data)
        return redirect("casework:person", person_id=person_id)
    content = shown(file) | {"form": form if file.writable else None}
    return render(request, "casework/person.html", content, status=422 if form.errors else 200)


@staff("open", "start")
@require_safe
def office(request: HttpRequest, key: str) -> HttpResponse:
    """An organization: how to reach it, its counters and what they do."""
    found = places.office(key, must_be_present().now)
    if found is None:
        raise Http404
    return render(request, "casework/office.html", {"office": found})


@staff("open", "figures")
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Sums of all bookings, drawn; nobody is named."""
    trail.record(act="read", kind="figures", basis="role")
    return render(request, "casework/figures.html", drawn(counted(must_be_present().now)))
