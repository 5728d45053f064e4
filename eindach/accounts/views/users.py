"""Users, for the administrator: who works for whom, inviting, changing a role, leaving. No case content."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eindach.kernel.actor import must_be_present

from .. import operations
from ..doors import staff
from ..events import touched
from ..forms import Invite, Task
from ..freshness import needs_fresh_sign_in
from ..models import Invitation, Membership, User
from ..names import role_name

administrator = staff("manage", "users")


@administrator
@require_safe
def users(request: HttpRequest) -> HttpResponse:
    """Everybody of all organizations, and the invitations that are open."""
    now = must_be_present().now
    members = Membership.objects.live(now).select_related("user", "organization", "municipality")
    waiting = Invitation.objects.filter(accepted_at=None, revoked_at=None, good_until__gt=now)
    touched.send(sender=User, act="list", kind="user", basis="role")
    content = {
        "members": [(one, role_name(one.role)) for one in members.order_by("organization__key", "user__name")],
        "left": operations.who_left(now),
        "invitations": [(one, role_name(one.role)) for one in waiting.select_related("organization")],
    }
    return render(request, "accounts/users.html", content)


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
@needs_fresh_sign_in
def invite(request: HttpRequest) -> HttpResponse:
    """Whom, where, as what."""
    form = Invite(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            operations.invite(
                email=given["email"],
                organization=given["organization"],
                role=form.chosen,
                municipality=given["municipality"],
                language=given["language"],
                by=_myself(),
                now=must_be_present().now,
            )
            return redirect("accounts:users")
        except operations.OwnInvitation:
            form.add_error("email", _("This is your own address. Ask another administrator to invite you."))
        except operations.AlreadyMember:
            form.add_error("role", _("This person has this role there already."))
    return render(request, "accounts/invite.html", {"form": form})


@administrator
@require_POST
@needs_fresh_sign_in
def revoke(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    invitation = get_object_or_404(Invitation, pk=invitation_id)
    operations.revoke_invitation(invitation=invitation, now=must_be_present().now)
    return redirect("accounts:users")


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
@needs_fresh_sign_in
def member(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """One membership: change its role."""
    found = _live(membership_id)
    form = Task.of(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.change_role(
                membership=found,
                role=form.chosen,
                municipality=form.cleaned_data["municipality"],
                by=_myself(),
                now=must_be_present().now,
            )
            return redirect("accounts:users")
        except operations.OwnMembership:
            form.add_error("role", _("Nobody changes their own role. Ask another administrator."))
        except operations.HasLeft:
            form.add_error(None, _("This person has left meanwhile. Nothing was changed."))
        except operations.AlreadyMember:
            form.add_error("role", _("This person has this role there already."))
    return render(request, "accounts/member.html", {"form": form, "membership": found, "role": role_name(found.role)})


@administrator
@require_POST
@needs_fresh_sign_in
def end(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """They leave."""
    found = _live(membership_id)
    try:
        operations.end_membership(membership=found, by=_myself(), now=must_be_present().now)
    except operations.OwnMembership:
        form = Task.of(found)
        said = {"form": form, "membership": found, "role": role_name(found.role), "is_own": True}
        return render(request, "accounts/member.html", said, status=409)
    return redirect("accounts:users")


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
@needs_fresh_sign_in
def remove(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Say what is lost; then nothing is left of them but an id."""
    found = get_object_or_404(User, pk=user_id)
    content = {"removed": found}
    if request.method == "POST":
        try:
            operations.remove_for_good(user=found, by=_myself(), now=must_be_present().now)
        except operations.OwnMembership:
            return render(request, "accounts/remove.html", content | {"is_own": True}, status=409)
        return redirect("accounts:users")
    return render(request, "accounts/remove.html", content)


def _live(membership_id: UUID) -> Membership:
    live = Membership.objects.live(must_be_present().now).select_related("user", "organization")
    return get_object_or_404(live, pk=membership_id)


def _myself() -> User:
    return User.objects.get(pk=str(must_be_present().actor.user))
