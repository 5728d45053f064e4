"""The consent record as JSON: header, processing, parties, events, with the names of ISO/IEC TS 27560:2023.

The ancestor is Kantara's Consent Receipt 1.1. Where the specification leaves a value open, ours is a word of the Data
Privacy Vocabulary (W3C DPV 2) or a key of this program. Which is which: docs/consent.md.
"""

from datetime import datetime
from typing import Any, Final

from django.utils import translation

from eindach.accounts.models.profile import SPECIAL
from eindach.accounts.subjects import subject_of
from eindach.directory.models import Organization

from .models import Consent, ConsentEvent
from .reaching import contact_of
from .receipt import hashes, heading
from .words import data_words, filled, grounds

SCHEMA: Final = "ISO/IEC TS 27560:2023"


def record_of(consent: Consent, *, now: datetime) -> dict[str, Any]:
    """Plain data, in the language of the words that were shown. The person is named by the digest the trail has too,
    the interpreter not at all. TextBent."""
    with translation.override(consent.text.language):
        return {
            "schema_version": SCHEMA,
            "record_id": str(consent.pk),
            "pii_principal_id": subject_of(consent.person_id),
            "title": heading(consent.state(now)),
            "consent_status": consent.state(now),
            "issued_at": now.isoformat(),
            "pii_processing": [_processing(consent)],
            "parties": [_party(consent.controller, "pii_controller"), _party(consent.recipient, "third_party")],
            "events": [_event(event) for event in consent.events.all()],
        }


def record_name(consent: Consent) -> str:
    """A file name that says neither what nor for whom."""
    return f"Eindach-{str(consent.pk)[:8]}.json"


def _processing(consent: Consent) -> dict[str, Any]:
    words = filled(consent)
    return {
        "privacy_notice": {
            "title": words.title,
            "text": "\n\n".join(words.paragraphs),
            "version": consent.text.version,
            "sha256": consent.text.sha256,
            "sha256_by_language": hashes(consent),
            "drafted_by_machine": words.drafted_by_machine,
        },
        "language": words.language,
        "purposes": [_purpose(consent, words.title)],
    }


def _purpose(consent: Consent, title: str) -> dict[str, Any]:
    return {
        "purpose": title,
        "purpose_type": consent.purpose,
        "lawful_basis": grounds(consent.categories, "en").split("; "),
        "pii_information": [
            {
                "pii_type": one,
                "pii_name": data_words([one], consent.text.language),
                "pii_optional": True,
                "special_pii_category": one in SPECIAL,
            }
            for one in consent.categories
        ],
        "pii_controllers": [str(consent.controller_id)],
        "recipient_third_parties": [str(consent.recipient_id)],
        "collection_method": "told by the person",
        "processing_method": "shown to staff of the recipient, not copied",
        "storage_locations": ["DE"],
        "processing_locations": ["DE"],
        "geographic_restrictions": ["DE"],
        "jurisdictions": ["DE"],
        "retention_period": {"until": consent.expires_at.isoformat()},
        "withdrawal_method": "at any time: in the person's account, at a counter of either office, by phone",
        "privacy_rights": [f"Art. {number} GDPR" for number in ("7(3)", "15", "16", "17", "18", "20", "77")],
    }


def _party(organization: Organization, role: str) -> dict[str, Any]:
    return {
        "party_id": str(organization.pk),
        "party_name": str(organization.name),
        "party_role": role,
        "party_contact": contact_of(organization),
        "data_protection": f"Data protection officer of {organization.name}",
    }


def _event(event: ConsentEvent) -> dict[str, Any]:
    return {
        "event_type": event.channel,
        "event_state": event.kind,
        "event_time": event.at.isoformat(),
        "entity_id": "" if event.channel == ConsentEvent.Channel.PROGRAM else event.channel,
        "language": event.language,
        "heard_by": str(event.heard_by_id or ""),
    }
