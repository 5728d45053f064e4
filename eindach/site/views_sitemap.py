"""What search engines may find: pages that say the same to everybody, in each language with the others beside it."""

from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as drawn
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from eindach.directory.memory import memory
from eindach.directory.models import Service
from eindach.directory.queries import region
from eindach.guide.models import Matter, MunicipalityPage, Topic
from eindach.kernel.audience import audience
from eindach.kernel.languages import SHIPPED, SOURCE

ALONE: Final = (
    "site:home", "site:help", "site:accessibility", "site:how-it-works", "site:sign-language", "site:privacy",
    "site:imprint", "guide:topics", "guide:places", "guide:municipalities", "guide:plan",
    "frontdesk:events", "questions:ask", "questions:call-me-back", "questions:talk", "companies:companies",
    "companies:register",
)  # fmt: skip
WITH_A_KEY: Final = {
    "guide:topic": Topic, "guide:matter": Matter, "guide:service": Service, "guide:municipality": MunicipalityPage,
}  # fmt: skip
A_DAY: Final = "public, max-age=86400"


class Pages(Sitemap):  # type: ignore[type-arg]  # generic for mypy alone
    """An item is an address behind its language."""

    i18n = alternates = x_default = True
    protocol = urlsplit(settings.PUBLIC_URL).scheme

    def __init__(self) -> None:
        ours = set(region().languages)
        self.languages = [language.code for language in SHIPPED if language.code in ours]

    def items(self) -> list[str]:
        with override(SOURCE):
            alone = [reverse(name) for name in ALONE]
            keyed = [
                reverse(name, args=[key])
                for name, model in WITH_A_KEY.items()
                for key in model._default_manager.order_by("key").values_list("key", flat=True)
            ]
        return [address.removeprefix(f"/{SOURCE}") for address in (*alone, *keyed)]

    def location(self, item: str) -> str:
        return f"/{get_language()}{item}"

    def get_domain(self, site: object = None) -> str:
        """Not that of the request: a site has one name."""
        return urlsplit(settings.PUBLIC_URL).netloc


@audience("public")
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """/sitemap.xml; made once as long as the region says the same (half a second for 300 pages in ten languages)."""
    content = memory().rows("sitemap", lambda: drawn(request, {"pages": Pages}).render().content)
    answer = HttpResponse(content, content_type="application/xml")
    answer["Cache-Control"] = A_DAY
    return answer


@audience("public")
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """/robots.txt. Nothing of a demonstration is to be found: its offices are invented. What is behind a link or a
    sign-in is not named here but says `noindex` itself (config/headers.py); searches have no end."""
    refused = "/" if settings.DEMO else "/*?"
    lines = f"User-agent: *\nDisallow: {refused}\nSitemap: {settings.PUBLIC_URL}/sitemap.xml\n"
    answer = HttpResponse(lines, content_type="text/plain; charset=utf-8")
    answer["Cache-Control"] = A_DAY
    return answer
