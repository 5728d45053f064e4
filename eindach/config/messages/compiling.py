"""Make the .mo files that Django reads; only those that are older than their .po file."""

import sys
from pathlib import Path

import polib

from eindach.config.messages.catalogs import LOCALE

OF_DJANGO = LOCALE.with_name("locale_django")
"""Django's own texts in languages it does not know."""


def compile_all(*folders: Path) -> int:
    """Compile what is out of date below these folders (none: ours); returns how many files that were."""
    folders = folders or (LOCALE, OF_DJANGO)
    stale = [file for folder in folders for file in sorted(folder.glob("*/LC_MESSAGES/*.po")) if is_stale(file)]
    for file in stale:
        compiled = file.with_suffix(".mo")
        draft = compiled.with_suffix(".mo.new")
        polib.pofile(str(file)).save_as_mofile(str(draft))
        draft.rename(compiled)  # whoever reads meanwhile sees the old file or the new one, never a half
    return len(stale)


def is_stale(file: Path) -> bool:
    """Whether a .po file has no .mo file, or an older one."""
    compiled = file.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime_ns < file.stat().st_mtime_ns


if __name__ == "__main__":
    compile_all()
    sys.exit(0)
