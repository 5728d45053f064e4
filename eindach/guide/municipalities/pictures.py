"""A picture that was sent in is never kept as it came: it is opened, measured, drawn anew and written as WebP.

So what is stored holds pixels and nothing else: no place and no time of the camera, no name, no program behind the
picture (OWASP ASVS 5.0, V5). What the file calls itself does not count, only what is in it.
"""

import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO, Final

from PIL import Image, ImageOps, UnidentifiedImageError

TAKEN: Final = ("JPEG", "PNG", "WEBP")
LARGEST: Final = 900_000
"""Bytes of what is sent in."""
MOST_PIXELS: Final = 40_000_000
SMALLEST: Final = (400, 250)
BOX: Final = (1200, 900)
WEIGHT: Final = 100_000
"""Bytes of what is kept: a page with one of them in sight stays within its 200 kB."""
BOMBS: Final = (Image.DecompressionBombWarning, Image.DecompressionBombError)
QUALITIES: Final = (80, 65, 50, 35)


class NoPicture(ValueError):
    """Not a picture we take: `why` is one of "kind", "small", "large"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Made:
    """WebP."""

    content: bytes
    width: int
    height: int


def made_anew(sent: BinaryIO) -> Made:
    """At most BOX large, upright. NoPicture."""
    sent.seek(0)  # a form may be read twice
    raw = sent.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise NoPicture("large")
    picture = _opened(raw)
    for quality in QUALITIES:
        written = BytesIO()
        picture.save(written, "WEBP", quality=quality)
        if written.tell() <= WEIGHT:
            break
    return Made(written.getvalue(), picture.width, picture.height)


def _opened(raw: bytes) -> Image.Image:
    """Upright, on white, at most BOX large. Made small as early as can be: unpacked, a small file may be a gigabyte."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(raw), formats=TAKEN) as found:
                if found.width * found.height > MOST_PIXELS:  # before a pixel is unpacked
                    raise NoPicture("large")
                found.draft("RGB", (max(BOX), max(BOX)))  # a JPEG is read in a half, a quarter or an eighth
                upright = ImageOps.exif_transpose(found).convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, *BOMBS) as fault:
        if isinstance(fault, NoPicture):
            raise
        raise NoPicture("kind") from fault
    if upright.width < SMALLEST[0] or upright.height < SMALLEST[1]:
        raise NoPicture("small")
    upright.thumbnail(BOX)
    plain = Image.new("RGB", upright.size, "white")
    plain.paste(upright, mask=upright)
    return plain
