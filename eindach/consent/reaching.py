"""How somebody reaches the office that asked for a consent, and its data protection."""

from eindach.directory.models import Location, Organization


def contact_of(organization: Organization) -> str:
    """Telephone, mail and address, as far as they are published: "02421 …, haus@….example, Street 1, 52349 Düren"."""
    place = Location.objects.filter(services_at__service__organization=organization).order_by("key").first()
    known = (organization.phone, organization.email, place.address if place else "")
    return ", ".join(one for one in known if one)
