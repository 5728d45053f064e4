"""Pages of the staff area: what waits, search, a person's file."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eindach.accounts.models import Category
from eindach.consent.doors import staff
from eindach.consent.labels import CATEGORIES

from . import access, operations
from .forms import FactForm
from .inbox import inbox
from .words import reason


@staff("open", "start")
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What waits for me."""
    return render(request, "casework/start.html", {"inbox": inbox()})


@staff("open", "people")
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """People I may open, by name."""
    words = request.GET.get("q", "")[:100]
    return render(request, "casework/search.html", {"q": words, "found": access.find(words) if words else None})


@staff("open", "people")
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """A person's file as I may see it; a posted fact is written down."""
    file = access.open_file(person_id)
    form = FactForm(request.POST if request.method == "POST" else None, writable=file.writable)
    if request.method == "POST" and form.is_valid():
        operations.write_fact(person_id=person_id, now=timezone.now(), **form.cleaned_data)
        return redirect("casework:person", person_id=person_id)
    content = {
        "file": file,
        "form": form if file.writable else None,
        "reason": reason(file.decision.basis),
        "facts": [(CATEGORIES[Category(one.category)], one) for one in file.facts],
        "kept_back": [words for category, words in CATEGORIES.items() if category not in file.decision.fields],
    }
    return render(request, "casework/person.html", content, status=422 if form.errors else 200)


@staff("open", "enquiries")
@require_POST
def answered(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    """A call was made."""
    operations.call_answered(enquiry_id=enquiry_id, now=timezone.now())
    return redirect("casework:start")
