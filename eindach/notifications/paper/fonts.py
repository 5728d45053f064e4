"""Fonts of the PDF: the web fonts of the pages, unpacked to TTF, because typst reads no WOFF2.

`make assets` runs this; a missing folder is made on first use. All are under the SIL Open Font License 1.1.
"""

import shutil
import sys
import tempfile
from functools import cache
from pathlib import Path

import typst
from django.conf import settings
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parent / "fonts"
FAMILIES = ("Fira Sans", "Noto Sans Arabic", "Noto Sans Ethiopic")
# KERN's Fira Sans is whole (Latin, Cyrillic); Fontsource's is cut into scripts.
SOURCES = (
    *(f"@kern-ux/native/dist/fonts/fira-sans/FiraSans-{weight}.woff2" for weight in ("Regular", "Medium", "SemiBold")),
    *(f"@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-{weight}-normal.woff2" for weight in (400, 600)),
    *(
        f"@fontsource/noto-sans-ethiopic/files/noto-sans-ethiopic-ethiopic-{weight}-normal.woff2"
        for weight in (400, 600)
    ),
)


class FontsMissing(RuntimeError):
    """The web fonts are not installed: `make assets` fetches them."""


def build(folder: Path = FOLDER) -> None:
    """Unpack all fonts into this folder; whole or not at all. Raises FontsMissing."""
    modules = settings.BASE_DIR.parent / "node_modules"
    missing = [source for source in SOURCES if not (modules / source).exists()]
    if missing:
        raise FontsMissing(f"{missing[0]} is not in {modules}. Run `make assets`.")
    fresh = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".fonts-"))
    for source in SOURCES:
        font = TTFont(modules / source)
        font.flavor = None
        font.save(fresh / f"{Path(source).stem}.ttf")
    try:
        if not _complete(folder):
            shutil.rmtree(folder, ignore_errors=True)
        fresh.rename(folder)
    except OSError:  # it is there: another process was quicker
        shutil.rmtree(fresh)


def _complete(folder: Path) -> bool:
    return all((folder / f"{Path(source).stem}.ttf").exists() for source in SOURCES)


@cache
def fonts() -> typst.Fonts:
    """The fonts for typst, read once a process; system fonts are left out, so that every machine makes the same PDF."""
    if not _complete(FOLDER):
        build()
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)])


if __name__ == "__main__":
    build()
    sys.exit(0)
