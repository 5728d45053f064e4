"""Words as search compares them: by their sound, in Latin letters. Whoever types without accents, umlauts or vowel
signs means the same word, and so does who writes a German word in Cyrillic or Ge'ez letters, or an own one on a German
keyboard.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

SPELLINGS = str.maketrans("ةىؤئیکёґłøı", "هيوييكегloi", "ـ")
"""One letter for those people type for each other; ی and ک are those of Persian keyboards."""
UMLAUTS = (("ae", "a"), ("oe", "o"), ("ue", "u"))
CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєў",
        "a b v g d e zh z i i k l m n o p r s t u f h ts ch sh sh _ i _ e iu ia i i e u".replace("_", "").split(" "),
        strict=True,
    )
)
DOUBLED = r"([^\W\d])\1+"
SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (DOUBLED, r"\1"),
        ("sch", "sh"),
        ("ph", "f"),
        ("kh", "h"),
        ("th|dt", "t"),
        ("d?zh(?!u)|dj", "j"),
        ("tz|ts", "z"),
        ("ck", "k"),
        ("q|c(?=[aouklrt]|$)", "k"),
        ("y|ie", "i"),
        ("w", "v"),
        (DOUBLED, r"\1"),
    )
)
"""What sounds alike is written alike, in this order; a letter that is doubled stands once."""
GEEZ_VOWELS = {"a": "e", "u": "u", "i": "i", "aa": "a", "ee": "e", "e": "", "o": "o"}
"""How the seven orders are read; those of the letters of the throat begin with a."""
GEEZ_THROAT = {"glottal": "", "pharyngeal": ""}
GEEZ_HOMOPHONES = {"hh": "h", "x": "h", "sz": "s", "tz": "ts", "kx": "h", "qh": "q"}
ARABIC_PREFIXES = ("وال", "بال", "كال", "فال", "لل", "ال")


def versions(text: object) -> list[str]:
    """A text in all its languages (LazyI18nString keeps them in `data`)."""
    data = getattr(text, "data", text)
    return [str(one) for one in data.values()] if isinstance(data, dict) else [str(data or "")]


def typed(text: str) -> list[str]:
    """The words as they were typed: "Über die Straße" -> ["Über", "die", "Straße"]."""
    return "".join(letter if letter.isalnum() or unicodedata.combining(letter) else " " for letter in text).split()


def words(text: str) -> list[str]:
    """ "Über die Straße" -> ["uber", "die", "strasse"]; the Arabic article falls away."""
    folded = unicodedata.normalize("NFKD", text.casefold()).translate(SPELLINGS)
    letters = "".join(letter if letter.isalnum() else " " for letter in folded if not unicodedata.combining(letter))
    return [_plain(word) for word in letters.split()]


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """Of one typed word: "Straße" -> "strase", "анмельдунг" and "ኣንሜልዱንግ" -> "anmeldung"."""
    letters = "".join(words(word))
    heard = "".join(CYRILLIC.get(letter) or _geez(letter) for letter in letters if CYRILLIC.get(letter) != "")
    for pattern, same in SOUNDS:
        heard = pattern.sub(same, heard)
    return heard


def not_in(found: Iterable[str], shown: str) -> tuple[str, ...]:
    """Of the words by which something was found, those a text does not hold: it does not say itself why it is there."""
    heard = " ".join(map(sound, typed(shown)))
    return tuple(word for word in found if sound(word) not in heard)


def _geez(letter: str) -> str:
    """By the name Unicode gives a syllable: ሓ is HHAA, so "ha"; any other letter is itself."""
    if not "ሀ" <= letter <= "ፚ":
        return letter
    kind, _, name = unicodedata.name(letter).removeprefix("ETHIOPIC SYLLABLE ").lower().rpartition(" ")
    consonant = name.rstrip("aeiou")
    vowel = name[len(consonant) :]
    if kind in GEEZ_THROAT:
        return "i" if vowel == "e" else vowel[:1]
    return GEEZ_HOMOPHONES.get(consonant, consonant) + GEEZ_VOWELS.get(vowel, vowel)


def _plain(word: str) -> str:
    for spelled, letter in UMLAUTS:
        word = word.replace(spelled, letter)
    for prefix in ARABIC_PREFIXES:
        if word.startswith(prefix) and len(word) > len(prefix) + 2:
            return word[len(prefix) :]
    return word
