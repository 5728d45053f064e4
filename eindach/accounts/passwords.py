"""Passwords nobody else would guess: no rule about letters and figures, but a look at how soon a guesser gets there.

zxcvbn takes a password apart into what guessers try first: passwords of known breaches, words, names, keyboard walks,
dates, repetitions, and what of them is written backwards or with figures for letters. Nothing is asked over the
network. Words of the house and of the user count as the first a guesser would try (ASVS 5.0, 6.1.2 and 6.2.11).
"""

from typing import Any, Final

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

GUESSES: Final = 10**10
"""Fewer tries than this, and it is refused: zxcvbn's best class begins here."""
READ: Final = 72
"""Characters zxcvbn reads at most; what is as long as that stands on its beginning."""
WORDS_OF_THE_HOUSE: Final = (
    "eindach", "ein dach", "termin", "termine", "rathaus", "kreis", "kreishaus", "landkreis", "staedteregion",
    "düren", "dueren", "aachen", "jülich", "juelich", "eschweiler", "stolberg", "alsdorf", "verwaltung", "buergerbuero",
    "auslaenderbehoerde", "ausländerbehörde", "sozialamt", "jobcenter", "welcome", "willkommen", "integration",
    "beratung", "migration", "passwort", "kennwort", "administrator", "koordination", "datenschutz",
)  # fmt: skip


class Guessable(CommonPasswordValidator):
    """Django's list of common passwords, and whatever is made of them by adding, doubling, exchanging."""

    def validate(self, password: str, user: Any = None) -> None:
        super().validate(password, user)
        if tries(password, about(user)) < GUESSES:
            raise ValidationError(self.get_error_message(), code="password_too_common")


def tries(password: str, known: tuple[str, ...] = ()) -> int:
    """How many a guesser needs who knows these words."""
    from zxcvbn import zxcvbn  # 12 MB of words, which only a process needs where somebody chooses a password

    return int(zxcvbn(password[:READ], user_inputs=[*WORDS_OF_THE_HOUSE, *known])["guesses"])


def about(user: Any) -> tuple[str, ...]:
    """What the parts of their name and address are."""
    said = f"{getattr(user, 'name', '')} {getattr(user, 'email', '')}"
    return tuple(word for word in said.replace("@", " ").replace(".", " ").lower().split() if len(word) > 2)
