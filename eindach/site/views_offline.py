"""Reading without network: the worker of the browser, and the page of what is kept on this phone."""

from pathlib import Path
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from eindach.kernel.audience import audience

WORKER: Final = Path(__file__).parent / "static/eindach/offline/worker.js"


@audience("public")
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """At the root and not among the files, because a worker answers for the folder it lies in. Nobody has it who has
    not pressed "Keep on this phone"."""
    answer = HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@audience("public")
@require_safe
def on_this_phone(request: HttpRequest) -> HttpResponse:
    """The list is made by the browser, from what it has; the same page stands in for all others without network."""
    return render(request, "site/on_this_phone.html")
