"""Reading replies: how exact, how fast, and what large mails cost, beside other libraries where they are installed.

    python -m benchmarks.replies FOLDER

FOLDER holds CASE/case.txt or case.html with expected.txt and expected.altN.txt beside it, at any depth. For the other
libraries: pip install mail-parser-reply quotequail email-reply-parser.
"""

import importlib
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from ilnmail.understand.reading import Us
from ilnmail.understand.reply import read_html_reply, read_reply

NOBODY = Us(address="", name="")
MEGABYTE = 1_000_000
TOP = "A new line on top.\n"
Parser = Callable[[str, str], str]


def extract(kind: str, data: str) -> str:
    """The newly written text of a body; kind is "text" or "html"."""
    read = read_html_reply if kind == "html" else read_reply
    return read(data, NOBODY)[0]


class Case(NamedTuple):
    kind: str
    body: str
    readings: tuple[str, ...]


def cases(folder: Path) -> Iterator[Case]:
    for path in sorted([*folder.rglob("case.txt"), *folder.rglob("case.html")]):
        readings = tuple(read(one) for one in sorted(path.parent.glob("expected*.txt")))
        yield Case("html" if path.suffix == ".html" else "text", read(path), readings)


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


def same(kind: str, one: str, other: str) -> bool:
    """White space aside; how HTML breaks into lines is nobody's fault."""
    joint = "" if kind == "html" else " "
    return joint.join(one.split()) == joint.join(other.split())


def others() -> Iterator[tuple[str, Parser]]:
    for name, module, make in (
        ("mail-parser-reply", "mailparser_reply", _mail_parser_reply),
        ("quotequail", "quotequail", _quotequail),
        ("email-reply-parser", "email_reply_parser", _email_reply_parser),
    ):
        try:
            yield name, make(importlib.import_module(module))
        except ImportError:
            print(f"{name}: not installed, left out (pip install {name})")


def _mail_parser_reply(module: object) -> Parser:
    parser = module.EmailReplyParser(languages=["en", "de", "fr", "it", "nl", "pl", "sv", "da", "ja"])  # type: ignore[attr-defined]
    return lambda kind, body: parser.parse_reply(text=_bare(kind, body)) or ""


def _quotequail(module: object) -> Parser:
    def parse(kind: str, body: str) -> str:
        pieces = module.quote_html(body) if kind == "html" else module.quote(body, quote_intro_line=True)  # type: ignore[attr-defined]
        return _bare(kind, "\n".join(text for shown, text in pieces if shown))

    return parse


def _email_reply_parser(module: object) -> Parser:
    return lambda kind, body: str(module.EmailReplyParser.parse_reply(_bare(kind, body)))  # type: ignore[attr-defined]


def _bare(kind: str, body: str) -> str:
    return re.sub(r"<[^>]*>", "", body) if kind == "html" else body


def stress() -> Iterator[tuple[str, str, str]]:
    """(what it is, kind, a mail of a megabyte)."""
    quoted = "> Some quoted words, which go on for about one line of mail text.\n"
    block = "From: Ann <ann@example.org>\nSent: Monday, 1 January 2024 10:00\nTo: Bob <bob@example.org>\nSubject: x\n\n"
    nested = '<blockquote type="cite"><div>old words</div>' * 200 + "</blockquote>" * 200
    texts = {
        "quotes": TOP + quoted * (MEGABYTE // len(quoted)),
        "prose": "Words that somebody wrote on one line of a mail, and none of them quoted.\n" * 13_500,
        "headings that are none": "On Thursday:\n\nWords that go on for about one line.\n\n" * 20_000,
        "header blocks": TOP + block * (MEGABYTE // len(block)),
        "rules": TOP + "-_ \n" * (MEGABYTE // 4),
        "one line of marks": TOP + ">" * MEGABYTE,
    }
    yield from ((name, "text", body) for name, body in texts.items())
    yield "nested quotes", "html", f"<div>{TOP}</div>{nested * (MEGABYTE // len(nested))}"
    yield "many divs", "html", "<div>some words</div>\n" * (MEGABYTE // 22)


def measure(name: str, parser: Parser, found: list[Case]) -> None:
    begun = time.perf_counter()
    answers = [attempt(parser, case) for case in found]
    took = time.perf_counter() - begun
    right = sum(any(same(c.kind, a, one) for one in c.readings) for c, a in zip(found, answers, strict=True))
    print(
        f"{name:24}{right:5} of {len(found)}  {100 * right / len(found):5.1f} %  {len(found) / took:8.0f} mails/s"
    )


def attempt(parser: Parser, case: Case) -> str:
    try:
        return parser(case.kind, case.body)
    except Exception as failure:  # another library's bug counts as a wrong answer
        return type(failure).__name__


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("Name the folder of cases: python -m benchmarks.replies FOLDER")
    found = list(cases(Path(sys.argv[1])))
    if not found:
        sys.exit(f"No case.txt or case.html in {sys.argv[1]}: name the folder that holds them.")
    for name, parser in (("ilnmail", extract), *others()):
        attempt(parser, found[0])  # tables are read outside the measured time
        measure(name, parser, found)
    for name, kind, body in stress():
        begun = time.perf_counter()
        extract(kind, body)
        print(f"1 MB of {name:24}{time.perf_counter() - begun:7.3f} s")


if __name__ == "__main__":
    main()
