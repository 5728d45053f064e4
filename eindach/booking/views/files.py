"""The calendar file and the sheet of somebody's appointments, behind their secret link."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from eindach.accounts.pacing import paced

from ..documents.calendar_file import calendar_file
from ..documents.faults import NothingToCarry
from ..documents.pdf import confirmation_pdf, pdf_name
from ..models import Itinerary
from .link import with_link


@with_link
@require_safe
@paced(reads="manage")
def calendar(request: HttpRequest, itinerary: Itinerary) -> HttpResponse:
    """iCalendar (RFC 5545), all appointments."""
    content = calendar_file(itinerary, language=get_language() or "", now=timezone.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{itinerary.reference}.ics"'
    return response


@with_link
@require_safe
@paced(reads="manage")
def sheet(request: HttpRequest, itinerary: Itinerary) -> HttpResponse:
    """PDF in the language of the page and German."""
    try:
        content = confirmation_pdf(itinerary, language=get_language() or itinerary.language)
    except NothingToCarry as fault:
        raise Http404(_("All appointments are cancelled.")) from fault
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{pdf_name(itinerary)}"'
    return response
