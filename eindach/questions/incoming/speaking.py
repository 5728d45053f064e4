"""In which language somebody writes, as far as letters and words tell. Of a mail a first guess, which whoever answers
corrects; of an answer what its language is held against."""

import re
from collections import Counter
from typing import Final

from eindach.kernel.languages import SOURCE, SPOKEN_CODES

SCRIPTS: Final = (
    (re.compile(r"[\u0600-\u06FF]"), "ar"),
    (re.compile(r"[\u0400-\u04FF]"), "ru"),
    (re.compile(r"[\u1200-\u137F]"), "ti"),
)
LETTERS: Final = {"ar": (re.compile("[پچژگک]"), "fa"), "ru": (re.compile("[іїєґ]"), "uk")}
"""Letters that the neighbour of the same script does not have."""
WORDS: Final = {
    "de": "ich und nicht bitte habe eine für mit wie sie ist der die das wir mein",
    "en": "the and not please have for with how you is my we can need what",
    "fr": "je et pas une pour avec vous est les des mon nous comment dans",
    "tr": "ve bir için ben bu ile nasıl var mı değil benim ne",
}
KNOWN: Final = {code: frozenset(words.split()) for code, words in WORDS.items()}


SCRIPT: Final = {"ar": "ar", "fa": "ar", "uk": "ru", "ru": "ru", "ti": "ti"}
"""Language -> key of SCRIPTS; of the others: Latin letters."""
SURE, SURELY_ANOTHER = 2, 3
"""So many different words of KNOWN."""


def is_in(text: str, language: str) -> bool | None:
    """Whether these words are in this language; None: they do not tell."""
    letters = sum(one.isalpha() for one in text)
    counts = {code: len(pattern.findall(text)) for pattern, code in SCRIPTS}
    own = counts.get(SCRIPT.get(language, ""), letters - sum(counts.values()))
    if not letters or own * 2 <= letters:
        return False if letters and (not own or language not in SCRIPT) else None
    if language in SCRIPT:
        return True
    words = set(re.findall(r"\w+", text.lower()))
    found = {code: len(words & known) for code, known in KNOWN.items()}
    most = max(found.values())
    if found.get(language, 0) == most >= SURE:
        return True
    return False if most >= SURELY_ANOTHER and not found.get(language) else None


def language_of(text: str, said: str = "") -> str:
    """A code of what may be spoken here; `said`: what the mail says of itself, which its letters may contradict."""
    counts = Counter({code: len(pattern.findall(text)) for pattern, code in SCRIPTS})
    code, letters = counts.most_common(1)[0]
    if letters * 3 > len(text):
        if code in LETTERS and LETTERS[code][0].search(text.lower()):
            return LETTERS[code][1]
        return code
    if said.split("-")[0] in SPOKEN_CODES:
        return said.split("-")[0]
    words = set(re.findall(r"\w+", text.lower()))
    best = max(KNOWN, key=lambda one: len(words & KNOWN[one]))
    return best if words & KNOWN[best] else SOURCE
