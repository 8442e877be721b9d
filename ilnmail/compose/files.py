"""Files that go along with a relayed mail: pictures made anew without where they were taken, and PDF."""

import io
from typing import NamedTuple

from PIL import Image, ImageOps

MOST_OCTETS = 5 * 1024 * 1024
"""All files of one mail together, as they came."""

_MOST_PIXELS = 50_000_000
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}


class File(NamedTuple):
    """A file with its bytes."""

    name: str
    content_type: str
    content: bytes


def pass_on(files: tuple[File, ...]) -> tuple[tuple[File, ...], tuple[str, ...]]:
    """The files that go along, and the names of those that stay here: another kind, too large, unreadable."""
    if sum(len(file.content) for file in files) > MOST_OCTETS:
        return (), tuple(file.name for file in files)
    made = tuple((file, _made_anew(file)) for file in files)
    passed = tuple(File(file.name, file.content_type, content) for file, content in made if content)
    return passed, tuple(file.name for file, content in made if not content)


def _made_anew(file: File) -> bytes:
    """The bytes to pass on; none where the file is not what it says it is."""
    if file.content_type == "application/pdf":
        return file.content if file.content.startswith(b"%PDF-") else b""
    if file.content_type in _FORMATS:
        return _picture(file.content, _FORMATS[file.content_type])
    return b""


def _picture(content: bytes, form: str) -> bytes:
    """The same picture with nothing but its pixels: no place, no camera, no comment."""
    try:
        with Image.open(io.BytesIO(content), formats=[form]) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                return b""
            upright = ImageOps.exif_transpose(opened)
            clean = Image.new(upright.mode, upright.size)
            if upright.mode == "P":
                clean.putpalette(upright.getpalette() or [])
            clean.paste(upright)
            out = io.BytesIO()
            clean.save(out, form, **({"quality": 88} if form == "JPEG" else {}))
            return out.getvalue()
    except (
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
    ):  # what Pillow raises on bad bytes
        return b""
