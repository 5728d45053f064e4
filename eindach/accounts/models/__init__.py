from .membership import Invitation, Membership, Role
from .person import Person, person_of
from .profile import Category, ProfileEntry
from .rates import RateBucket
from .retention import Deletion, DestructionItem, DestructionList, LegalHold, RetentionNotice
from .user import User

__all__ = [
    "Category",
    "Deletion",
    "DestructionItem",
    "DestructionList",
    "Invitation",
    "LegalHold",
    "Membership",
    "Person",
    "ProfileEntry",
    "RateBucket",
    "RetentionNotice",
    "Role",
    "User",
    "person_of",
]
