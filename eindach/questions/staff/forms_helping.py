"""A question that becomes a case or a referral: who it is, and what the office of casework asks."""

from typing import Any

from eindach.casework.staff import forms as casework

from ..models import Enquiry


class OpenCase(casework.Who, casework.Open):
    field_order = ("name", "email", "phone", "municipality", "language", "concern", "matter", "advisor")


class Refer(casework.Who, casework.Refer):
    field_order = ("name", "email", "phone", "municipality", "language", "recipient", "words", "matter", "ask")


def as_asked(enquiry: Enquiry) -> dict[str, Any]:
    """What they said, filled in. Their own words are not: what another office needs is said in a sentence of ours."""
    return {
        "name": enquiry.name,
        "email": enquiry.email,
        "phone": str(enquiry.phone),
        "municipality": enquiry.municipality_id,
        "language": enquiry.language,
        "matter": enquiry.matter.key if enquiry.matter else "",
    }
