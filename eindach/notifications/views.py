"""The outbox of the demonstration: mails and text messages. Outside it these routes do not exist (404): other people's
mail is nobody's."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from eindach.kernel.audience import audience
from eindach.kernel.languages import RTL

from .events import letters_opened
from .models import Attachment, Message

A_PAGE = 50


View = Callable[..., HttpResponseBase]


def demo_only(view: View) -> View:
    """404 unless this is a demonstration."""

    @wraps(view)
    def guarded(request: HttpRequest, **arguments: object) -> HttpResponseBase:
        if not settings.DEMO:
            raise Http404
        return view(request, **arguments)

    return guarded


def opens_letters(view: View) -> View:
    """That somebody looked is told."""

    @wraps(view)
    def told(request: HttpRequest, **arguments: object) -> HttpResponseBase:
        letters_opened.send(sender=Message, message=arguments.get("message_id", ""))
        return view(request, **arguments)

    return told


@audience("demo")
@demo_only
@opens_letters
@never_cache
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """All messages, the newest first."""
    found = Message.objects.filter(emptied_at=None).prefetch_related("attachments")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "notifications/outbox.html", {"page": page, "sends": settings.SMTP_CONFIGURED})


@audience("demo")
@demo_only
@opens_letters
@never_cache
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]
@require_safe
def message(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """One message as a mail program shows it: head, HTML in a sandbox, text, files."""
    found = get_object_or_404(Message.objects.prefetch_related("attachments"), pk=message_id, emptied_at=None)
    return render(
        request,
        "notifications/message.html",
        {"message": found, "direction": "rtl" if found.language in RTL else "ltr"},
    )


@audience("demo")
@demo_only
@opens_letters
@never_cache
@require_safe
@xframe_options_sameorigin
@csp_replace(  # type: ignore[arg-type]
    {
        "default-src": [NONE],
        # Mail programs know style attributes only.
        "style-src": [UNSAFE_INLINE],
        "img-src": ["data:"],
        "frame-ancestors": [SELF],
        "sandbox": ["allow-popups", "allow-top-navigation-by-user-activation"],
    }
)
def message_html(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """The HTML of a message, alone, for the frame: no script, no form, no foreign address is reached."""
    html = get_object_or_404(Message, pk=message_id, emptied_at=None).html
    # Links leave the frame: no page of ours may be framed.
    return HttpResponse(html.replace("<head>", '<head><base target="_top">', 1))


@audience("demo")
@demo_only
@opens_letters
@never_cache
@require_safe
def attachment(request: HttpRequest, message_id: UUID, attachment_id: int) -> HttpResponse:
    """A file of a message."""
    file = get_object_or_404(Attachment, pk=attachment_id, message_id=message_id)
    headers = {"Content-Disposition": content_disposition_header(True, file.name), "X-Content-Type-Options": "nosniff"}
    return HttpResponse(bytes(file.content), content_type=file.media_type, headers=headers)
