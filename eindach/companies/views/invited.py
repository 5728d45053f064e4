"""Behind the secret link: what the employer entered, to be corrected, and two questions. Opening it changes nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from eindach.accounts.pacing import paced
from eindach.consent import trail
from eindach.kernel.audience import audience

from ..forms import InvitedForm
from ..invitations import NoInvitation, accept, decline, invited
from ..models import Details


@audience("link-holder")
@never_cache
@paced(reads="manage", posts="form")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, sealed: str) -> HttpResponse:
    """Once answered, the link tells nothing any more but where to sign in."""
    now = timezone.now()
    try:
        employee = invited(sealed, now=now)
    except NoInvitation:
        return render(request, "companies/no_invitation.html", status=404)
    trail.record(act="read", kind="employee", person=employee.person_id, object=employee.pk, basis="link", now=now)
    if employee.state(now) != "invited":
        return render(request, "companies/accepted.html", {"accepted": employee.state(now) == "accepted"})
    if "decline" in request.POST:
        decline(sealed, now=now)
        return redirect("companies:invited", sealed)
    details = Details.objects.get(employee=employee)
    form = InvitedForm(request.POST if request.method == "POST" else None, initial=initial(details))
    if request.method == "POST" and form.is_valid():
        accept(sealed, said=form.corrected(), answers=form.answers(), now=now)
        return redirect("companies:invited", sealed)
    content = {
        "form": form, "company": employee.company.name, "sealed": sealed, "until": employee.good_until,
    }  # fmt: skip
    return render(request, "companies/invited.html", content, status=422 if form.errors else 200)


def initial(details: Details) -> dict[str, object]:
    """What is known, as the form shows it."""
    return {
        "name": details.name,
        "language": details.language,
        "languages": details.languages,
        "adults": details.adults,
        "children": ", ".join(map(str, details.children)),
        "municipality": details.municipality,
        "matters": details.matters,
        "step_free": "step-free" in details.needs,
    }
