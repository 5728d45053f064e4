"""Accepting an invitation: the link shows it, only the form takes it."""

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from eindach.kernel.audience import audience

from ..forms import Accept
from ..models import User
from ..names import role_name
from ..operations import InvitationOver, OwnInvitation, SignInFirst, accept_invitation, open_invitation
from ..pacing import paced

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@audience("account")
@sensitive_post_parameters("password")
@never_cache
@paced(posts="form")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What is offered; name and password of somebody new, one button for whoever has a password and is signed in."""
    now = timezone.now()
    try:
        offer = open_invitation(token=token, now=now)
        known = User.objects.filter(email=offer.email).first()
        is_known = known is not None and known.has_usable_password()
        form = None if is_known else Accept(request.POST or None, email=offer.email)
        if request.method == "POST" and (form is None or form.is_valid()):
            return _accept(request, token, form.cleaned_data if form else {})
    except (InvitationOver, OwnInvitation):
        return render(request, "accounts/invitation_over.html", status=410)
    except SignInFirst:
        form = None
    content = {
        "offer": offer,
        "role": role_name(offer.role),
        "form": form,
        "is_theirs": is_known and request.user == known,
    }
    return render(request, "accounts/invitation.html", content)


def _accept(request: HttpRequest, token: str, given: dict[str, str]) -> HttpResponse:
    user = request.user if isinstance(request.user, User) else None
    membership = accept_invitation(token=token, now=timezone.now(), user=user, **given)
    if user is None or user.pk != membership.user_id:
        # They have proved the address and chosen the password just now; the second factor is still to come.
        login(request, membership.user, backend=BACKEND)
        record_authentication(request, membership.user, method="password", reauthenticated=True)
    return redirect("accounts:second-factor")
