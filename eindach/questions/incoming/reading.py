"""A raw message as what we need of it: who wrote, what, about which thread, and whether a program wrote it.

Only text is taken; files are counted, never decoded. Parsed by the standard library's modern policy, which repairs
what it can of broken headers and never raises for them.
"""

import email
import email.policy
import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from html.parser import HTMLParser
from typing import Final

from eindach.notifications.addresses import NoAddress, address_of

MOST_TEXT_BYTES: Final = 400_000
MOST_FILES: Final = 1_000
MOST_IDS: Final = 30
MESSAGE_ID: Final = re.compile(r"<[^<>\s]{3,248}>")
LONGEST_LEAD: Final = 200
"""Letters of the line that a mail program puts above what it quotes ("Am … schrieb …:")."""
TO: Final = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")
NEVER_CLOSED: Final = re.compile(r"<(?=[^<>]*(?:<|\Z))")
BULK: Final = ("bulk", "junk", "list", "auto_reply", "auto-reply")
NOBODY: Final = re.compile(r"(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)(?:[+=-].*)?@", re.ASCII)


@dataclass(frozen=True)
class Mail:
    """`sender`: as people are known by it, "" where there is none we could write to; `name`: as they write it;
    `ids`: of what it replies to, the latest first; `files`: how many came with it; `by_program`: answering machines,
    bounces, lists."""

    mail_id: str
    sender: str
    name: str
    to: tuple[str, ...]
    ids: tuple[str, ...]
    subject: str
    text: str
    language: str
    files: int
    by_program: bool


def read(raw: bytes) -> Mail:
    """Whatever comes: an empty `mail_id` or `sender` is for the caller to judge."""
    try:
        message = email.message_from_bytes(raw, policy=email.policy.default)
    except RecursionError:  # parts within parts without end: who wrote is read, the rest is a file
        message = BytesHeaderParser(policy=email.policy.default).parsebytes(raw)
    assert isinstance(message, EmailMessage)  # noqa: S101 - the policy's own class
    name, sender = _sender(message)
    subject = " ".join(_header(message, "subject").split())[:200]
    text, files = _content(message)
    return Mail(
        mail_id=next(iter(MESSAGE_ID.findall(_header(message, "message-id"))), ""),
        sender=sender,
        name=name[:120],
        to=tuple(address for header in TO for _name, address in getaddresses([_header(message, header)]) if address),
        ids=tuple(_ids(message)),
        subject=subject,
        text=_unquoted(text),
        language=_header(message, "content-language").split(",")[0].strip().lower()[:16],
        files=files,
        by_program=_by_program(message, sender),
    )


def _header(message: EmailMessage, name: str) -> str:
    """All of this name in one line; a header nobody can read is as good as none."""
    try:
        return _whole(", ".join(str(one) for one in message.get_all(name, [])))
    except (ValueError, IndexError, AttributeError, TypeError):  # faults of the parser with crooked headers
        return ""


def _sender(message: EmailMessage) -> tuple[str, str]:
    for name, address in getaddresses([_header(message, "from")]):
        try:
            return " ".join(name.split()), address_of(address)
        except NoAddress:
            continue
    return "", ""


def _ids(message: EmailMessage) -> list[str]:
    """In-Reply-To, then References from the latest back (RFC 5322, 3.6.4)."""
    found = MESSAGE_ID.findall(_header(message, "in-reply-to"))
    found += reversed(MESSAGE_ID.findall(_header(message, "references")))
    return list(dict.fromkeys(found))[:MOST_IDS]


def _by_program(message: EmailMessage, sender: str) -> bool:
    """RFC 3834, 2: what answers by itself says so, and nobody answers it by a program."""
    submitted = _header(message, "auto-submitted").split(";")[0].strip().lower()
    return (
        submitted not in ("", "no")
        or _header(message, "precedence").strip().lower() in BULK
        or _header(message, "return-path").strip() == "<>"
        or message.get_content_type() == "multipart/report"
        or any(message.get(one) for one in ("list-id", "list-unsubscribe", "x-autoreply", "x-autorespond"))
        or bool(NOBODY.match(sender))
    )


def _content(message: EmailMessage) -> tuple[str, int]:
    """The words, plain ones before HTML, and how many files there are beside them."""
    plain, html, files = "", "", 0
    for part in message.walk():
        if part.is_multipart():
            continue
        if files == MOST_FILES:
            break  # whoever sends more sends no words among them
        kind = part.get_content_type()
        if part.get_content_disposition() == "attachment" or kind not in ("text/plain", "text/html"):
            files += 1
        elif kind == "text/plain":
            plain = (plain + _text(part))[:MOST_TEXT_BYTES]
        else:
            html = (html + _text(part))[:MOST_TEXT_BYTES]
    return (plain if plain.strip() else words_of(html)), files


def _text(part: EmailMessage) -> str:  # type: ignore[type-arg,unused-ignore]
    """Decoded as it says, else as UTF-8; what fits neither is replaced."""
    packed = part.get_payload(decode=True)
    given = packed[:MOST_TEXT_BYTES] if isinstance(packed, bytes) else b""
    try:
        return _whole(given.decode(part.get_content_charset("utf-8"), "replace"))
    except (LookupError, ValueError):  # nobody's charset, or one of Python's that replaces nothing (idna, undefined)
        return _whole(given.decode("utf-8", "replace"))


def _whole(text: str) -> str:
    """What a database takes: no NUL, no halves of letters, which UTF-7 can write alone."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _unquoted(text: str) -> str:
    """Without what they reply to, at the end, and the line above it. One pass: a mail may have any number of lines."""
    lines = text.replace("\r\n", "\n").strip().split("\n")
    end = len(lines)
    while end and (lines[end - 1].startswith(">") or not lines[end - 1].strip()):
        end -= 1
    if 0 < end < len(lines) and lines[end - 1].endswith(":") and len(lines[end - 1]) <= LONGEST_LEAD:
        end -= 1
    return "\n".join(lines[:end]).strip()


class _Words(HTMLParser):
    """What a reader would see, roughly: text, with a new line where a block ends."""

    HIDDEN = frozenset({"script", "style", "head", "title", "template", "blockquote"})
    BREAKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "table"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "body":
            self.inside.clear()  # nobody has to write </head>
        elif tag in self.HIDDEN:
            self.inside.append(tag)
        elif tag in self.BREAKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self.inside and tag == self.inside[-1]:
            self.inside.pop()
        elif tag in self.BREAKS:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.said.append(re.sub(r"\s+", " ", data))


def words_of(html: str) -> str:
    """The text of an HTML mail; no markup is kept, what is quoted is left out."""
    parser = _Words()
    parser.feed(_tags_alone(html))
    parser.close()
    lines = [line.strip() for line in "".join(parser.said).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _tags_alone(html: str) -> str:
    """Without comments, and a "<" only where its ">" follows: over what is never closed the parser takes a time that
    grows with the square, and over a section without a name ("<![") it stumbles."""
    first, *others = html.split("<!--")
    seen = first + "".join(one.partition("-->")[2] for one in others)
    return NEVER_CLOSED.sub("&lt;", seen.replace("<![", "<!"))
