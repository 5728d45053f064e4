"""From a template and plain data to a PDF."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from .fonts import FAMILIES, fonts


def pdf(template: Path, given: dict[str, Any], *, made_at: datetime) -> bytes:
    """A4 or whatever the template says, PDF/UA-1. The template reads `given` as JSON from `sys.inputs`, with the names
    of the fonts as `given.fonts`. `made_at`: the date the file tells. Deterministic."""
    return typst.compile(
        template,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"given": json.dumps(given | {"fonts": FAMILIES})},
        pdf_standards=["ua-1"],
        timestamp=int(made_at.timestamp()),
    )
