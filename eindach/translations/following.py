"""What becomes of translations when the German beside them changes.

Where the words are the same, or whoever writes says they still fit, a translation goes along with its state and its
review. Where they are others, it stays where it was and is outdated: readers are told so, translators see it beside the
new German. Who writes German and a translation at once has translated.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from eindach.directory.models import HandEdit
from eindach.kernel.languages import SOURCE
from eindach.kernel.words import fingerprint

from . import overlay, rows
from .models import Wording
from .units import key_of

Slot = tuple[str, str]
"""Language, key."""
Translated = Mapping[str, Collection[str]]
"""Language -> German texts."""


@contextmanager
def followed(*, now: datetime, town: str, minor: bool) -> Iterator[None]:
    """People here change texts inside (kernel.rewording)."""
    before = dict(rows.texts(town))
    yield
    changed = [(place.town, before.get(place, {}), said) for place, said in rows.texts(town)]
    changed = [one for one in changed if one[1] != one[2] and one[2].get(SOURCE)]
    ours, fresh, gone = _known(changed), dict[Slot, Wording](), set[Slot]()
    for owner, was, said in changed:
        new = said[SOURCE]
        for language in sorted((was.keys() | said.keys()) - {SOURCE}):
            slot = language, key_of(Wording.Kind.REGION, owner, new)
            if said.get(language) != was.get(language):
                gone.add(slot)
                if (words := said.get(language)) and _says(ours.get(slot), words):
                    gone.discard(slot)
                elif words:
                    fresh[slot] = _said_now(owner, new, language, words, now)
            elif carried := _carried(ours, owner, was, new, language, now, minor=minor):
                fresh[slot] = carried
    _keep(fresh, gone - fresh.keys())


def follow_files(before: Mapping[rows.Place, rows.Said], of_today: Translated, *, now: datetime) -> None:
    """A region was loaded: other German in its files outdates a translation that is the same as before, and what people
    said, unless the files say that theirs is `of_today`. What they translate anew is a draft again; not beside German
    that was entered by hand."""
    by_hand = set(HandEdit.objects.filter(column__endswith=f".{SOURCE}").values_list("value", flat=True))
    changed = [(place.town, before.get(place, {}), said) for place, said in rows.texts()]
    changed = [one for one in changed if one[1] != one[2] and one[1].get(SOURCE) and one[2].get(SOURCE)]
    ours, fresh, gone = _known(changed), dict[Slot, Wording](), set[Slot]()
    for owner, was, said in changed:
        new = said[SOURCE]
        for language in sorted((was.keys() | said.keys()) - {SOURCE}):
            slot = language, key_of(Wording.Kind.REGION, owner, new)
            there, same = ours.get(slot), said.get(language) == was.get(language)
            if new in of_today.get(language, ()):
                continue
            if was[SOURCE] == new:
                if there and there.drafted and not same and new not in by_hand:
                    gone.add(slot)
            elif (same or _said_by_people(ours, owner, was, language)) and (
                carried := _carried(ours, owner, was, new, language, now)
            ):
                fresh[slot] = carried
    _keep(fresh, gone - fresh.keys())


def _known(changed: Iterable[tuple[str, rows.Said, rows.Said]]) -> dict[Slot, Wording]:
    keys = {
        key_of(Wording.Kind.REGION, owner, text.get(SOURCE, "")) for owner, *both in changed for text in both
    }  # fmt: skip
    found = Wording.objects.filter(key__in=keys) if keys else Wording.objects.none()
    return {(one.language, one.key): one for one in found}


def _said_by_people(ours: Mapping[Slot, Wording], owner: str, was: rows.Said, language: str) -> bool:
    one = ours.get((language, key_of(Wording.Kind.REGION, owner, was[SOURCE])))
    return one is not None and not one.drafted


def _says(one: Wording | None, words: str) -> bool:
    """Translators have just said so, and whether it is reviewed."""
    return one is not None and not one.is_outdated and not one.drafted and one.said == [words]


def _said_now(owner: str, german: str, language: str, words: str, now: datetime) -> Wording:
    return Wording(
        language=language, key=key_of(Wording.Kind.REGION, owner, german), kind=Wording.Kind.REGION, context=owner,
        text=german, said=[words], of=fingerprint(german), changed_at=now,
    )  # fmt: skip


def _carried(
    ours: Mapping[Slot, Wording],
    owner: str,
    was: rows.Said,
    new: str,
    language: str,
    now: datetime,
    *,
    minor: bool = False,
) -> Wording | None:
    """The translation of the German before, beside the new; None: there is none, one of the new is known, or a draft of
    the files still fits."""
    old, there = was.get(SOURCE, ""), ours.get((language, key_of(Wording.Kind.REGION, owner, new)))
    if old == new:
        return None
    if there and not there.is_outdated:
        return there
    one = ours.get((language, key_of(Wording.Kind.REGION, owner, old)))
    fits = minor or fingerprint(old) == fingerprint(new)
    words = one.said[0] if one else was.get(language)
    if not words or (one is None and fits):
        return None
    carried = _said_now(owner, new, language, words, now)
    carried.drafted = one is None or one.drafted
    if one:
        carried.reviewed_at, carried.reviewed_by = one.reviewed_at, one.reviewed_by
    if not fits or (one and one.is_outdated):
        carried.of = one.of if one else fingerprint(old)
    return carried


def _keep(fresh: Mapping[Slot, Wording], gone: Iterable[Slot]) -> None:
    for language, key in gone:
        Wording.objects.filter(language=language, key=key).delete()
    Wording.objects.bulk_create(
        [one for one in fresh.values() if one.pk is None],
        update_conflicts=True,
        unique_fields=["language", "key"],
        update_fields=["text", "said", "of", "drafted", "changed_at", "reviewed_at", "reviewed_by"],
    )
    rows.put_in(fresh.values())
    transaction.on_commit(overlay.refresh)
