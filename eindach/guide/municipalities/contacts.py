"""The fixed contact persons: one service that stands in many municipalities, and is another person in each."""

from uuid import UUID

from eindach.guide.models import MunicipalityPage


def contact_services() -> frozenset[UUID]:
    """Who lives where such a service has a place goes there, and never to the contact person of others."""
    pages = MunicipalityPage.objects.exclude(advisor_service=None)
    return frozenset(pages.values_list("advisor_service_id", flat=True).distinct())
