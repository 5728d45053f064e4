"""Files for browsers: small, logical, nothing from elsewhere."""

import gzip
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from eindach.site.assets import __main__ as assets
from eindach.site.assets.kern import trimmed

OWN = Path(assets.__file__).parents[1] / "static" / "eindach" / "css"
PHYSICAL = re.compile(
    r"(?<![-\w])(?:margin|padding|border)-(?:left|right)\b|[{;]\s*(?:left|right)\s*:|text-align:\s*(?:left|right)"
)


@pytest.fixture(scope="module")
def kern() -> str:
    return (assets.BUILT / "kern.css").read_text()


def test_left_becomes_inline_start() -> None:
    css = trimmed(".kern-btn { padding: 1px 2px 3px 4px; margin-left: 5px; text-align: left; float: right; }")
    assert css.endswith(
        "@layer kern{.kern-btn{padding-block:1px 3px;padding-inline:4px 2px;margin-inline-start:5px;"
        "text-align:start;float:inline-end;}}\n"
    )


def test_selectors_are_split_outside_of_brackets_only() -> None:
    css = trimmed(":is(body, .kern-light, [data-kern-theme=dark]):not([class*=kern-level-]), .kern-card { --a: 1; }")
    assert ":is(body, .kern-light, [data-kern-theme=dark]):not([class*=kern-level-]){--a:1;}" in css


def test_what_we_do_not_use_is_left_out() -> None:
    assert ".kern-dropdown" not in trimmed(".kern-dropdown { color: red; } .kern-btn, .kern-card { color: red; }")


def test_no_sheet_knows_left_or_right(kern: str) -> None:
    for name, css in [("kern", kern), *((path.name, path.read_text()) for path in OWN.glob("*.css"))]:
        assert PHYSICAL.findall(css) == [], name


def test_kern_keeps_its_themes_and_stays_small(kern: str) -> None:
    assert "prefers-color-scheme: dark" in kern
    assert "--kern-color-layout-text-default-contextual:" in kern
    assert len(gzip.compress(kern.encode())) < 20_000
    assert "http" not in kern.replace("http://www.w3.org/2000/svg", "")


def test_every_letter_of_a_languages_name_has_a_shape() -> None:
    names = TTFont(assets.BUILT / "eindach-names-0600-500.woff2").getBestCmap()
    assert {ord(letter) for letter in "العربية"} <= set(names)


def test_arabic_still_joins_its_letters() -> None:
    font = TTFont(assets.BUILT / "noto-sans-arabic-arabic-400.woff2")
    features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert {"init", "medi", "fina"} <= features
