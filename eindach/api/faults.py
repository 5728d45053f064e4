"""From what pydantic found to the faults of a problem document: a pointer, what is wrong, what is allowed."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from .problems import Fault

Place = tuple[str | int, ...]


def pointer_of(place: Iterable[str | int]) -> str:
    """('windows', 0, 'from') -> '/windows/0/from' (RFC 6901)."""
    parts = (str(part).replace("~", "~0").replace("/", "~1") for part in place)
    return "".join(f"/{part}".encode("utf-8", "backslashreplace").decode() for part in parts)


def faults_of(errors: Iterable[Mapping[str, Any]], body: type[BaseModel] | None) -> list[Fault]:
    """Faults of ninja's error list, whose places start with where the value came from; `body`: the body's model."""
    found: dict[tuple[str, str], Fault] = {}
    for error in errors:
        source, *place = error["loc"]
        if source == "body":  # then comes the name of the view's argument, which no client knows
            place = place[1:]
        fault = Fault(
            pointer=pointer_of(place),
            detail=_sentence(error, tuple(place), body),
            source=None if source == "body" else source,
        )
        found.setdefault((source, fault.pointer), fault)
    return list(found.values())


def _sentence(error: Mapping[str, Any], place: Place, body: type[BaseModel] | None) -> str:
    match error["type"]:
        case "missing":
            return "is missing; it must be there"
        case "extra_forbidden":
            return f"is not a field here; allowed: {', '.join(_fields_beside(place, body))}"
        case "model_attributes_type" | "model_type" | "dict_type":
            return "is not an object; allowed: a JSON object"
    said = str(error["msg"]).removeprefix("Value error, ").replace("Input should be", "must be")
    return said[:1].lower() + said[1:]


def _fields_beside(place: Place, body: type[BaseModel] | None) -> list[str]:
    """The names allowed where an unknown field stands."""
    model: Any = body
    for part in place[:-1]:
        if isinstance(part, str) and model is not None:
            field = {f.alias or n: f for n, f in model.model_fields.items()}.get(part)
            model = _model_in(field.annotation) if field else None
    return [field.alias or name for name, field in model.model_fields.items()] if model else []


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_model_in(argument) for argument in getattr(annotation, "__args__", ()))
    return next((model for model in inner if model), None)
