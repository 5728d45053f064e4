"""A person's own door: the page itself, everything to take along."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from eindach.accounts.codes import Contact
from eindach.accounts.freshness import needs_fresh_code
from eindach.accounts.registry.export import everything_about
from eindach.consent.doors import own_door
from eindach.kernel.actor import must_be_present

from .. import access, ways
from ..paper import everything_pdf


@own_door
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Appointments, who may know what, who looked, what was agreed, what can be done."""
    doors = access.own_doors(_page(request))
    content = {
        "doors": doors,
        "ways": ways.ways_on(),
        "along": access.kept_along(doors),
        "slot": f"own:{doors[0].person.pk}" if doors else "",
        "contact": Contact.of(request.user),  # type: ignore[arg-type]
        "said": request.GET.get("said", ""),
        "today": timezone.localdate(),
    }
    return render(request, "casework/own/home.html", content)


def _page(request: HttpRequest) -> int:
    """Of who looked; what is no number is the newest."""
    said = request.GET.get("older", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 4 else 0


@needs_fresh_code("casework:own")
@own_door
@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """All data of the proved contact as one file for programs (Art. 15 and 20 GDPR)."""
    found = everything_about(must_be_present().actor.persons, now=timezone.now())
    answer = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


@needs_fresh_code("casework:own")
@own_door
@require_safe
def everything_to_read(request: HttpRequest) -> HttpResponse:
    """The same to read, as PDF in the language of the page (Art. 12 (1) and 15 GDPR)."""
    now = timezone.now()
    found = everything_about(must_be_present().actor.persons, now=now)
    answer = HttpResponse(
        everything_pdf(found, language=get_language() or "de", now=now), content_type="application/pdf"
    )
    answer["Content-Disposition"] = 'attachment; filename="my-data.pdf"'
    return answer
