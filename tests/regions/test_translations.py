"""Translations beside the files: filled in, found outdated, handed out to be done."""

from pathlib import Path

import polib
import pytest
import yaml

from eindach.config.cli.handed_in import _into_catalog
from eindach.config.messages import catalogs
from eindach.config.region_files.texts import put_in, states, units
from eindach.directory.region_source import Fault
from eindach.kernel.words import fingerprint
from eindach.translations.units import key_of
from tests.house.commands import run

GERMAN = "Konto eröffnen"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two texts; the second is in Ukrainian already."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "steps.yaml").write_text(
        "steps:\n  bank:\n    name: {de: Konto eröffnen}\n    why: {de: Warum, uk: Чому}\n", encoding="utf-8"
    )
    return tmp_path


def translate(folder: Path, language: str, **texts: dict[str, str]) -> None:
    said = {"texts": {f"steps.bank.{field}": one for field, one in texts.items()}}
    (folder / "texts" / f"{language}.yaml").write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")


def read(folder: Path) -> tuple[dict[str, dict[str, str]], list[Fault]]:
    data = yaml.safe_load((folder / "steps.yaml").read_text(encoding="utf-8"))
    faults: list[Fault] = []
    put_in(folder, [("steps.yaml", data)], faults.append)
    return {unit.path: unit.said for unit in units(data)}, faults


def test_a_translation_stands_beside_the_german(folder: Path) -> None:
    translate(folder, "fr", name={"of": fingerprint(GERMAN), "text": "Ouvrir un compte"})
    said, faults = read(folder)
    assert (said["steps.bank.name"]["fr"], faults) == ("Ouvrir un compte", [])
    assert (states(folder)["fr"].up_to_date, states(folder)["fr"].missing) == (1, 1)


def test_another_german_text_outdates_it(folder: Path) -> None:
    translate(folder, "fr", name={"of": fingerprint("Girokonto eröffnen"), "text": "Ouvrir un compte"})
    assert (states(folder)["fr"].outdated, read(folder)[0]["steps.bank.name"]["fr"]) == (1, "Ouvrir un compte")


@pytest.mark.parametrize("minor", ["Konto eröffnen.", "konto  Eröffnen", "Konto eröffnen!"])
def test_a_minor_edit_does_not(minor: str) -> None:
    assert fingerprint(minor) == fingerprint(GERMAN)


@pytest.mark.parametrize(
    ("language", "texts", "said"),
    [
        ("fr", {"gone": {"of": "0", "text": "x"}}, "no such text"),
        ("fr", {"name": {"text": "x"}}, "is not {of"),
        ("uk", {"why": {"of": "0", "text": "x"}}, "stands beside the German text already"),
    ],
)
def test_what_fits_nothing_is_a_fault(folder: Path, language: str, texts: dict, said: str) -> None:  # type: ignore[type-arg]
    translate(folder, language, **texts)
    (fault,) = read(folder)[1]
    assert said in str(fault)


def test_a_translator_is_handed_what_is_to_do(folder: Path) -> None:
    said = run(folder, "texts", folder.name, "--language", "uk", EINDACH_REGIONS=str(folder.parent))
    to_do = yaml.safe_load(said.stdout)["texts"]
    assert to_do == {"steps.bank.name": {"of": fingerprint(GERMAN), "german": GERMAN, "text": ""}}


def test_a_language_nobody_knows_is_refused(folder: Path) -> None:
    said = run(folder, "texts", "--language", "xx", EINDACH_REGIONS=str(folder.parent))
    assert (said.returncode, "allowed: de-simple, en" in said.stderr) == (2, True)


def test_what_translators_hand_in_goes_beside_the_files(folder: Path) -> None:
    handed = folder / "fr.csv"
    mine, ours = key_of("region", "", GERMAN), key_of("interface", "", "Welcome")
    handed.write_text(f"id,translation\n{mine}#0,Ouvrir un compte\n{ours}#0,<IMG SRC=x>\n", encoding="utf-8")
    for changed in (1, 0):
        said = run(
            folder, "texts", folder.name, "--language", "fr", "--take", str(handed), EINDACH_REGIONS=str(folder.parent)
        )
        assert f"fr: 0 texts of the pages and {changed} of the regions changed" in said.stdout
        assert (said.returncode, "not taken: 'Welcome': " in said.stderr) == (1, True)
    assert (states(folder)["fr"].up_to_date, read(folder)[0]["steps.bank.name"]["fr"]) == (1, "Ouvrir un compte")


def test_other_words_of_a_page_take_no_review_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "django.po"
    reviewed = '# reviewed 2026-11-22 of 01234567 by Kreis\nmsgid "Hours"\nmsgstr "Години"\n'
    file.write_text(f'msgid ""\nmsgstr ""\n\n{reviewed}', encoding="utf-8")
    monkeypatch.setattr(catalogs, "catalog_file", lambda _language: file)
    monkeypatch.setattr(catalogs, "read", lambda _language: polib.pofile(str(file)))
    assert _into_catalog({key_of("interface", "", "Hours"): ("Коли відчинено",)}, "uk", []) == 1
    (one,) = polib.pofile(str(file))
    assert (one.msgstr, one.tcomment) == ("Коли відчинено", "")


def test_a_file_nobody_can_read_is_refused(folder: Path) -> None:
    (folder / "fr.csv").write_text("name,age\n", encoding="utf-8")
    said = run(folder, "texts", "--language", "fr", "--take", "fr.csv", EINDACH_REGIONS=str(folder.parent))
    assert (said.returncode, "--take: " in said.stderr) == (2, True)
