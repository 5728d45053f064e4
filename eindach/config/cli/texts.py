"""`eindach texts`: how far the translations of `regions/` are, what is to do, and into the files what was done."""

import argparse
import sys
from pathlib import Path

import yaml

from eindach.config.cli.faults import CommandError
from eindach.config.region_files.reading import regions_folder
from eindach.config.region_files.texts import States, states
from eindach.kernel.languages import NATIVE, SOURCE


def show(options: argparse.Namespace) -> int:
    """Without a language a table; with one the texts to do, in the form in which they are handed in."""
    folder = regions_folder()
    if options.folder and not (folder / options.folder).is_dir():
        raise CommandError(f"FOLDER: there is no {options.folder!r} in {folder}", status=2)
    names = [options.folder] if options.folder else sorted(path.name for path in folder.iterdir() if path.is_dir())
    if not options.language:
        for name in names:
            print("\n".join(_table(name, states(folder / name))))
        return 0
    if options.language not in NATIVE or options.language == SOURCE:
        allowed = ", ".join(code for code in NATIVE if code != SOURCE)
        raise CommandError(f"--language: {options.language!r} is not known, allowed: {allowed}", status=2)
    if options.take:
        return _take(options.take, options.language, [folder / name for name in names])
    for name in names:
        to_do = states(folder / name)[options.language].to_do
        if to_do:
            print(f"# {name}/texts/{options.language}.yaml")
            yaml.safe_dump({"texts": to_do}, sys.stdout, allow_unicode=True, sort_keys=False, width=1000)
    return 0


def _take(file: Path, language: str, folders: list[Path]) -> int:
    from eindach.config.cli.handed_in import take

    try:
        taken = take(file, language, folders)
    except (OSError, ValueError) as wrong:
        raise CommandError(f"--take: {wrong}", status=2) from wrong
    changed = f"{taken.of_pages} texts of the pages and {taken.of_regions} of the regions changed"
    print(f"{language}: {changed}: git diff shows them.")
    for one in taken.refused:
        print(f"not taken: {one}", file=sys.stderr)
    return 1 if taken.refused else 0


def _table(name: str, found: dict[str, States]) -> list[str]:
    total = next(iter(found.values())).total
    lines = [f"{name}: {total} texts"]
    for code, state in found.items():
        if state.missing < total:
            lines.append(
                f"  {code}  up to date {state.up_to_date:5}  outdated {state.outdated:4}  missing {state.missing:4}"
            )
    return lines
