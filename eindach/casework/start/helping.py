"""What waits of cases and referrals: answers we owe, ends to be read, people we help."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from eindach.kernel.actor import Acting

from ..helping.access import is_late, open_cases, referrals
from ..models import Case, Referral

MOST_SHOWN = 6


@dataclass(frozen=True)
class Waits:
    """`answer`: other offices wait for our yes or no (`late`: their last day is here); `read`: ours that ended."""

    answer: Sequence[Referral]
    read: Sequence[Referral]
    late: Sequence[Referral]

    def __bool__(self) -> bool:
        return bool(self.answer or self.read)


def referred(acting: Acting) -> Waits:
    found = referrals()
    today = timezone.localdate(acting.now)
    late = [one for one in found.to_answer if is_late(one, today)]
    return Waits(found.to_answer[:MOST_SHOWN], found.ended[:MOST_SHOWN], late)


def cases(acting: Acting) -> Sequence[Case]:
    return open_cases()[:MOST_SHOWN]
