"""Wrong files: every fault at once, each with file, place and what is allowed."""

import shutil
from pathlib import Path

import pytest

from eindach.config.cli.faults import CommandError
from eindach.config.region_files.reading import regions_folder
from eindach.config.regions import RegionFaults, check


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the regions that may be broken."""
    shutil.copytree(regions_folder(), tmp_path / "regions")
    return tmp_path / "regions"


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    words = path.read_text(encoding="utf-8")
    assert old in words
    path.write_text(words.replace(old, new, 1), encoding="utf-8")


def faults(folder: Path) -> list[str]:
    with pytest.raises(RegionFaults) as caught:
        check("dueren", folder=folder)
    assert caught.value.status == 2
    return [str(fault) for fault in caught.value.faults]


def test_an_unbroken_copy_is_accepted(folder: Path) -> None:
    assert check("dueren", folder=folder).key == "dueren"


def test_every_fault_is_told_at_once(folder: Path) -> None:
    change(folder, "dueren/locations.yaml", "street: Moltkestraße 39", "strasse: Moltkestraße 39")
    change(folder, "dueren/organizations.yaml", "kind: bank", "kind: money")
    change(folder, "dueren/counters.yaml", '"TU,TH 10:00-13:00"', '"TU,TH 10-13"')
    change(folder, "dueren/services.yaml", "organization: adult-education", "organization: evening-school")
    found = faults(folder)
    assert len(found) == 5
    assert "dueren/locations.yaml: locations.forum.street: is missing" in found
    assert any("locations.forum.strasse: is not known here; allowed: city" in fault for fault in found)
    assert any(fault.startswith("dueren/organizations.yaml: organizations.bank.kind: ") for fault in found)
    assert any("'TU,TH 10-13' is not a line of hours; allowed: 'MO-TH 10:00-16:00'" in fault for fault in found)
    assert any("services.course-advice.organization: 'evening-school' is not in organizations" in f for f in found)


def test_a_text_without_english_is_a_fault(folder: Path) -> None:
    change(folder, "nrw/papers.yaml", "en: CV,", "")
    assert "nrw/papers.yaml: papers.cv.name: the text is missing in: en" in faults(folder)


def test_a_text_nobody_translated_yet_is_none(folder: Path) -> None:
    change(folder, "nrw/papers.yaml", ", uk: Резюме}", "}")
    assert "uk" not in check("dueren", folder=folder).directory.papers["cv"].name


def test_a_key_twice_is_a_fault(folder: Path) -> None:
    change(folder, "dueren/events.yaml", "    walk_in: true\n", "    walk_in: true\n    walk_in: false\n")
    assert any("events.yaml: is not readable YAML: 'walk_in' stands here twice" in fault for fault in faults(folder))


def test_an_unknown_section_is_a_fault(folder: Path) -> None:
    change(folder, "dueren/events.yaml", "events:", "event:")
    assert any(fault.startswith("dueren/events.yaml: event: no such section; allowed: ") for fault in faults(folder))


def test_a_counter_offers_only_what_is_at_its_place(folder: Path) -> None:
    change(folder, "dueren/counters.yaml", "services: [driving-licence]", "services: [residence-permit]")
    assert any("residence-permit is not at road-traffic-office-dueren; it is at" in fault for fault in faults(folder))


def test_hours_of_a_counter_do_not_overlap(folder: Path) -> None:
    change(
        folder, "dueren/counters.yaml", '["TU 10:00-12:30", "TH 13:00-16:00"]', '["TU 10:00-12:30", "1TU 12:00-16:00"]'
    )
    assert any(
        "counters.forum-course.hours: 'TU 10:00-12:30' and '1TU 12:00-16:00' overlap" in f for f in faults(folder)
    )


def test_matters_do_not_wait_for_each_other_in_a_circle(folder: Path) -> None:
    change(folder, "dueren/matters.yaml", "  registration:\n", "  registration:\n    after: [bank]\n")
    found = faults(folder)
    assert any("matters.registration.after: comes after itself" in fault for fault in found)
    assert any("matters.bank.after: comes after itself" in fault for fault in found)


def test_an_unknown_region_names_the_known_ones(folder: Path) -> None:
    with pytest.raises(CommandError, match=r"no region 'atlantis'.*allowed: aachen, dueren"):
        check("atlantis", folder=folder)


def test_a_line_of_the_phone_list_says_when_and_since_when(folder: Path) -> None:
    file = "dueren/interpreters.yaml"
    change(folder, file, "    as_of: 2026-11-22\n", "")
    change(folder, file, "[ar, uk, fa, pl, ro, es]", "[ar, elvish]")
    found = [one for one in faults(folder) if "interpreters." in one]
    assert any("dueren-phone-interpreters.as_of: is missing" in one for one in found)
    assert any("elvish: no known language" in one for one in found)


def test_a_phone_is_answered_at_fixed_hours(folder: Path) -> None:
    change(folder, "dueren/interpreters.yaml", 'hours: ["MO-FR 08:00-18:00"]', "hours: [by appointment]")
    assert any("hours.0: a phone is answered at fixed hours" in one for one in faults(folder))
