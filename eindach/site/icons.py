"""Drawings of `icons/`, inline so that they take the colour of their text and need no request."""

import re
from functools import cache, lru_cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

FOLDER = Path(__file__).resolve().parent / "icons"
FALLBACK = "document"
TURNING = frozenset(
    {
        "arrow", "arrow-back", "chevron", "walk", "list", "document", "external", "driving", "undo", "pass-on",
        "play", "call-out",
    }
)  # fmt: skip
"""They point or run: in a right-to-left page they are mirrored. Clocks, ticks, phones and front views are not."""


@cache
def names() -> frozenset[str]:
    """All names `svg` knows; region data is checked against them."""
    return frozenset(path.stem for path in FOLDER.glob("*.svg"))


@lru_cache(maxsize=1024)
def svg(name: str, classes: str = "") -> SafeString:
    """The drawing `name` as an inline svg; a name we lack becomes a plain sheet of paper, never a broken page."""
    name = name if name in names() else FALLBACK
    turns = " icon--turns" if name in TURNING else ""
    return format_html(
        '<svg class="icon{}{}" viewBox="{}" aria-hidden="true" focusable="false">{}</svg>',
        turns, f" {classes}" if classes else "", *_parts(name),
    )  # fmt: skip


def placed(name: str, x: float, y: float, size: float) -> SafeString:
    """The drawing as part of a bigger drawing, its upper left corner at (x, y), in that one's units."""
    name = name if name in names() else FALLBACK
    return format_html(
        '<svg x="{}" y="{}" width="{}" height="{}" viewBox="{}">{}</svg>', x, y, size, size, *_parts(name)
    )


@cache
def _parts(name: str) -> tuple[str, SafeString]:
    text = (FOLDER / f"{name}.svg").read_text()
    box = re.search(r'viewBox="([^"]+)"', text)
    return (box[1] if box else "0 -960 960 960"), mark_safe("".join(re.findall(r"<path[^>]*/>", text)))  # noqa: S308
