"""To translators' tools and back: CSV for those who have a spreadsheet, XLIFF 1.2 for those who have a tool, PO for the
repository.

XLIFF 1.2 and not 2.0: OmegaT, memoQ, Trados, Phrase, Weblate and Poedit all read it; 2.0 some of them do not. Written
by hand, since it is six elements: translate-toolkit is GPL and brings lxml along. Plural forms are a group, as the PO
profile of XLIFF 1.2 has it. An id is `key#form`, so that nothing hangs on the order of the lines.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple
from xml.etree import ElementTree as Xml

import polib
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from eindach.kernel.words import fingerprint

from .models import Wording
from .units import REVIEWED, State, Unit, catalog, key_of

COLUMNS: Final = ("id", "part", "state", "context", "german", "english", "translation", "reviewed")
NO: Final = ("", "no", "nein", "0")
"""In the column `reviewed`; anything else there confirms the text."""
CONFIRMED: Final = ("final", "signed-off")
"""States of XLIFF by which a tool says that somebody has reviewed a text."""
FORMULA: Final = re.compile(r"^[=+\-@\t\r]")
"""What a spreadsheet would run; an apostrophe before it makes it text, and is taken away on the way back."""
PO: Final = re.compile(r"(#|msgid|msgctxt)")
HEAD: Final = re.compile(r"^<\?xml[^>]*>")
NAMESPACE: Final = "urn:oasis:names:tc:xliff:document:1.2"
STATES: Final = {
    State.MISSING: "new",
    State.OUTDATED: "needs-translation",
    State.DRAFTED: "needs-review-translation",
    State.UP_TO_DATE: "translated",
    State.REVIEWED: "signed-off",
}
Said = dict[str, tuple[str, ...]]
"""Key of a text -> its forms."""


class Brought(NamedTuple):
    """What a file says. `confirmed`: keys of texts that somebody has reviewed, in each form."""

    said: Said
    confirmed: frozenset[str]


class NotReadable(ValueError):
    """Says in an English sentence why a file cannot be read. `why`: columns | csv | po | xml | doctype | xliff."""

    def __init__(self, why: str, sentence: str) -> None:
        super().__init__(sentence)
        self.why = why


def to_csv(units: Iterable[Unit]) -> str:
    """UTF-8 with a mark for spreadsheets, one line a form."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for unit in units:
        for name, form in _forms(unit):
            german, english = _nth(unit.german, form), _nth(unit.english, form)
            reviewed = "yes" if unit.state == State.REVIEWED else ""
            line = (name, unit.part, unit.state, unit.context, german, english, _nth(unit.said, form, ""), reviewed)
            writer.writerow([f"'{cell}" if FORMULA.match(cell) else cell for cell in line])
    return out.getvalue()


def from_csv(text: str) -> Brought:
    """NotReadable. Lines without a translation say nothing; a file may come back without the column `reviewed`."""
    text = text.removeprefix("\ufeff")
    head = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=head.count))
    try:
        if not {"id", "translation"} <= set(reader.fieldnames or ()):
            raise NotReadable("columns", "The first line must name the columns, among them id and translation.")
        lines = [(one["id"] or "", one["translation"] or "", one.get("reviewed") or "") for one in reader]
    except csv.Error as wrong:  # a quotation mark that never ends
        raise NotReadable("csv", f"This is not CSV: {wrong}") from wrong
    return _gathered(
        (name, re.sub(r"^'(?=[=+\-@\t\r])", "", said), reviewed.strip().casefold() not in NO)
        for name, said, reviewed in lines
    )


def to_xliff(units: Iterable[Unit], language: str) -> bytes:
    root = Xml.Element("xliff", {"version": "1.2", "xmlns": NAMESPACE})
    by_kind: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        by_kind[unit.kind].append(unit)
    for kind, some in by_kind.items():
        source = "de" if kind == Wording.Kind.REGION else "en"
        head = {"original": kind, "source-language": source, "target-language": language, "datatype": "plaintext"}
        body = Xml.SubElement(Xml.SubElement(root, "file", head), "body")
        for unit in some:
            _write(body, unit)
    Xml.indent(root)
    written: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _write(body: Xml.Element, unit: Unit) -> None:
    if len(unit.sources) > 1:
        body = Xml.SubElement(body, "group", {"restype": "x-gettext-plurals", "id": unit.key})
    for name, form in _forms(unit):
        one = Xml.SubElement(body, "trans-unit", {"id": name, "resname": unit.part})
        Xml.SubElement(one, "source").text = _nth(unit.sources, form)
        target = Xml.SubElement(one, "target", {"state": STATES[unit.state]})
        target.text = _nth(unit.said, form, "")
        Xml.SubElement(one, "note").text = " · ".join(filter(None, [unit.context, _nth(unit.german, form)]))


def from_xliff(text: str) -> Brought:
    """NotReadable. A document type is refused: it could make a small file endless. What the head says of letters counts
    no more: it was of the file, and this is its text."""
    try:
        root = fromstring(HEAD.sub("", text.lstrip("\ufeff \n\r")).encode(), forbid_dtd=True)
    except DefusedXmlException as wrong:
        raise NotReadable("doctype", "A file with a document type is not read.") from wrong
    except Xml.ParseError as wrong:
        raise NotReadable("xml", f"This is not XML: {wrong}") from wrong
    if root.tag != f"{{{NAMESPACE}}}xliff":
        raise NotReadable("xliff", "This is XML, but not XLIFF 1.2.")
    units = root.iter(f"{{{NAMESPACE}}}trans-unit")
    return _gathered(_target(one) for one in units)


def _target(unit: Xml.Element) -> tuple[str, str, bool]:
    """Id; all of the text, also what stands inside of marks: tools set segments and terms apart; whether it is
    confirmed."""
    target = unit.find(f"{{{NAMESPACE}}}target")
    if target is None:
        return unit.get("id", ""), "", False
    confirmed = unit.get("approved") == "yes" or target.get("state") in CONFIRMED
    return unit.get("id", ""), "".join(target.itertext()), confirmed


def from_po(text: str) -> Brought:
    """What a catalogue says for sure. NotReadable. A review is the comment that `to_po` writes: that nothing is unsure
    says nothing, our drafts are not marked."""
    try:
        entries = [one for one in polib.pofile(f"{text}\n") if not one.fuzzy and not one.obsolete]
    except (OSError, ValueError, UnicodeError) as wrong:
        raise NotReadable("po", f"This is not PO: {wrong}") from wrong
    said = [(key_of(Wording.Kind.INTERFACE, one.msgctxt or "", one.msgid), one) for one in entries]
    return _gathered(
        (f"{key}#{form}", words, mark is not None and mark["of"] == fingerprint(one.msgid))
        for key, one in said
        for mark in [REVIEWED.search(one.tcomment or "")]
        for form, words in enumerate(one.msgstr_plural.values() if one.msgid_plural else [one.msgstr])
    )


def read(text: str) -> Brought:
    """Any of the three, whichever it is. NotReadable."""
    start = text.lstrip("\ufeff \n\r")
    if start.startswith("<"):
        return from_xliff(text)
    return from_po(start) if PO.match(start) else from_csv(text)


def to_po(units: Iterable[Unit], language: str) -> str:
    """The whole catalogue as it speaks now, reviews as translators' comments: goes into the repository as it is."""
    there = {one.key: one for one in units if one.kind == Wording.Kind.INTERFACE and one.said}
    by_text = {(one.context, one.sources[0]): one for one in there.values()}
    fresh = polib.POFile(wrapwidth=100)
    fresh.metadata = dict(catalog(language).metadata)
    for entry in catalog(language):
        unit = by_text.get((entry.msgctxt or "", entry.msgid))
        fresh.append(_entry(entry, unit) if unit and not entry.obsolete else entry)
    return str(fresh)


def _entry(entry: polib.POEntry, unit: Unit) -> polib.POEntry:
    forms = dict(enumerate(unit.said)) if entry.msgid_plural else {}
    reviewed = unit.reviewed.partition(" ")
    mark = f"reviewed {reviewed[0]} of {unit.of}{' by ' + reviewed[2] if reviewed[2] else ''}"
    return polib.POEntry(
        msgid=entry.msgid,
        msgctxt=entry.msgctxt,
        msgid_plural=entry.msgid_plural,
        msgstr="" if forms else unit.said[0],
        msgstr_plural=forms,
        occurrences=entry.occurrences,
        flags=[flag for flag in entry.flags if flag != "fuzzy" or unit.state == State.OUTDATED],
        tcomment=mark if unit.state == State.REVIEWED else "",
    )


def _forms(unit: Unit) -> Iterator[tuple[str, int]]:
    """(id, number) of each form a translation has, or will have."""
    count = 1 if len(unit.sources) == 1 else max(len(unit.said), len(unit.sources))
    yield from ((f"{unit.key}#{form}", form) for form in range(count))


def _nth(texts: tuple[str, ...], form: int, default: str | None = None) -> str:
    """The text of this form; where there are fewer, the last, or the default."""
    if form < len(texts):
        return texts[form]
    return default if default is not None else texts[-1] if texts else ""


def _gathered(lines: Iterable[tuple[str, str, bool]]) -> Brought:
    found: Mapping[str, dict[int, str]] = defaultdict(dict)
    confirmed, unsure = set[str](), set[str]()
    for name, said, sure in lines:
        key, _hash, form = name.partition("#")
        if said.strip() and re.fullmatch(r"[0-9a-f]{20}", key) and form.isdecimal() and len(form) < 2:
            found[key][int(form)] = said
            (confirmed if sure else unsure).add(key)
    said_now = {key: tuple(forms[one] for one in sorted(forms)) for key, forms in found.items()}
    return Brought(said_now, frozenset(confirmed - unsure))
