"""Words as search compares them: whoever types without accents, umlauts or vowel signs means the same word."""

import unicodedata

SPELLINGS = str.maketrans("ةىؤئیکёґłøı", "هيوييكегloi", "ـ")
"""One letter for those people type for each other; ی and ک are those of Persian keyboards."""
UMLAUTS = (("ae", "a"), ("oe", "o"), ("ue", "u"))


def versions(text: object) -> list[str]:
    """A text in all its languages (LazyI18nString keeps them in `data`)."""
    data = getattr(text, "data", text)
    return [str(one) for one in data.values()] if isinstance(data, dict) else [str(data or "")]


def words(text: str) -> list[str]:
    """ "Über die Straße" -> ["uber", "die", "strasse"]; the Arabic article falls away."""
    folded = unicodedata.normalize("NFKD", text.casefold()).translate(SPELLINGS)
    letters = "".join(letter if letter.isalnum() else " " for letter in folded if not unicodedata.combining(letter))
    return [_plain(word) for word in letters.split()]


def score(word: str, known: str, weight: int) -> int:
    """How well a word of a question fits a known one: whole before beginning before middle of a compound. 0: not."""
    if known == word:
        return 3 * weight
    if known.startswith(word):
        return 2 * weight
    return weight if len(word) > 3 and word in known else 0


def _plain(word: str) -> str:
    for spelled, letter in UMLAUTS:
        word = word.replace(spelled, letter)
    return word[2:] if word.startswith("ال") and len(word) > 4 else word
