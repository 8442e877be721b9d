"""Accuracy and speed of reading replies: adapter, and the table that `python -m benchmarks.replies` prints."""

from ilnmail.understand.reading import Us
from ilnmail.understand.reply import read_html_reply, read_reply

NOBODY = Us(address="", name="")


def extract(kind: str, data: str) -> str:
    """The newly written text of a body; kind is "text" or "html"."""
    read = read_html_reply if kind == "html" else read_reply
    return read(data, NOBODY)[0]
