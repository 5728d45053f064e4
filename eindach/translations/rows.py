"""The texts of a region's rows: found in every model that has texts in languages, and changed there at once."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from django.apps import apps
from django.db.models import Model
from i18nfield.fields import I18nCharField, I18nTextField
from i18nfield.strings import LazyI18nString

from eindach.kernel.languages import SOURCE

from .models import Wording

OF_A_REGION: Final = ("guide", "directory", "site")
"""Parts whose texts come from the region's files as they are. Signs of counters are put together of words and numbers,
words of consents are versions (consent/texts)."""
Said = dict[str, str]


def texts() -> Iterator[tuple[str, Said]]:
    """(section, language -> text), one a field of a row."""
    for model, names in _models():
        for values in model._base_manager.order_by("pk").values_list(*names):
            yield from ((str(model._meta.model_name), _data(value)) for value in values)


def put_in(wordings: Iterable[Wording]) -> int:
    """Into every row that says the German text of one of these; returns how many rows changed. Outdated wordings fill
    gaps only: somebody may have translated the German of today since."""
    wanted: dict[str, list[Wording]] = {}
    for one in wordings:
        wanted.setdefault(one.text, []).append(one)
    return sum(_put_in(model, names, wanted) for model, names in _models()) if wanted else 0


def _put_in(model: type[Model], names: list[str], wanted: Mapping[str, list[Wording]]) -> int:
    changed = [row for row in model._base_manager.all() if sum(_change(row, name, wanted) for name in names)]
    if changed:
        model._base_manager.bulk_update(changed, names, batch_size=200)
    return len(changed)


def _change(row: Model, name: str, wanted: Mapping[str, list[Wording]]) -> bool:
    data = _data(getattr(row, name))
    fresh = dict(data)
    for one in wanted.get(data.get(SOURCE, ""), ()):
        if not one.is_outdated or not data.get(one.language):
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
