"""Find the texts for people in Python files and Django templates."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.template.base import Lexer, Token, TokenType
from django.utils.translation import trim_whitespace
from django.utils.translation.template import block_re, constant_re, endblock_re, inline_re, plural_re

PACKAGE = Path(__file__).resolve().parents[2]

POSITIONS = {  # which arguments of the gettext functions are (context, text, plural)
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}


@dataclass(frozen=True, order=True)
class Text:
    """A text to translate; `plural` and `context` are empty where there are none."""

    text: str
    context: str = ""
    plural: str = ""


class NotLiteral(ValueError):
    """A text that nobody can translate, since it is put together while the program runs."""


def extract(package: Path = PACKAGE) -> dict[Text, set[str]]:
    """All texts below the package, each with the files (relative to the package's folder) that use it."""
    found: dict[Text, set[str]] = {}
    for file, texts in _files(package):
        for text in texts:
            found.setdefault(text, set()).add(file.relative_to(package.parent).as_posix())
    return found


def _files(package: Path) -> Iterator[tuple[Path, Iterator[Text]]]:
    for file in sorted(package.rglob("*")):
        if file.suffix == ".py" and "migrations" not in file.parts:
            yield file, from_python(file.read_text())
        elif "templates" in file.parts and file.suffix in {".html", ".txt", ".xml"}:
            yield file, from_template(file.read_text())


def from_python(source: str) -> Iterator[Text]:
    """The literals in calls of Django's gettext functions, under whatever name they were imported."""
    tree = ast.parse(source)
    names = {
        alias.asname or alias.name: alias.name.removesuffix("_lazy").removesuffix("_noop")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            kind = names.get(called, called if isinstance(node.func, ast.Attribute) else "")
            if kind in POSITIONS:
                yield from _from_call(node, kind)


def _from_call(call: ast.Call, kind: str) -> Iterator[Text]:
    context, text, plural = (_literal(call, position) for position in POSITIONS[kind])
    if text:
        yield Text(text, context, plural)


def _literal(call: ast.Call, position: int | None) -> str:
    """The literal at this position; a variable (translating what was marked elsewhere) counts as none."""
    if position is None or len(call.args) <= position:
        return ""
    argument = call.args[position]
    if isinstance(argument, ast.JoinedStr):
        raise NotLiteral(f"line {argument.lineno}: an f-string cannot be translated; use %(name)s and %")
    value = argument.value if isinstance(argument, ast.Constant) else ""
    return value if isinstance(value, str) else ""


def from_template(source: str) -> Iterator[Text]:
    """The texts of `translate`, `blocktranslate` and `_("…")` in a Django template."""
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        if token.token_type in (TokenType.BLOCK, TokenType.VAR):
            yield from (Text(_unquoted(constant)) for constant in constant_re.findall(token.contents))
        if token.token_type == TokenType.BLOCK:
            if block := block_re.match(token.contents):
                yield _from_block(tokens, _unquoted(block[2]), trimmed=" trimmed" in token.contents)
            elif inline := inline_re.match(token.contents):
                yield Text(_unquoted(inline[1]), _unquoted(inline[3]))


def _from_block(tokens: Iterator[Token], context: str, *, trimmed: bool) -> Text:
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token.token_type == TokenType.BLOCK:
            if endblock_re.match(token.contents):
                break
            if plural_re.match(token.contents):
                parts.append([])
        elif token.token_type == TokenType.VAR:
            parts[-1].append(f"%({token.contents})s")
        elif token.token_type == TokenType.TEXT:
            parts[-1].append(token.contents.replace("%", "%%"))
    texts = ["".join(part) for part in parts]
    if trimmed:
        texts = [trim_whitespace(text) for text in texts]
    return Text(texts[0], context, texts[1] if len(texts) > 1 else "")


def _unquoted(literal: str | None) -> str:
    return literal[1:-1].replace("%", "%%") if literal else ""
