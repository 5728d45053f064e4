"""A municipality's own people write what it says of itself; all others are refused, and nobody writes over another."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, transaction
from django.test import Client
from PIL import Image

from eindach.accounts.acting import acting
from eindach.consent.models import AuditEvent
from eindach.guide.models import MunicipalityEvent, MunicipalityFact, MunicipalityPage, MunicipalityPicture
from eindach.guide.municipalities.pictures import SMALLEST, NoPicture, made_anew
from eindach.kernel.identifiers import stable_uuid
from tests.cast import NOW, Cast
from tests.permission.conftest import house as house
from tests.permission.house import House
from tests.permission.signed_in import as_staff

from .towns import BEISPIEL, MUSTER, YEARS, Towns, set_towns

TEXTS = {"version": "1", "greeting_de": "Hallo!", "greeting_ar": "مرحبا", "advisor_de": "Lotsin", "about_de": "So."}
EVENT = {"version": "1", "title_de": "Nachmittag", "first_day": "2099-01-05", "last_day": "2099-01-05"}
PLACE = b"somewhere in Dueren"


@pytest.fixture
def towns(house: House, cast: Cast) -> Towns:
    return set_towns(cast)


@pytest.fixture
def clerk(house: House, towns: Towns) -> Client:
    """Of Musterstadt."""
    return as_staff(house, "social-clerk")


def address(part: str = "", key: str = "musterstadt") -> str:
    return f"/de/staff/municipalities/{key}/{part and f'{part}/'}"


def photo(size: tuple[int, int] = (1600, 1000), kind: str = "JPEG") -> bytes:
    """With a place in its EXIF."""
    exif, written = Image.Exif(), BytesIO()
    exif[0x010E], exif[0x0112] = PLACE.decode(), 6
    Image.new("RGB", size, "teal").save(written, kind, exif=exif)
    return written.getvalue()


def sent(content: bytes) -> dict[str, object]:
    file = SimpleUploadedFile("bild.jpg", content, content_type="image/jpeg")
    return {"version": "1", "file": file, "alt_de": "Der Markt", "credit": "Stadt Musterstadt", "position": "1"}


def test_what_is_written_is_what_the_public_reads(clerk: Client, client: Client, towns: Towns) -> None:
    assert clerk.post(address("texts"), TEXTS).status_code == 302
    html = client.get("/ar/municipalities/musterstadt/").content.decode()
    assert "مرحبا" in html
    page = MunicipalityPage.objects.get(pk=MUSTER)
    assert (page.by_hand, page.sample, page.version) == (True, False, 2)


def test_another_municipality_is_refused_and_nothing_is_written(clerk: Client, towns: Towns) -> None:
    for part, said in (("texts", TEXTS), ("event", EVENT), ("figures", {"version": "1", "clubs-value": "3"})):
        assert clerk.post(address(part, "beispielheim"), said).status_code == 404
    assert clerk.get(address(key="beispielheim")).status_code == 404
    page = MunicipalityPage.objects.get(pk=BEISPIEL)
    assert (str(page.greeting), page.version, page.municipalityevents.count()) == ("", 1, 0)
    assert AuditEvent._base_manager.filter(outcome="refused", kind="municipality", object="beispielheim").count() == 4


def test_a_picture_of_another_municipality_is_not_changed_from_ones_own(clerk: Client, towns: Towns) -> None:
    MunicipalityPicture.objects.update(page=towns.beispiel)
    path = f"{address('picture')}?row={towns.drawing.pk}"
    assert clerk.post(path, {"version": "1", "remove": "1"}).status_code == 404
    assert clerk.post(f"{address('picture')}?row=x", {"remove": "1"}).status_code == 404
    assert MunicipalityPicture.objects.get().shown


def test_the_coordinator_writes_for_all(house: House, towns: Towns) -> None:
    coordinator = as_staff(house, "coordinator", "authority")
    assert coordinator.post(address("texts", "beispielheim"), TEXTS).status_code == 302
    assert "Musterstadt" in coordinator.get("/de/staff/municipalities/").content.decode()


def test_a_coordinator_of_a_town_hall_writes_for_no_other_town(house: House, towns: Towns) -> None:
    own = as_staff(house, "coordinator", "municipality")
    assert own.post(address("texts", "beispielheim"), TEXTS).status_code == 404


def test_the_database_lets_nobody_who_acts_write(house: House, towns: Towns) -> None:
    actor = house.staff("coordinator", "authority")
    with pytest.raises(ProgrammingError), transaction.atomic(), acting(actor, now=NOW):
        MunicipalityPage.objects.filter(pk=MUSTER).update(website="https://www.fremd.example/")


def test_who_began_on_an_older_page_is_told_before_they_overwrite(clerk: Client, towns: Towns) -> None:
    clerk.post(address("texts"), TEXTS)
    late = clerk.post(address("texts"), TEXTS | {"greeting_de": "Zu spät"})
    assert late.status_code == 409
    assert "Zu spät" in late.content.decode()
    assert str(MunicipalityPage.objects.get(pk=MUSTER).greeting) == "Hallo!"
    assert b'name="version" value="2"' in late.content


def test_a_preview_shows_it_and_writes_nothing(clerk: Client, towns: Towns) -> None:
    html = clerk.post(address("texts"), TEXTS | {"preview": "ar"}).content.decode()
    assert 'lang="ar" dir="rtl"' in html
    assert "مرحبا" in html[html.index("town-preview__page") :]
    page = MunicipalityPage.objects.get(pk=MUSTER)
    assert (page.version, page.by_hand) == (1, False)


def test_a_figure_needs_source_and_day(clerk: Client, towns: Towns) -> None:
    assert clerk.post(address("figures"), {"version": "1", "clubs-value": "44"}).status_code == 422
    said = {"version": "1", "clubs-value": "44", "clubs-source": "Stadt", "clubs-as_of": "2026-10-01"}
    assert clerk.post(address("figures"), said).status_code == 302
    fact = MunicipalityFact.objects.get(kind="clubs")
    assert (int(fact.value or 0), fact.sample, fact.by_hand) == (44, False, True)


def test_a_sample_that_is_changed_keeps_neither_its_source_nor_its_star(clerk: Client, towns: Towns) -> None:
    known = {"inhabitants-value": "93440", "inhabitants-source": "Statistik", "inhabitants-as_of": "2026-09-30"}
    said = {"version": "1", "childcare-value": "333", **known}
    assert clerk.post(address("figures"), said).status_code == 422
    sourced = {"childcare-source": "Jugendamt", "childcare-as_of": "2026-11-01"}
    assert clerk.post(address("figures"), said | sourced).status_code == 302
    fact = MunicipalityFact.objects.get(kind="childcare")
    assert (fact.source, fact.sample) == ("Jugendamt", False)
    assert not MunicipalityFact.objects.get(kind="inhabitants").by_hand


def test_a_greeting_is_needed_in_german(clerk: Client, towns: Towns) -> None:
    assert clerk.post(address("texts"), TEXTS | {"greeting_de": ""}).status_code == 422


def test_an_event_is_entered_changed_and_taken_away(clerk: Client, towns: Towns) -> None:
    place = {"location": str(towns.exhibition.location_id)}
    over = {"first_day": "2020-01-05", "last_day": "2020-01-06"}
    for days in ({"last_day": "2099-01-04"}, over):
        assert clerk.post(address("event"), EVENT | place | days).status_code == 422
    assert clerk.post(address("event"), EVENT | place).status_code == 302
    assert clerk.get(address()).content.decode().count("5. Jan") == 1
    row = MunicipalityEvent.objects.get(by_hand=True)
    path = f"{address('event')}?row={row.pk}"
    clerk.post(path, EVENT | place | {"version": "2", "opens": "14:00", "closes": "17:00"})
    assert f"{MunicipalityEvent.objects.get(pk=row.pk).opens:%H:%M}" == "14:00"
    clerk.post(path, {"version": "3", "remove": "1"})
    assert not MunicipalityEvent.objects.filter(pk=row.pk).exists()


def test_an_event_of_the_files_that_was_changed_and_taken_away_does_not_come_back(clerk: Client, towns: Towns) -> None:
    place = towns.exhibition.location
    of_files = stable_uuid("muster", "municipality-event", "e1")
    MunicipalityEvent.objects.create(pk=of_files, page=towns.muster, location=place, **YEARS)
    path = f"{address('event')}?row={of_files}"
    assert clerk.post(path, EVENT | {"location": str(place.pk)}).status_code == 302
    clerk.post(path, {"version": "2", "remove": "1"})
    row = MunicipalityEvent.objects.get(pk=of_files)  # loading the files leaves it
    assert (row.shown, row.by_hand) == (False, True)


def test_every_change_leaves_an_event_with_fields_and_no_words(clerk: Client, towns: Towns) -> None:
    clerk.post(address("texts"), TEXTS)
    event = AuditEvent._base_manager.get(act="change", kind="municipality")
    assert (event.object, event.fields) == (MUSTER, ["about", "advisor", "greeting", "website"])


def test_a_picture_sent_in_is_made_anew_without_its_place(clerk: Client, client: Client, towns: Towns) -> None:
    assert PLACE in (content := photo())
    assert clerk.post(address("new-picture"), sent(content)).status_code == 302
    row = MunicipalityPicture.objects.get(by_hand=True)
    kept = client.get(f"/de/municipalities/pictures/{row.pk}/").content
    assert PLACE not in kept
    with Image.open(BytesIO(kept)) as picture:
        assert (picture.format, picture.size, dict(picture.getexif())) == ("WEBP", (row.width, row.height), {})
    assert row.height == 900  # it was taken upright: EXIF said so, and pixels say it now


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "kind"),
        (b"GIF89a" + bytes(40), "kind"),
        (b"\xff\xd8\xff\xe0" + bytes(4000), "kind"),
        (photo()[:2000], "kind"),
        (photo((SMALLEST[1] - 1, 900)), "small"),
        (bytes(1_000_001), "large"),
    ],
    ids=["a program as a drawing", "another kind", "only a head", "cut off", "small", "large"],
)
def test_what_is_no_picture_we_take_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(NoPicture) as fault:
        made_anew(BytesIO(content))
    assert fault.value.why == why


@pytest.mark.parametrize("side", [7000, 9000, 14000], ids=["too large", "a warning of the library", "its error"])
def test_a_bomb_of_pixels_is_refused_before_it_is_unpacked(side: int) -> None:
    written = BytesIO()
    Image.new("1", (side, side)).save(written, "PNG")
    with pytest.raises(NoPicture):
        made_anew(written)


def test_a_large_picture_is_not_unpacked_into_many_times_its_pixels() -> None:
    content = BytesIO(photo((7200, 5400)))
    Image.core.reset_stats()
    assert (made_anew(content).width, made_anew(content).height) == (675, 900)
    assert Image.core.get_stats()["allocated_blocks"] < 2 * 16  # of 16 MB; every picture takes one at least


def test_a_refused_picture_leaves_nothing(clerk: Client, towns: Towns) -> None:
    assert clerk.post(address("new-picture"), sent(b"MZ" + bytes(900))).status_code == 422
    assert clerk.post(address("new-picture"), sent(photo()) | {"alt_de": ""}).status_code == 422
    assert not MunicipalityPicture.objects.filter(by_hand=True).exists()
