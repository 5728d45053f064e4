"""The legal bases, for everybody who works here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from .. import queries
from ..doors import staff


@staff("open", "rules")
@require_safe
def legal_bases(request: HttpRequest) -> HttpResponse:
    return render(request, "consent/legal_bases.html", {"laws": queries.legal_bases(timezone.localdate())})
