"""Subsets of the fonts, by script and weight, and the `@font-face` rules that load only what a page shows.

Fira Sans for Latin and Cyrillic, Noto Sans Arabic for Arabic and Farsi, Noto Sans Ethiopic for Tigrinya (all OFL-1.1).
A tiny family "Eindach Names" holds only the letters of the languages' own names: a German page shows "العربية" without
loading 50 kB of Arabic.
"""

from pathlib import Path
from typing import NamedTuple

from fontTools import subset
from fontTools.ttLib import TTFont

from eindach.kernel.languages import KNOWN

# Small capitals, old-style figures and stylistic sets stay out; the rest of the shaping must work.
FEATURES = ["kern", "liga", "clig", "locl", "ccmp", "mark", "mkmk", "tnum", "init", "medi", "fina", "rlig", "calt"]
LATIN = "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2212,U+FEFF"
TURKISH = "U+011E-011F,U+0130,U+015E-015F"
"""Five letters that every Turkish page needs, apart from hundreds that hardly any does: 4 kB instead of 47."""
LATIN_EXTENDED = "U+0100-011D,U+0120-012F,U+0132-0151,U+0154-015D,U+0160-024F,U+1E00-1EFF"
CYRILLIC = "U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116"
ARABIC = "U+060C,U+061B,U+061F,U+0621-063A,U+0640-0655,U+0660-066C,U+0670-0671,U+0679,U+067E,U+0686,U+0688,U+0691,U+0698,U+06A9,U+06AF,U+06BA,U+06BE,U+06C0-06C3,U+06CC,U+06D2-06D5,U+06F0-06F9,U+200C-200F"  # noqa: E501
# What Tigrinya is written with (CLDR, exemplar characters of ti), its punctuation, and the row of ፀ of Ethiopian
# spelling. Rows of other languages and the old digits would make a page of 171 kB one of 196.
ETHIOPIC = "U+1200-1206,U+1208-121F,U+1228-1246,U+1248,U+124A-124D,U+1250-1256,U+1258,U+125A-125D,U+1260-1277,U+1280-1286,U+1288,U+128A-128D,U+1290-12AE,U+12B0,U+12B2-12B5,U+12B8-12BE,U+12C0,U+12C2-12C5,U+12C8-12CE,U+12D0-12D6,U+12D8-12F7,U+1300-130E,U+1310,U+1312-1315,U+1320-1346,U+1348-1357,U+1361-1366"  # noqa: E501
NOTO = "noto-sans-{0}/files/noto-sans-{0}-{0}-{1}-normal.woff2"


class Face(NamedTuple):
    """One file: `family` `weight` in the letters of `ranges`, cut from `source` below node_modules/@fontsource."""

    family: str
    weight: int
    script: str
    ranges: str
    source: str


def build(packages: Path, out: Path) -> str:
    """Write the woff2 files into `out`, give the style sheet back. OSError when a package is missing."""
    return "".join(_write(face, packages, out) for face in [*_faces(), *_names()])


def _faces() -> list[Face]:
    fira = [
        Face("Fira Sans", weight, script, ranges, f"fira-sans/files/fira-sans-{source}-{weight}-normal.woff2")
        for weight in (400, 500, 600)
        for script, source, ranges in (
            ("latin", "latin", LATIN),
            ("turkish", "latin-ext", TURKISH),
            ("latin-ext", "latin-ext", LATIN_EXTENDED),
            ("cyrillic", "cyrillic", CYRILLIC),
        )
    ]
    noto = [
        Face(f"Noto Sans {name}", weight, name.lower(), ranges, NOTO.format(name.lower(), weight))
        for name, ranges in (("Arabic", ARABIC), ("Ethiopic", ETHIOPIC))
        for weight in (400, 600)
    ]
    return fira + noto


def _names() -> list[Face]:
    letters = sorted({ord(letter) for language in KNOWN for letter in language.native})
    scripts = (
        (0x0600, 0x06FF, NOTO.format("arabic", 500)),
        (0x0400, 0x04FF, "fira-sans/files/fira-sans-cyrillic-500-normal.woff2"),
        (0x1200, 0x139F, NOTO.format("ethiopic", 500)),
    )
    return [
        Face(
            "Eindach Names", 500, f"{first:04x}", ",".join(f"U+{n:04X}" for n in letters if first <= n <= last), source
        )
        for first, last, source in scripts
    ]


def _write(face: Face, packages: Path, out: Path) -> str:
    name = f"{face.family}-{face.script}-{face.weight}.woff2".lower().replace(" ", "-")
    font = TTFont(packages / face.source, recalcTimestamp=False)  # the same bytes, so the same name, at each build
    options = subset.Options(flavor="woff2", layout_features=FEATURES, hinting=False, desubroutinize=True)
    # Shaping makes the joined forms; they need no code points of their own.
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(face.ranges.replace("U+", "")))
    cutter.subset(font)
    font.flavor = "woff2"
    font.save(out / name)
    return (
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};font-display:swap;'
        f"src:url({name}) format('woff2');unicode-range:{face.ranges}}}\n"
    )
