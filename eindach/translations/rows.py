"""The texts of a region's rows: found in every model that has texts in languages, and changed there at once.

Whose a text is: the district's, the same text in however many rows (`town` is ""), or a municipality's own (`town` is
its key), which nobody changes by changing the same words of another one.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from django.apps import apps
from django.db.models import Model, QuerySet
from i18nfield.fields import I18nCharField, I18nTextField
from i18nfield.strings import LazyI18nString

from eindach.guide.models import MunicipalityEvent, MunicipalityPage, MunicipalityPicture
from eindach.kernel.languages import SOURCE

from .models import Wording

OF_A_REGION: Final = ("guide", "directory", "site")
"""Parts whose texts come from the region's files as they are. Signs of counters are put together of words and numbers,
words of consents are versions (consent/texts)."""
OF_A_TOWN: Final[Mapping[type[Model], str]] = {
    MunicipalityPage: "key",
    MunicipalityPicture: "page__key",
    MunicipalityEvent: "page__key",
}
"""What municipalities write themselves -> where the key of theirs is."""
Said = dict[str, str]


class Place(NamedTuple):
    """A field of a row. `part`: name of its model."""

    part: str
    row: object
    field: str
    town: str

    @property
    def address(self) -> str:
        return f"{self.part}.{self.row}.{self.field}"


def texts(town: str | None = None) -> Iterator[tuple[Place, Said]]:
    """Language -> text of each field; of one municipality only, of the district's own ("") or of all (None)."""
    for model, names in _models():
        owner, part = OF_A_TOWN.get(model), str(model._meta.model_name)
        if town is not None and bool(town) != bool(owner):
            continue
        rows = model._base_manager.order_by("pk")
        found = rows.filter(**{owner: town}) if town and owner else rows
        for pk, *values in found.values_list("pk", *([owner] if owner else []), *names):
            key = values.pop(0) if owner else ""
            yield from ((Place(part, pk, name, key), _data(value)) for name, value in zip(names, values, strict=True))


def put_in(wordings: Iterable[Wording]) -> int:
    """Into every row that says the German text of one of these; returns how many rows changed. An outdated draft fills
    gaps only: somebody may have translated the German of today since."""
    wanted: dict[tuple[str, str], list[Wording]] = {}
    for one in wordings:
        wanted.setdefault((one.context, one.text), []).append(one)
    return sum(_put_in(model, names, wanted) for model, names in _models()) if wanted else 0


def _put_in(model: type[Model], names: list[str], wanted: Mapping[tuple[str, str], list[Wording]]) -> int:
    owner = OF_A_TOWN.get(model)
    if not any(bool(owner) == bool(town) for town, _text in wanted):
        return 0
    changed = [row for row in _rows(model, owner, names) if sum(_change(row, name, owner, wanted) for name in names)]
    if changed:
        model._base_manager.bulk_update(changed, names, batch_size=200)
    return len(changed)


def _rows(model: type[Model], owner: str | None, names: list[str]) -> QuerySet[Any]:
    """Without what lies in them besides: a picture is large."""
    rows = model._base_manager.only(*names, *([owner] if owner else []))
    return rows.select_related("page") if owner == "page__key" else rows


def _change(row: Any, name: str, owner: str | None, wanted: Mapping[tuple[str, str], list[Wording]]) -> bool:
    data = _data(getattr(row, name))
    town = "" if owner is None else row.key if owner == "key" else row.page.key
    fresh = dict(data)
    for one in wanted.get((town, data.get(SOURCE, "")), ()):
        if not (one.is_outdated and one.drafted) or not data.get(one.language):
            fresh[one.language] = one.said[0]
    if fresh == data:
        return False
    setattr(row, name, LazyI18nString(fresh))
    return True


def _models() -> Iterator[tuple[type[Model], list[str]]]:
    for label in OF_A_REGION:
        for model in apps.get_app_config(label).get_models():
            names = [one.name for one in model._meta.fields if isinstance(one, I18nCharField | I18nTextField)]
            if names:
                yield model, names


def _data(value: object) -> Said:
    data = value.data if isinstance(value, LazyI18nString) else None
    return data if isinstance(data, dict) else {}
