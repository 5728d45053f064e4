"""The real site with a few pages more, behind each kind of door."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import path

from eindach.accounts.models import Person
from eindach.config.urls import handler400, handler403, handler404, handler500, urlpatterns  # noqa: F401
from eindach.consent import trail
from eindach.consent.doors import Refused, own_door, staff
from eindach.kernel.actor import must_be_present


@staff("open", "people")
def people(request: HttpRequest) -> HttpResponse:
    actor = must_be_present().actor
    return HttpResponse(f"{actor.role} {actor.organization_kind} {Person.objects.count()}")


@staff("open", "people")
def refusing(request: HttpRequest) -> HttpResponse:
    trail.record(act="write", kind="person", object="half-done")
    raise Refused("read", "person", "42")


@staff("open", "people")
def lost(request: HttpRequest) -> HttpResponse:
    raise Http404


@staff("open", "people")
def lazily(request: HttpRequest) -> TemplateResponse:
    template = engines["django"].from_string("{{ people.count }}")
    return TemplateResponse(request, template, {"people": Person.objects})


@own_door
def mine(request: HttpRequest) -> HttpResponse:
    return HttpResponse(" ".join(person.name for person in Person.objects.all()))


urlpatterns = [
    path("probe/people/", people),
    path("probe/refusing/", refusing),
    path("probe/lost/", lost),
    path("probe/lazily/", lazily),
    path("probe/mine/", mine),
    *urlpatterns,
]
