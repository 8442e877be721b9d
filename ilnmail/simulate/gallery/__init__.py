"""The gallery: a played round as one page that opens from the disk, and every mail as a file beside it."""

from pathlib import Path

from ilnmail.simulate.gallery.mails import Sources
from ilnmail.simulate.gallery.page import eml_name, page
from ilnmail.simulate.gallery.read import read_record
from ilnmail.simulate.gallery.record import Record

__all__ = ["Record", "Sources", "read_record", "write_gallery"]


def write_gallery(record: Record, folder: Path) -> Path:
    """Write `index.html` and `mails/*.eml` into a folder, in place of earlier ones. The page's path."""
    mails = folder / "mails"
    mails.mkdir(parents=True, exist_ok=True)
    for old in mails.glob("*.eml"):
        old.unlink()
    for mail in record.mails:
        (folder / eml_name(mail.number)).write_bytes(mail.raw)
    index = folder / "index.html"
    index.write_text(page(record), encoding="utf-8")
    return index
