"""A wish to be called back, and the thanks for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from eindach.accounts.pacing import paced
from eindach.guide import operations
from eindach.guide.forms import CallMeBack
from eindach.kernel.audience import audience


@audience("public")
@require_http_methods(["GET", "HEAD", "POST"])
@paced(posts="letter")
def call_me_back(request: HttpRequest) -> HttpResponse:
    """Faults come back on the same page with everything that was typed."""
    if request.method != "POST":
        return render(request, "guide/call_me_back.html", {"form": CallMeBack(initial={"language": get_language()})})
    form = CallMeBack(request.POST)
    if not form.is_valid():
        return render(request, "guide/call_me_back.html", {"form": form}, status=422)
    operations.ask_for_call(**form.cleaned_data, now=timezone.now())
    return redirect("guide:thanks")


@audience("public")
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "guide/thanks.html")
