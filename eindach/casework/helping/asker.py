"""Who asks for help, as they said it: somebody known, or somebody who wrote or called."""

from dataclasses import dataclass
from datetime import datetime

from eindach.accounts.acting import as_program
from eindach.accounts.models import Person, person_of


@dataclass(frozen=True, kw_only=True)
class Asker:
    """`phone` (E.164) and `language` (to be spoken) are told with the case or the referral, and no more than that."""

    name: str
    email: str = ""
    phone: str = ""
    language: str
    municipality: str = ""

    def person(self, *, now: datetime) -> Person:
        """They, by name and contact (decision 5); who is known already stays as they are."""
        with as_program(now=now):
            found, _is_new = person_of(
                name=self.name,
                email=self.email,
                phone=self.phone,
                language=self.language,
                municipality=self.municipality,
                now=now,
            )
        return found
