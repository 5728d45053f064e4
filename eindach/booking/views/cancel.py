"""Cancel all appointments or some of them, after a page that asks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import moving, operations, queries
from ..models import Itinerary
from .link import with_link


@with_link
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, itinerary: Itinerary) -> HttpResponse:
    """`?which=` ticks one beforehand, else all are ticked."""
    now = timezone.now()
    plan = queries.planned(itinerary)
    can_cancel = moving.movable(plan, now) if plan else []
    back = reverse("booking:manage", args=[queries.manage_token(itinerary)])
    if not can_cancel:
        return redirect(back)
    fault = ""
    if request.method == "POST":
        wanted = {one.appointment_id for one in can_cancel} & _numbers(request.POST.getlist("which"))
        if wanted:
            operations.cancel(itinerary=itinerary, now=now, appointments=[key for key in wanted if key])
            return redirect(f"{back}?said=cancelled")
        fault = _("Choose at least one appointment.")
    ticked = _numbers(request.GET.getlist("which")) or {one.appointment_id for one in can_cancel}
    shown = {
        "itinerary": itinerary,
        "can_cancel": [(one, one.appointment_id in ticked) for one in can_cancel],
        "fault": fault,
        "back_url": back,
    }
    return render(request, "booking/cancel.html", shown, status=422 if fault else 200)


def _numbers(said: list[str]) -> set[int | None]:
    return {int(text) for text in said if text.isascii() and text.isdigit() and len(text) < 19}
