"""What a public body owes people with disabilities: a statement, a form for barriers, the pages explained simply."""

from math import ceil
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from eindach.accounts.pacing import paced
from eindach.kernel.audience import audience
from eindach.questions.asking import ask
from eindach.questions.links import sealed
from eindach.site.models import AccessibilityStatement, Barrier, Video
from eindach.site.people_to_ask import people_to_ask
from eindach.site.reporting import BarrierReport, spoken_here

VIDEOS = "videos"
"""The folder of the data's public files they lie in, and the first word of their address."""


@audience("public")
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    content = {"statement": AccessibilityStatement.objects.first(), "barriers": Barrier.objects.all()}
    return render(request, "site/accessibility.html", content)


@audience("public")
@require_http_methods(["GET", "HEAD", "POST"])
@paced(posts="letter")
def report_barrier(request: HttpRequest) -> HttpResponse:
    """`?page=` says where it is. Faults come back with everything that was typed; after it the answer's own page."""
    first = {"page": request.GET.get("page", "")[:200], "language": spoken_here()}
    form = BarrierReport(request.POST if request.method == "POST" else None, initial=first)
    if form.is_valid():
        return redirect("questions:thread", sealed(ask(form.asked(), now=timezone.now())))
    content = {"form": form, "statement": AccessibilityStatement.objects.first()}
    return render(request, "site/report_barrier.html", content, status=422 if form.errors else 200)


@audience("public")
@require_safe
def how_it_works(request: HttpRequest) -> HttpResponse:
    """The pages in simple words: what they are for, how one moves around, where help is."""
    return render(request, "site/how_it_works.html", {"people": people_to_ask(now=timezone.now())})


@audience("public")
@require_safe
def sign_language(request: HttpRequest) -> HttpResponse:
    videos = [shown for one in Video.objects.all() if (shown := Shown.of(one))]
    return render(request, "site/sign_language.html", {"videos": videos, "people": people_to_ask(now=timezone.now())})


class Shown(NamedTuple):
    """A video as its page shows it. `url`: of the file on this server, "" where it is only linked; `size`: bytes."""

    video: Video
    url: str
    size: int

    @property
    def minutes(self) -> int:
        return ceil(self.video.seconds / 60)

    @property
    def host(self) -> str:
        """Whose server the link leads to."""
        return urlsplit(self.video.link).hostname or ""

    @classmethod
    def of(cls, video: Video) -> "Shown | None":
        """None while its file is not there: nobody is shown a video that does not play."""
        if not video.file:
            return cls(video, "", 0)
        file = settings.PUBLIC_FILES / VIDEOS / video.file
        return cls(video, f"/{VIDEOS}/{video.file}", file.stat().st_size) if file.is_file() else None
