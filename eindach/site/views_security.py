"""Whom to tell of a weakness of this site: /.well-known/security.txt (RFC 9116)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from eindach.kernel.audience import audience

GOOD_FOR = timedelta(days=90)
"""RFC 9116 recommends less than a year; the date moves on as long as the site runs."""


@audience("public")
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """404 where nobody has been named: an address nobody reads is worse than none."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    answer = HttpResponse(_lines(timezone.now()), content_type="text/plain; charset=utf-8")
    answer["Cache-Control"] = "public, max-age=86400"
    return answer


def _lines(now: datetime) -> str:
    ends = (now + GOOD_FOR).replace(hour=0, minute=0, second=0, microsecond=0)
    return (
        f"Contact: {settings.SECURITY_CONTACT}\n"
        f"Expires: {ends:%Y-%m-%dT%H:%M:%SZ}\n"
        f"Preferred-Languages: de, en\n"
        f"Canonical: {settings.PUBLIC_URL}/.well-known/security.txt\n"
    )
