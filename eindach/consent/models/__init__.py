from .audit import AuditEvent, AuditSeal
from .consent import Consent, ConsentEvent, ConsentText
from .glass import BrokenGlass
from .grant import Grant
from .legal_basis import LegalBasis

__all__ = [
    "AuditEvent",
    "AuditSeal",
    "BrokenGlass",
    "Consent",
    "ConsentEvent",
    "ConsentText",
    "Grant",
    "LegalBasis",
]
