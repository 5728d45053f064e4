"""How far each text is: computed from words, dates and marks; nothing is stored."""

from pathlib import Path

import polib
import pytest

from eindach.guide.models import Topic
from eindach.kernel.words import fingerprint
from eindach.translations.models import Wording
from eindach.translations.units import State, catalog_file, units
from tests.cast import NOW, Cast

from .stage import of

pytestmark = pytest.mark.django_db


def mark(text: str, comment: str, *flags: str) -> None:
    po = polib.pofile(str(catalog_file("uk")))
    entry = po.find(text)
    entry.tcomment, entry.flags = comment, list(flags)
    po.save()


def test_a_text_without_words_is_missing_and_one_of_a_machine_a_draft(locale: Path) -> None:
    assert (of("Call <b>us</b>").state, of("Hours").state) == (State.MISSING, State.DRAFTED)


def test_what_only_staff_read_is_not_asked_for(locale: Path) -> None:
    assert "Counter" not in {one.sources[0] for one in units("uk")}


def test_a_review_is_of_the_words_it_was_made_of(locale: Path) -> None:
    mark("Hours", f"reviewed 2026-11-22 of {fingerprint('Hours')} by Kreis Düren")
    assert (of("Hours").state, of("Hours").reviewed) == (State.REVIEWED, "2026-11-22 Kreis Düren")
    mark("Hours", f"reviewed 2026-11-22 of {fingerprint('Opening hours')} by Kreis Düren")
    assert of("Hours").state == State.DRAFTED


def test_an_unsure_text_is_outdated(locale: Path) -> None:
    mark("Hours", "", "fuzzy")
    assert of("Hours").state == State.OUTDATED


def test_a_german_text_is_one_text_however_many_rows_say_it(cast: Cast, locale: Path) -> None:
    Topic.objects.create(key="a", name={"de": "Zuhause", "en": "Your home", "uk": "Житло"}, icon="home", position=8)
    Topic.objects.create(key="b", name={"de": "Zuhause", "en": "Your home"}, icon="home", position=9)
    (one,) = [one for one in units("uk") if one.sources == ("Zuhause",)]
    assert (one.kind, one.english, one.said, one.state) == ("region", ("Your home",), ("Житло",), State.DRAFTED)


def test_other_words_outdate_a_wording_and_a_comma_does_not(cast: Cast, locale: Path) -> None:
    Topic.objects.create(key="a", name={"de": "Zuhause, Miete"}, icon="home", position=9)
    for said, state in (("Zuhause Miete.", State.UP_TO_DATE), ("Zuhause", State.OUTDATED)):
        Wording.objects.update_or_create(
            language="uk", key=of("Zuhause, Miete").key,
            defaults={"kind": "region", "text": "Zuhause, Miete", "said": ["Житло"], "of": fingerprint(said),
                      "changed_at": NOW},
        )  # fmt: skip
        assert of("Zuhause, Miete").state == state
