"""The record of processing activities (Art. 30 (1) GDPR), written from the registry: in German, as Markdown."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.translation import override

from eindach.directory.models import Region

from .classes import Kept, Start, classes
from .declared import Table, tables
from .words import words

STARTS = {
    Start.COLLECTION: "Erhebung",
    Start.END_OF_PROCESS: "Ende des Vorgangs",
    Start.END_OF_RELATION: "Ende der Beziehung",
}
UNITS = {"D": ("Tag", "Tage"), "M": ("Monat", "Monate"), "Y": ("Jahr", "Jahre")}


def record_of_processing(*, now: datetime, norm_of: Callable[[str], str]) -> str:
    """The whole record. `norm_of`: key of a legal basis -> its norm; anything else comes back as it is."""
    with override("de"):
        return "\n".join([*_head(now), *_activities(norm_of), *_retention(now), *_measures()]) + "\n"


def _head(now: datetime) -> Iterator[str]:
    region = Region.objects.first()
    yield "# Verzeichnis von Verarbeitungstätigkeiten"
    yield ""
    yield f"nach Art. 30 Abs. 1 DSGVO, erzeugt aus dem Register der Software am {timezone.localdate(now):%d.%m.%Y}"
    yield ""
    yield f"- Verantwortlicher: {region.name if region else 'vom Kreis einzutragen'}"
    yield f"- Kontakt: {(region and (region.help_email or region.help_phone)) or 'vom Kreis einzutragen'}"
    yield "- Datenschutzbeauftragte: vom Kreis einzutragen"
    yield "- Übermittlung in Drittländer: keine"
    yield ""


def _activities(norm_of: Callable[[str], str]) -> Iterator[str]:
    for number, (key, purpose) in enumerate(words().purposes.items(), 1):
        serving = {name: table for name, table in tables().items() if key in table.purposes()}
        yield f"## {number} · {purpose.name}"
        yield ""
        yield f"- Betroffene: {purpose.persons}"
        yield f"- Empfänger: {purpose.recipients}"
        yield f"- Rechtsgrundlagen: {'; '.join(sorted({str(norm_of(one)) for one in _bases(serving)}))}"
        yield ""
        yield "| Daten | Spalten | Klasse |"
        yield "|---|---|---|"
        for name, table in serving.items():
            columns = ", ".join(f"`{column}`" for column in sorted(table.columns))
            yield f"| {words().tables[name]} | {columns} | {', '.join((table.kept, *table.also))} |"
        yield ""


def _bases(serving: Mapping[str, Table]) -> set[str]:
    return {basis for table in serving.values() for basis in table.bases()}


def _retention(now: datetime) -> Iterator[str]:
    yield "## Löschfristen (DIN 66398)"
    yield ""
    yield "| Klasse | Frist | ab | zwei Personen | Quelle | bestätigt |"
    yield "|---|---|---|---|---|---|"
    for key, kept in classes(timezone.localdate(now)).items():
        confirmed = kept.confirmed_by or "vom Kreis zu bestätigen"
        signed = "ja" if kept.two_people else ""
        cells = (f"{key}: {kept.name}", _period(kept), STARTS[kept.start], signed, kept.source, confirmed)
        yield f"| {' | '.join(cells)} |"
    yield ""


def _period(kept: Kept) -> str:
    if kept.reason:
        return kept.reason
    longest = f", längstens {_in_words(kept.longest)} ab Erhebung" if kept.longest else ""
    told = f"; angekündigt {kept.notice} Tage vorher" if kept.notice else ""
    return _in_words(kept.period) + longest + told


def _in_words(period: str) -> str:
    """P90D -> 90 Tage."""
    count, unit = int(period[1:-1]), period[-1]
    return "sofort" if count == 0 else f"{count} {UNITS[unit][count != 1]}"


def _measures() -> Iterator[str]:
    yield "## Technische und organisatorische Maßnahmen (Art. 32 DSGVO)"
    yield ""
    for measure in words().measures:
        yield f"- {measure}"
