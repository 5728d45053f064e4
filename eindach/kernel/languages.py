"""Languages: code, native name, direction. The order is the order of the language row."""

from typing import NamedTuple


class Language(NamedTuple):
    code: str
    native: str
    rtl: bool = False


# Shipped: complete translations. Spoken languages at counters may be any of SPOKEN.
SHIPPED = (
    Language("de", "Deutsch"),
    Language("en", "English"),
    Language("ar", "العربية", rtl=True),
    Language("uk", "Українська"),
)
SPOKEN = (
    *SHIPPED,
    Language("ru", "Русский"),
    Language("tr", "Türkçe"),
    Language("fa", "فارسی", rtl=True),
    Language("fr", "Français"),
    Language("es", "Español"),
    Language("pl", "Polski"),
    Language("ro", "Română"),
    Language("ti", "ትግርኛ"),
    Language("ku", "Kurmancî"),
)
RTL = frozenset(language.code for language in SPOKEN if language.rtl)
NATIVE = {language.code: language.native for language in SPOKEN}
