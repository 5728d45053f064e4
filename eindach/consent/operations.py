"""What can be done with consents, grants and broken glass. Keyword-only, with `now` passed in; everything but
`expire_due` runs inside `acting` of whoever does it, asks the policy, and leaves an event in the trail."""

from .answering import NotOpen, give, refuse, renew, withdraw
from .asking import Unfit, ask
from .breaking import NobodyToTell, break_glass, find_exactly, review_glass
from .expiring import expire_due
from .granting import end_grant, grant_by_law

__all__ = [
    "NobodyToTell",
    "NotOpen",
    "Unfit",
    "ask",
    "break_glass",
    "end_grant",
    "expire_due",
    "find_exactly",
    "give",
    "grant_by_law",
    "refuse",
    "renew",
    "review_glass",
    "withdraw",
]
