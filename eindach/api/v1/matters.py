"""GET matters: what can be booked, in the language asked for."""

from django.http import HttpRequest
from ninja import Router
from ninja.decorators import decorate_view

from eindach.guide.models import Matter
from eindach.kernel.audience import audience

from ..caching import conditional
from ..fields import PageLanguage
from ..published import answers
from ..rates import limited
from .answers import MatterOut, Matters, Paper

router = Router(tags=["matters"])


@router.get("/matters", response=answers({200: Matters}, 422, 429), summary="What can be settled by appointment")
@decorate_view(conditional(max_age=300), limited("read"))
@audience("public")
def list_matters(request: HttpRequest, lang: PageLanguage | None = None) -> Matters:
    """Minutes are for one person; `after` names what has to come before."""
    rows = Matter.objects.filter(services__calendars__isnull=False).distinct()
    rows = rows.prefetch_related("after", "services__required_documents", "services__at_locations")
    return Matters(matters=[_matter(matter) for matter in rows])


def _matter(matter: Matter) -> MatterOut:
    services = list(matter.services.all())
    papers = {paper.key: paper for service in services for paper in service.required_documents.all()}
    spoken = dict.fromkeys(
        code for service in services for place in service.at_locations.all() for code in place.languages
    )
    return MatterOut(
        id=matter.key,
        name=str(matter.name),
        official_term=matter.official_term,
        minutes=matter.minutes,
        minutes_each_further=matter.minutes_each_further,
        after=sorted(first.key for first in matter.after.all()),
        required_documents=[Paper(id=p.key, name=str(p.name), note=str(p.note)) for p in papers.values()],
        languages=list(spoken),
    )
