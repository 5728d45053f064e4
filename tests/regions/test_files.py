"""Both regions as they are shipped: complete in every language of the pages, openly marked."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from eindach.config.region_files.reading import known_regions, read_folder, regions_folder
from eindach.config.regions import check
from eindach.config.regions.loading import RegionData
from eindach.directory.region_format import Hours
from eindach.guide.region_data import ICONS
from eindach.kernel.languages import RTL, SHIPPED
from eindach.site import icons

ARABIC, CYRILLIC = re.compile(r"[\u0600-\u06ff]"), re.compile(r"[\u0400-\u04ff]")
SCRIPTS = {"ar": ARABIC, "fa": ARABIC, "uk": CYRILLIC, "ru": CYRILLIC, "ti": re.compile(r"[\u1200-\u137f]")}
ROOF = {  # the nine matters of the Kompetenzzentrum
    "insurance", "bank", "school", "childcare", "residence", "recognition", "further-training", "jobcenter", "job",
    "german-course", "arrival",
}  # fmt: skip
EVENT_DAY = {"bank", "housing", "job", "insurance", "integration-management", "leisure"}


@pytest.fixture(scope="module", params=["dueren", "aachen"])
def data(request: pytest.FixtureRequest) -> RegionData:
    return check(request.param)


@pytest.fixture(scope="module")
def dueren() -> RegionData:
    return check("dueren")


def texts(raw: Any, path: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Every {de: …, en: …} below."""
    if isinstance(raw, list):
        raw = dict(enumerate(raw))
    if not isinstance(raw, dict):
        return
    if "de" in raw:
        yield path, raw
        return
    for key, value in raw.items():
        yield from texts(value, f"{path}.{key}")


def test_there_are_two_regions_and_the_base_is_none() -> None:
    assert known_regions(regions_folder()) == ["aachen", "dueren"]


@pytest.mark.parametrize("code", [language.code for language in SHIPPED])
def test_every_text_is_there_in_every_language_and_in_its_script(data: RegionData, code: str) -> None:
    found = list(texts(read_folder(data.key, regions_folder()).sections))
    assert len(found) > 300
    assert [path for path, text in found if not text.get(code)] == []
    for path, text in found:
        if code in SCRIPTS and not path.endswith("short_name") and len(text["de"]) > 40:
            assert SCRIPTS[code].search(text[code]), path
        if code in RTL:  # unless isolated, "116 117" is read as 117 116
            assert not re.search(r"\d \d", re.sub("\u2066.*?\u2069", "", text[code])), path


def test_every_file_with_texts_says_who_translated() -> None:
    for file in regions_folder().glob("*/*.yaml"):
        words = file.read_text(encoding="utf-8")
        if re.search(r"\buk: ", words):
            assert "translation: machine draft, to be reviewed" in words, file


def test_the_municipalities_have_their_official_keys(data: RegionData) -> None:
    keys = sorted(one.ags for one in data.directory.municipalities.values())
    start, count = {"dueren": ("05358", 15), "aachen": ("05334", 10)}[data.key]
    assert len(keys) == count
    assert all(key.startswith(start) for key in keys)


def test_every_municipality_registers_its_residents_and_has_a_contact_person(data: RegionData) -> None:
    def towns(matter: str) -> set[str | None]:
        services = data.guide.matters[matter].services
        places = {place for name in services for place in data.directory.services[name].at}
        return {data.directory.locations[place].municipality for place in places}

    assert towns("registration") == set(data.directory.municipalities)
    assert towns("integration-management") == set(data.directory.municipalities)


def test_every_matter_is_settled_at_a_counter_with_hours(data: RegionData) -> None:
    served = {name for one in data.booking.counters.values() for shift in one.hours for name in one.services_of(shift)}
    for key, matter in data.guide.matters.items():
        assert served & set(matter.services), key
    settling = {name for matter in data.guide.matters.values() for name in matter.services}
    assert served == settling, "every service that settles a matter can be booked"


def test_counters_speak_only_what_the_service_promises(data: RegionData) -> None:
    for key, counter in data.booking.counters.items():
        for shift in counter.hours:
            for name in counter.services_of(shift):
                promised = set(data.directory.services[name].at[counter.location].languages)
                assert set(counter.languages_of(shift)) <= promised, (key, name)


def test_counters_work_while_the_house_is_open(data: RegionData) -> None:
    outside = [
        f"{key}: {shift.when}"
        for key, counter in data.booking.counters.items()
        for shift in counter.hours
        for day in _days(shift.hours)
        if not any(
            day in _days(line.hours) and line.span[0] <= shift.span[0] and shift.span[1] <= line.span[1]
            for line in data.directory.locations[counter.location].hours
            if line.hours.opens
        )
    ]
    assert outside == []


def _days(hours: Hours) -> set[str]:
    return {day[-2:] for day in hours.rrule.split("BYDAY=")[1].split(",")}


def test_names_fit_a_block_of_the_drawn_visit(data: RegionData) -> None:
    for key, matter in data.guide.matters.items():
        assert all(len(name) <= 20 for name in matter.short_name.values()), key


def test_every_icon_is_drawn() -> None:
    assert icons.names() >= ICONS


PUBLISHED = {"0800 4 5555 30"}
"""Service numbers of the whole country, published and free of charge: the Familienkasse."""


def test_samples_cannot_reach_anybody(data: RegionData) -> None:
    mails = [one.email for one in data.directory.organizations.values() if one.email]
    assert all(mail.endswith(".example") for mail in [*mails, data.directory.region.help.email])
    phones = {one.phone for one in data.directory.organizations.values() if one.phone} - PUBLISHED
    assert all(re.fullmatch(r"0\d{3,4} 000 \d{3}", phone) for phone in phones)


def test_what_is_no_sample_has_a_source(data: RegionData) -> None:
    found = data.directory
    entries = [
        *found.organizations.values(),
        *found.locations.values(),
        *found.services.values(),
        *found.events.values(),
    ]
    facts = [one for one in entries if not one.sample]
    assert facts
    assert all(one.source for one in facts)


def test_the_welcome_center_is_open_as_published(dueren: RegionData) -> None:
    forum = dueren.directory.locations["forum"]
    assert (forum.street, forum.city) == ("Moltkestraße 39", "Düren")
    assert [line.when for line in forum.hours] == ["MO-TH 10:00-16:00", "FR 10:00-13:00", "by appointment"]


def test_the_event_day_has_a_station_for_every_matter(dueren: RegionData) -> None:
    stations = [one for rule in dueren.events.rules.values() for one in rule.stations]
    assert all({"de", "en"} <= set(one.languages) for station in stations for one in station.partners)
    assert {matter for station in stations for matter in station.matters} == EVENT_DAY


def test_the_arkaden_settle_the_nine_matters() -> None:
    aachen = check("aachen")
    here = {
        name
        for one in aachen.booking.counters.values()
        if one.location == "arkaden"
        for shift in one.hours
        for name in one.services_of(shift)
    }
    assert {key for key, one in aachen.guide.matters.items() if here & set(one.services)} >= ROOF
