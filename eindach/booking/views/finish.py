"""Leave nothing behind on a computer that others use too."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from eindach.kernel.audience import audience

from .responses import personal


@audience("public")
@require_POST
@personal
def finish(request: HttpRequest) -> HttpResponse:
    """Forget name, contact and what was chosen; what is booked stays booked and is opened by its secret link."""
    request.session.flush()
    return redirect(f"{reverse('site:home')}?said=forgotten")
