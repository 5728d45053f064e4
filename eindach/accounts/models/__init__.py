from .membership import Invitation, Membership, Role
from .person import Person, person_of
from .profile import Category, ProfileEntry
from .rates import RateBucket
from .user import User

__all__ = [
    "Category",
    "Invitation",
    "Membership",
    "Person",
    "ProfileEntry",
    "RateBucket",
    "Role",
    "User",
    "person_of",
]
