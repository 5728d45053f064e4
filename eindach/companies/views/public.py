"""The page for companies, and the wish for access."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from eindach.accounts.pacing import paced
from eindach.directory.queries import region
from eindach.kernel.audience import audience

from ..admitting import ask
from ..forms import AskForAccess


@audience("public")
@require_safe
def companies(request: HttpRequest) -> HttpResponse:
    """Settle here, bring staff: how it works, whom to ask."""
    return render(request, "companies/companies.html", {"here": region()})


@audience("public")
@require_http_methods(["GET", "HEAD", "POST"])
@paced(posts="letter")
def register(request: HttpRequest) -> HttpResponse:
    """Faults come back on the same page with everything that was typed."""
    form = AskForAccess(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = form.cleaned_data | {"phone": str(form.cleaned_data["phone"])}
        ask(**said, language=get_language() or "de", now=timezone.now())
        return redirect("companies:thanks")
    return render(request, "companies/register.html", {"form": form}, status=422 if form.errors else 200)


@audience("public")
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "companies/thanks.html")
