"""Pages of HSDS lists: one envelope, the same parameters everywhere."""

import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja.responses import NinjaJSONEncoder
from pydantic import AfterValidator, BaseModel, Field

from ..problems import Problem
from ..strict_json import unusable_text
from . import records

Row = TypeVar("Row")
P = TypeVar("P", bound=records.Page)
NDJSON = "application/x-ndjson"


def _usable(text: str) -> str:
    if said := unusable_text(text):
        raise ValueError(said)
    return text


Text = Annotated[str, Field(max_length=100), AfterValidator(_usable)]


class Paging(BaseModel):
    """Which page; `ndjson` gives all rows, one a line, without pages."""

    page: int = Field(1, ge=1, le=100_000)
    per_page: int = Field(50, ge=1, le=500)
    format: Literal["json", "ndjson"] = "json"


class Filter(Paging):
    """Several filters must all fit. `full`: records with everything inside."""

    search: Text = ""
    taxonomy_term_id: UUID | None = None
    taxonomy_id: UUID | None = None
    full: bool = False

    @property
    def of_terms(self) -> dict[str, UUID | None]:
        return {"term": self.taxonomy_term_id, "taxonomy": self.taxonomy_id}


def page_of(
    kind: type[P], rows: QuerySet[Any] | Sequence[Row], paging: Paging, record: Callable[[Any], records.Record]
) -> P | HttpResponse:
    """The page asked for; one after the last is empty, not an error (a list may shrink while it is read)."""
    if paging.format == "ndjson":
        lines = (json.dumps(record(row).model_dump(exclude_none=True), cls=NinjaJSONEncoder) for row in rows)
        return HttpResponse("".join(f"{line}\n" for line in lines), content_type=NDJSON)
    total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    first = (paging.page - 1) * paging.per_page
    contents = [record(row) for row in rows[first : first + paging.per_page]]
    pages = -(-total // paging.per_page)
    return kind(
        total_items=total,
        total_pages=pages,
        page_number=paging.page,
        size=len(contents),
        first_page=paging.page == 1,
        last_page=paging.page >= pages,
        empty=not contents,
        contents=contents,
    )


def one_of(rows: QuerySet[Any], key: UUID) -> Any:
    """The row with this id; Problem not-found."""
    found = rows.filter(pk=key).first()
    if found is None:
        raise Problem("not-found", "There is no record with this id.")
    return found
