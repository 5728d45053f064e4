"""The sources: what must not stand in them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.house.test_style import tracked

PROGRAM = [file for file in tracked("eindach/*.py") if "migrations" not in file.parts]
RUNS_TEXT = {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "Template", "engines"}
DANGEROUS = {"pickle", "marshal", "shelve", "telnetlib", "ftplib"}
READS_XML = re.compile(
    r"\b\w+\.(fromstring|fromstringlist|iterparse|XML|XMLParser|XMLPullParser)\(|import .*\bminidom\b"
)
"""Of the standard library: an XML file of somebody can be endless there. What is sent in is read by defusedxml."""
WEAK = re.compile(r"\b(md5|sha1|DES3?|RC4|ARC4|Blowfish|ECB|PKCS1v15)\b")
SECRETS = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{36}\b|\bxox[baprs]-\w{10,}")
SECRET_FILES = re.compile(r"(^|/)(\.env|secret\.key|seal\.key|id_(rsa|ed25519)|.*\.(pem|p12|pfx))$")


def calls(file: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call))


def where(file: Path, node: ast.AST) -> str:
    return f"{file}:{getattr(node, 'lineno', 0)}"


def modules(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def runs_something(file: Path) -> list[str]:
    """Calls that take text for a program, or a shell for a command."""
    return [
        where(file, call)
        for call in calls(file)
        if ast.unparse(call.func) in RUNS_TEXT or any(word.arg == "shell" for word in call.keywords)
    ]


def test_nothing_runs_a_shell_or_text_as_a_program() -> None:
    assert [one for file in PROGRAM for one in runs_something(file)] == []
    assert [file for file in PROGRAM if DANGEROUS & {one.split(".")[0] for one in modules(file)}] == []
    assert [file for file in PROGRAM if READS_XML.search(file.read_text())] == []


@pytest.mark.parametrize("line", ["eval(typed)", "run(typed, shell=True)", "os.system(typed)", "Template(typed)"])
def test_what_would_run_is_found(tmp_path: Path, line: str) -> None:
    (tmp_path / "planted.py").write_text(line)
    assert len(runs_something(tmp_path / "planted.py")) == 1


def test_no_statement_is_put_together_from_what_somebody_typed() -> None:
    """Ruff (S608) reads every statement; here: nobody has silenced it outside the files named in pyproject.toml."""
    silenced = [file.name for file in PROGRAM if "noqa: S608" in file.read_text()]
    assert sorted(silenced) == ["sample_bookings.py", "trail.py"]  # names of our own columns
    views = [file for file in PROGRAM if "view" in file.name or "views" in file.parts]
    assert [file.name for file in views if re.search(r"\.raw\(|\.extra\(|RawSQL|cursor\(", file.read_text())] == []


def test_no_template_switches_escaping_off() -> None:
    pages = tracked("eindach/*.html")
    assert len(pages) > 50
    silenced = re.compile(r"\|\s*safe\b|autoescape off|\|\s*safeseq\b")
    assert [page.name for page in pages if silenced.search(page.read_text())] == []


def test_scripts_write_text_and_keep_nothing() -> None:
    """No markup, no storage, no messages between windows, no properties of a name that somebody typed. A page that is
    kept on a phone on wish, and its worker, speak through a channel of their own."""
    markup = r"document\.write|insertAdjacentHTML|outerHTML|eval\(|Function\(|__proto__|Object\.assign"
    found = re.compile(rf"{markup}|localStorage|sessionStorage|indexedDB|document\.cookie|postMessage")
    scripts = tracked("eindach/*.js")
    assert len(scripts) >= 3
    own_channel = {"keep.js": "active.postMessage(said, [port2])", "worker.js": "event.ports[0].postMessage(said)"}
    said = {script.name: script.read_text().replace(own_channel.get(script.name, "-"), "") for script in scripts}
    assert [name for name, text in said.items() if found.search(text)] == []


def test_weak_algorithms_do_not_occur() -> None:
    assert [file.name for file in PROGRAM if WEAK.search(file.read_text())] == []


def test_chance_comes_from_the_system() -> None:
    """`random` shuffles equal counters and samples elsewhere; where secrets are made it does not occur."""
    made = ("accounts", "consent", "api", "kernel", "notifications", "casework", "site")
    files = [file for file in PROGRAM if file.relative_to(ROOT).parts[1] in made]
    assert [file.name for file in files if {"random", "numpy.random"} & set(modules(file))] == []
    assert {"secrets"} <= set(modules(ROOT / "eindach" / "accounts" / "codes.py"))


def test_every_package_is_locked_with_its_digest() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        packages = re.split(r"\n(?=\S)", lock.read_text().strip())
        assert [one for one in packages if not one.startswith("#") and "--hash=sha256:" not in one] == []
    browser = (ROOT / "package-lock.json").read_text()
    assert browser.count('"integrity": "sha512-') >= browser.count('"node_modules/')


def test_no_secret_lies_in_the_repository() -> None:
    assert [file for file in tracked() if SECRET_FILES.search(str(file.relative_to(ROOT)))] == []
    texts = list(tracked("*.py", "*.md", "*.yaml", "*.toml", "*.html", "*.js", "*.json", "Makefile"))
    assert [file.name for file in texts if file != Path(__file__) and SECRETS.search(file.read_text())] == []
