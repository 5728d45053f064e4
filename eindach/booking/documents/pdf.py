"""The confirmation on paper: a PDF in the person's language and in German, tagged for screen readers."""

import io
from dataclasses import asdict
from pathlib import Path

import segno

from eindach.booking.models import Itinerary
from eindach.booking.queries import planned
from eindach.kernel.identifiers import readable
from eindach.notifications.paper import pdf

from .faults import NothingToCarry
from .sheet import manage_url, sheet

TEMPLATE = Path(__file__).parent / "confirmation.typ"
OFFICE_LANGUAGE = "de"


def confirmation_pdf(itinerary: Itinerary, *, language: str = "") -> bytes:
    """A4, PDF/UA-1. `language`: the person's, else the itinerary's; German stands beside it.

    Deterministic: the same appointments give the same bytes. Raises NothingToCarry.
    """
    language = language or itinerary.language
    plan = planned(itinerary)
    if plan is None:
        raise NothingToCarry(f"{itinerary} has no appointments to print")
    given = {
        "own": asdict(sheet(itinerary, plan, language=language)),
        "office": None if language == OFFICE_LANGUAGE else asdict(sheet(itinerary, plan, language=OFFICE_LANGUAGE)),
        "qr": qr_svg(manage_url(itinerary, language=language)),
    }
    return pdf(TEMPLATE, given, made_at=itinerary.created_at)


def pdf_name(itinerary: Itinerary) -> str:
    """A file name that says nothing: 'Eindach-K7M-4XQA.pdf'."""
    return f"Eindach-{readable(itinerary.reference).replace(' ', '-')}.pdf"


def qr_svg(text: str) -> str:
    """A QR code as SVG with its quiet zone; error correction M (15 % may be soiled or folded)."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=4, xmldecl=False, dark="#000", light="#fff")
    return out.getvalue().decode()
