"""Keep what people write, and let the site say it at once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from eindach.accounts.acting import as_program
from eindach.directory.region_source import Outdated
from eindach.guide.models import MunicipalityPage
from eindach.guide.municipalities.region_data import OF_TOWNS, in_every_town, put_in, words_of_towns
from eindach.kernel.languages import SOURCE
from eindach.kernel.words import fingerprint

from . import checks, following, overlay, rows
from .models import Wording
from .units import Unit, forms, key_of, texts_of_sources

OLDER = fingerprint("")
"""Of words we do not know any more."""


class Unfit(ValueError):
    """A translation that would break a page; `faults`: position of the form -> sentence."""

    def __init__(self, faults: Mapping[int, str]) -> None:
        super().__init__("; ".join(faults.values()))
        self.faults = dict(faults)


def save(unit: Unit, language: str, said: Sequence[str], *, now: datetime, office: str = "", reviewed: bool) -> None:
    """The text from now on, in this process at once, in the others within `overlay.SECONDS`. Unfit."""
    save_all([(unit, said)], language, now=now, office=office, reviewed=reviewed)


def save_all(
    texts: Iterable[tuple[Unit, Sequence[str]]], language: str, *, now: datetime, office: str = "", reviewed: bool
) -> None:
    """Many at once; all or none. Unfit, of the first that is."""
    wordings = [_wording(unit, language, said, now) for unit, said in texts]
    for one in wordings:
        one.reviewed_at, one.reviewed_by = (now, office) if reviewed else (None, "")
    with as_program(now=now), transaction.atomic():
        Wording.objects.bulk_create(
            wordings,
            update_conflicts=True,
            unique_fields=["language", "key"],
            update_fields=["text", "said", "of", "drafted", "changed_at", "reviewed_at", "reviewed_by"],
        )
        rows.put_in(one for one in wordings if one.kind == Wording.Kind.REGION)
        _tell_who_began_earlier({one.context for one in wordings if one.kind == Wording.Kind.REGION})
    transaction.on_commit(overlay.refresh)


def _tell_who_began_earlier(towns: Collection[str]) -> None:
    """Whoever has the texts of such a municipality open in a form would write the old translation over this one."""
    MunicipalityPage.objects.filter(key__in=towns).update(version=F("version") + 1)


def cleaned(unit: Unit, said: Iterable[str]) -> tuple[str, ...]:
    """As it is kept."""
    return trimmed(unit.sources[0], said)


def trimmed(source: str, said: Iterable[str]) -> tuple[str, ...]:
    """With our ends of lines, and at both ends the spaces of the source: the text beside it hangs on them.
    Without the letter of nothing, which no row can hold."""
    first = source[: len(source) - len(source.lstrip())]
    last = source[len(source.rstrip()) :]
    return tuple(first + text.replace("\r\n", "\n").replace("\0", "").strip() + last for text in said)


def _wording(unit: Unit, language: str, said: Sequence[str], now: datetime) -> Wording:
    said = cleaned(unit, said)
    if wrong := checks.faults(unit.kind, unit.sources, said, forms=forms(language)):
        raise Unfit(wrong)
    return Wording(
        language=language, key=unit.key, kind=unit.kind, context=unit.context, text=unit.sources[0], said=[*said],
        of=unit.of, changed_at=now,
    )  # fmt: skip


def take_back(unit: Unit, language: str, *, now: datetime) -> None:
    """The catalogue speaks again; of the region's rows, what its files say with the next loading. What is outdated is
    nobody's words from now on, but stays outdated."""
    with as_program(now=now):
        there = Wording.objects.filter(language=language, key=unit.key)
        for one in there:
            if one.kind == Wording.Kind.REGION and one.is_outdated:
                there.update(drafted=True, reviewed_at=None, reviewed_by="", changed_at=now)
            else:
                one.delete()
    transaction.on_commit(overlay.refresh)


def after_loading(
    before: Mapping[rows.Place, rows.Said],
    outdated: Mapping[str, Mapping[str, Outdated]],
    of_today: following.Translated,
    *,
    now: datetime,
) -> int:
    """A region was loaded: what people said stands above its files again; where the German has other words by now, as
    outdated. Outdated translations of the files are kept as such, so that translators see them. `before`: the rows
    before loading; `outdated`: language -> path -> which; `of_today`: what the files say was made from the German of
    today. Returns how many rows change."""
    Wording.objects.filter(kind=Wording.Kind.REGION, of=OLDER).delete()
    _follow_minor_edits(now)
    towns = words_of_towns()
    of_today = {code: {each for one in texts for each in in_every_town(one, towns)} for code, texts in of_today.items()}
    following.follow_files(before, of_today, now=now)
    _remember(outdated, towns, now=now)
    wordings = list(Wording.objects.filter(kind=Wording.Kind.REGION))
    done = [one for one in wordings if one.is_outdated and one.text in of_today.get(one.language, ())]
    Wording.objects.filter(pk__in=[one.pk for one in done]).delete()
    return rows.put_in(one for one in wordings if one not in done)


def _follow_minor_edits(now: datetime) -> None:
    """A comma outdates nothing: what people said of a text that nobody says any more goes on to the one with its words,
    and takes its review along."""
    wordings = list(Wording.objects.all())
    if not wordings:
        return
    taken = {(one.language, one.key) for one in wordings}
    spoken = set(texts_of_sources())
    by_words = {(kind, context, fingerprint(text)): text for kind, context, text in sorted(spoken)}
    for one in wordings:
        words = fingerprint(one.text)
        fresh = by_words.get((one.kind, one.context, words))
        if not fresh or words == OLDER or (one.kind, one.context, one.text) in spoken:  # "; " has no words
            continue
        place = one.language, key_of(one.kind, one.context, fresh)
        if place not in taken:
            taken.add(place)
            one.text, one.key, one.changed_at = fresh, place[1], now
            one.save(update_fields=["text", "key", "changed_at"])


def _remember(
    outdated: Mapping[str, Mapping[str, Outdated]], towns: Mapping[str, dict[str, str]], *, now: datetime
) -> None:
    """Whose text an outdated one is, a municipality's own or the district's, say the rows that say it."""
    there = {
        (place.town, text.get(SOURCE), code, words)
        for place, text in (rows.texts() if outdated else ())
        for code, words in text.items()
    }
    for language, texts in outdated.items():
        for path, one in texts.items():
            said = [("", one.german, one.said)]
            if path.startswith(OF_TOWNS):
                filled = [(town, put_in(one.german, words), put_in(one.said, words)) for town, words in towns.items()]
                said = [each for each in filled if (*each[:2], language, each[2]) in there]
            for town, german, words in said:
                Wording.objects.get_or_create(
                    language=language,
                    key=key_of(Wording.Kind.REGION, town, german),
                    defaults={
                        "kind": Wording.Kind.REGION, "context": town, "text": german, "said": [words], "of": OLDER,
                        "drafted": True, "changed_at": now,
                    },
                )  # fmt: skip
