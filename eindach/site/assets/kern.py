"""KERN's style sheet, cut down to the components we use and made logical (inline-start for left, and so on).

KERN 2.7 is written for left-to-right pages only. Instead of a second set of rules for `[dir=rtl]` every physical
declaration is turned into its logical twin: one sheet then serves both directions. What is turned stands in LOGICAL.
The result is a derived work of KERN UX under EUPL-1.2, like the rest of this project.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

KEPT = frozenset(
    """accordion alert badge body btn btn-wrapper description-list description-list-item dialog divider error fieldset
    form-check form-input hint kopfzeile label layer level light dark link list number progress sr-only
    summary summary-group table table-responsive title""".split()  # noqa: SIM905 a list of 35 lines reads worse
)
KEPT_ICONS = frozenset({"danger", "info", "success", "warning", "close"})
UNWANTED = re.compile(r"kern-(dropdown|card|input-group|task-list|loader|btn--x-small|sr-only-mobile)|type=file")

LOGICAL = {
    "left": "inset-inline-start", "right": "inset-inline-end",
    "margin-left": "margin-inline-start", "margin-right": "margin-inline-end",
    "padding-left": "padding-inline-start", "padding-right": "padding-inline-end",
    "border-left": "border-inline-start", "border-right": "border-inline-end",
    "border-left-color": "border-inline-start-color", "border-right-color": "border-inline-end-color",
    "border-left-width": "border-inline-start-width", "border-right-width": "border-inline-end-width",
    "border-top-left-radius": "border-start-start-radius", "border-top-right-radius": "border-start-end-radius",
    "border-bottom-left-radius": "border-end-start-radius", "border-bottom-right-radius": "border-end-end-radius",
}  # fmt: skip
LOGICAL_VALUES = {"text-align", "float", "clear"}
FOUR_SIDED = {"margin", "padding"}


class Rule(NamedTuple):
    """A selector or at-rule with what stands between its braces."""

    head: str
    body: str


def trimmed(css: str) -> str:
    """KERN's unminified sheet as a cascade layer `kern`: only our components, logical, without comments."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL).replace('@charset "UTF-8";', "")
    kept = "".join(_written(rule) for rule in _rules(css))
    return f"/* Derived from KERN UX (kern-ux.de), EUPL-1.2 */@layer kern{{{kept}}}\n"


def _rules(css: str) -> Iterator[Rule]:
    depth = start = opened = 0
    for at, letter in enumerate(css):
        if letter == "{":
            depth += 1
            if depth == 1:
                opened = at
        elif letter == "}":
            depth -= 1
            if depth == 0:
                yield Rule(css[start:opened].strip(), css[opened + 1 : at])
                start = at + 1


def _written(rule: Rule) -> str:
    if rule.head.startswith("@media"):
        inner = "".join(_written(part) for part in _rules(rule.body))
        return f"{rule.head}{{{inner}}}" if inner else ""
    head = ",".join(part for part in _selectors(rule.head) if _is_kept(part))
    body = "".join(_logical(declaration) for declaration in _declarations(rule.body))
    return f"{head}{{{body}}}" if head and body else ""


def _selectors(head: str) -> list[str]:
    """Split at the commas outside of brackets."""
    parts, depth = [""], 0
    for letter in head:
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return [re.sub(r"\s+", " ", part.strip()) for part in parts]


def _is_kept(selector: str) -> bool:
    if UNWANTED.search(selector):
        return False
    icons = re.findall(r"\.kern-icon--([a-z-]+)", selector)
    if icons:
        return all(icon in KEPT_ICONS for icon in icons)
    names = re.findall(r"\.kern-([a-z]+(?:-[a-z0-9]+)*)", selector)
    if names:
        return all(name in KEPT | {"icon"} or name.startswith("level-") for name in names)
    # The reset for every element and the fonts on `*` are ours to set, once, on the body.
    return selector in {":root", "[data-kern-theme=light]", "[data-kern-theme=dark]"}


def _declarations(body: str) -> Iterator[tuple[str, str]]:
    for text in re.split(r";(?![^(]*\))", body):
        name, colon, value = text.partition(":")
        if colon:
            yield name.strip(), re.sub(r"\s+", " ", value.strip())


def _logical(declaration: tuple[str, str]) -> str:
    name, value = declaration
    if name in LOGICAL_VALUES:
        value = {"left": "start", "right": "end"}.get(value, value)
        value = f"inline-{value}" if name != "text-align" and value in {"start", "end"} else value
    elif name in FOUR_SIDED:
        sides = re.split(r"\s+(?![^(]*\))", value)
        if len(sides) == 4 and sides[1] != sides[3]:
            top, right, bottom, left = sides
            return f"{name}-block:{top} {bottom};{name}-inline:{left} {right};"
    return f"{LOGICAL.get(name, name)}:{value};"
