"""A person's own words on their way to another: a new message made from nothing but what can be seen."""

from collections.abc import Iterable
from dataclasses import replace

from ilnmail.compose.files import File, pass_on
from ilnmail.compose.scrub import scrub
from ilnmail.effects import Send
from ilnmail.letters.shield import one_line

_FILE_NAME_CHARACTERS = 80


def prepared(order: Send, attachments: tuple[File, ...]) -> tuple[Send, tuple[File, ...]]:
    """The order without what is not passed on, and the files that go along."""
    hidden = (*_strings(order.values.get("hidden")), order.address)
    passed, kept = pass_on(attachments)
    left_out = dict.fromkeys((*_strings(order.values.get("left_out")), *kept))
    values = {
        **order.values,
        "text": scrub(str(order.values.get("text", "")), hidden).strip("\n"),
        "left_out": tuple(_file_name(name, hidden) for name in left_out),
    }
    files = tuple(file._replace(name=_file_name(file.name, hidden)) for file in passed)
    return replace(order, values=values, subject=one_line(scrub(order.subject, hidden))), files


def _file_name(name: str, hidden: tuple[str, ...]) -> str:
    """Without folders and addresses, and of a length that every file system takes; its ending stays."""
    last = one_line(name).replace("\\", "/").rpartition("/")[2]
    stem, dot, ending = scrub(last, hidden).rpartition(".")
    return f"{stem[:_FILE_NAME_CHARACTERS]}{dot}{ending[:10]}" or "file"


def _strings(value: object) -> Iterable[str]:
    return (str(one) for one in value) if isinstance(value, list | tuple) else ()
