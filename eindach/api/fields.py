"""Kinds of values in requests. Strict: a JSON number is not a text, `true` is not 1, and a date is ten characters."""

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictInt, StrictStr, WithJsonSchema
from pydantic_core import PydanticCustomError

from eindach.kernel.languages import SHIPPED, SPOKEN_CODES

PAGE_LANGUAGES = tuple(language.code for language in SHIPPED)
SPOKEN_LANGUAGES = SPOKEN_CODES
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:00(\.0+)?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)
YEARS = range(2000, 2200)


class Request(BaseModel):
    """Base of request bodies: an unknown field is a fault, not a wish we silently ignore."""

    model_config = ConfigDict(extra="forbid", populate_by_name=False)


def _date(value: Any) -> date:
    allowed = "allowed: a date like 2026-12-01"
    if not isinstance(value, str) or not DATE.fullmatch(value):
        raise PydanticCustomError("date", "is not a date; {allowed}", {"allowed": allowed})
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("date", "is not in the calendar; {allowed}", {"allowed": allowed}) from None


def _moment(value: Any) -> datetime:
    allowed = "allowed: local time like 2026-12-01T09:30, or with an offset like 2026-12-01T09:30+01:00"
    if not isinstance(value, str) or not MOMENT.fullmatch(value):
        raise PydanticCustomError("moment", "is not a time in whole minutes; {allowed}", {"allowed": allowed})
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("moment", "is not in the calendar; {allowed}", {"allowed": allowed}) from None
    if moment.year not in YEARS:
        raise PydanticCustomError("moment", "is too far away; allowed: years from 2000 to 2199")
    return moment


LocalDate = Annotated[
    date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-12-01"]})
]
Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": rf"^{MOMENT.pattern}$",
            "description": "local time of the region, or with an offset",
            "examples": ["2026-12-01T09:30", "2026-12-01T09:30+01:00"],
        }
    ),
]
Key = Annotated[StrictStr, Field(min_length=1, max_length=80, examples=["residence"])]


def _one_of(allowed: tuple[str, ...]) -> BeforeValidator:
    def check(value: Any) -> str:
        if not isinstance(value, str) or value not in allowed:
            names = {"allowed": ", ".join(allowed)}
            raise PydanticCustomError("choice", "is not known; allowed: {allowed}", names)
        return value

    return BeforeValidator(check)


PageLanguage = Annotated[str, _one_of(PAGE_LANGUAGES), WithJsonSchema({"type": "string", "enum": list(PAGE_LANGUAGES)})]
SpokenLanguage = Annotated[
    str, _one_of(SPOKEN_LANGUAGES), WithJsonSchema({"type": "string", "enum": list(SPOKEN_LANGUAGES)})
]


def whole(least: int, most: int) -> Any:
    """A JSON integer from `least` to `most`."""
    return Annotated[StrictInt, Field(ge=least, le=most)]
