"""Pages that say the same to everybody: help, privacy, imprint; the bare address; the manifest."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language_from_request, override
from django.views.decorators.http import require_safe

from eindach.kernel.audience import audience
from eindach.site.people_to_ask import people_to_ask

ICONS = (192, 512)
"""Pixels of the icons for home screens that draw no SVG."""


@audience("public")
@require_safe
def bare_address(request: HttpRequest) -> HttpResponse:
    """`/` leads to the person's language: what they chose last, else what their browser asks for, else German."""
    with override(get_language_from_request(request)):
        answer = HttpResponseRedirect(reverse("site:home"))
    answer["Vary"] = "Accept-Language, Cookie"
    return answer


@audience("public")
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "site/help.html", {"people": people_to_ask(now=timezone.now())})


@audience("public")
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "site/privacy.html")


@audience("public")
@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    return render(request, "site/imprint.html")


def _icon(size: int) -> dict[str, str]:
    """The roof on white, with room around it: a phone may cut it round."""
    said = {"src": static(f"eindach/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
    return said | {"purpose": "any maskable"}


@audience("public")
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """So that the page can lie on a phone's home screen."""
    content: dict[str, Any] = {
        "id": "/",
        "name": "Eindach",
        "start_url": "/",
        "scope": "/",
        "display": "browser",
        "background_color": "#ffffff",
        "theme_color": "#ffffff",
        "icons": [
            {"src": static("eindach/logo.svg"), "sizes": "any", "type": "image/svg+xml"},
            *(_icon(size) for size in ICONS),
        ],
    }
    return JsonResponse(content, content_type="application/manifest+json")
