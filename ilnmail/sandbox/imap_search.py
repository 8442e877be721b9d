"""SEARCH: a question becomes one test that every message passes or fails (RFC 3501 section 6.4.4)."""

import operator
from collections.abc import Callable, Mapping
from datetime import date
from email.utils import parsedate_to_datetime
from typing import TypeAlias

from ilnmail.sandbox.imap_error import bad, no
from ilnmail.sandbox.imap_parser import Command, Node
from ilnmail.sandbox.imap_sequence import SequenceSet, read_sequence_set
from ilnmail.sandbox.imap_session import Session, octet_strings
from ilnmail.sandbox.imap_text import SYSTEM_FLAGS, read_date, read_flag
from ilnmail.sandbox.imap_view import View
from ilnmail.sandbox.mime import readable
from ilnmail.sandbox.store import StoredMessage

Test: TypeAlias = Callable[[int, StoredMessage], bool]
CHARSETS = (b"UTF-8", b"US-ASCII")
EVERYTHING = read_sequence_set(b"1:*")


async def search(session: Session, command: Command) -> str:
    """SEARCH [CHARSET name] key ..."""
    question = Question(command.arguments, session.selected)
    test = question.all_of_the_rest()
    found = [
        message.uid if command.by_uid else number
        for number, message in session.selected.pick(EVERYTHING, by_uid=True)
        if test(number, message)
    ]
    session.say(" ".join(["* SEARCH", *map(str, found)]))
    return "done"


class Question:
    """The words of a question, read from the left."""

    def __init__(self, words: tuple[Node, ...], view: View) -> None:
        self._words = list(words)
        self._view = view
        if _is_word(self._words[:1], b"CHARSET"):
            self._words.pop(0)
            if self.string().upper() not in CHARSETS:
                raise no("[BADCHARSET (UTF-8 US-ASCII)] write in UTF-8")
        if not self._words:
            raise bad("search for what?")

    def all_of_the_rest(self) -> Test:
        tests: list[Test] = []
        while self._words:
            tests.append(self.test())
        return lambda number, message: all(test(number, message) for test in tests)

    def test(self) -> Test:
        """The test for the next key, with as many words as it takes."""
        word = self._next()
        if isinstance(word, tuple):
            return Question(word, self._view).all_of_the_rest()
        (key,) = octet_strings((word,), 1)
        if key[:1].isdigit() or key[:1] == b"*":
            return self._numbered(read_sequence_set(key))
        make = KEYS.get(key.upper().decode("latin-1"))
        if make is None:
            raise bad("nobody can search for that")
        return make(self)

    def string(self) -> bytes:
        return octet_strings((self._next(),), 1)[0]

    def text(self) -> str:
        return self.string().decode(errors="replace").casefold()

    def with_uid(self) -> Test:
        chosen, uids = read_sequence_set(self.string()), self._view.uids
        last = uids[-1] if uids else 0
        return lambda _number, message: chosen.contains(message.uid, last)

    def _numbered(self, chosen: SequenceSet) -> Test:
        last = len(self._view.uids)
        return lambda number, _message: chosen.contains(number, last)

    def _next(self) -> Node:
        if not self._words:
            raise bad("the question stops in the middle")
        return self._words.pop(0)


def _is_word(first: list[Node], word: bytes) -> bool:
    return bool(first) and isinstance(first[0], bytes) and first[0].upper() == word


Make: TypeAlias = Callable[[Question], Test]


def _always(answer: bool) -> Make:
    return lambda _question: lambda _number, _message: answer


def _flagged(flag: str, expected: bool) -> Make:
    return lambda _question: lambda _number, message: (flag in message.flags) is expected


def _keyword(expected: bool) -> Make:
    def make(question: Question) -> Test:
        flag = read_flag(question.string())
        return lambda _number, message: (flag in message.flags) is expected

    return make


def _field(name: str) -> Make:
    return lambda question: _in_field(name, question.text())


def _header(question: Question) -> Test:
    return _in_field(question.text(), question.text())


def _in_field(name: str, wanted: str) -> Test:
    return lambda _number, message: any(
        wanted in readable(field.value).casefold() for field in message.part.fields if field.name == name
    )


def _body(question: Question) -> Test:
    wanted = question.text()
    return lambda _number, message: wanted in message.part.text().casefold()


def _text(question: Question) -> Test:
    wanted = question.text()

    def test(_number: int, message: StoredMessage) -> bool:
        fields = (f"{field.name}: {readable(field.value)}" for field in message.part.fields)
        return any(wanted in text.casefold() for text in (*fields, message.part.text()))

    return test


def _size(compare: Callable[[int, int], bool]) -> Make:
    def make(question: Question) -> Test:
        written = question.string()
        if not written.isdigit():
            raise bad("a size is a number")
        size = int(written)
        return lambda _number, message: compare(len(message.raw), size)

    return make


def _day(day_of: Callable[[StoredMessage], date | None], compare: Callable[[date, date], bool]) -> Make:
    def make(question: Question) -> Test:
        wanted = read_date(question.string())

        def test(_number: int, message: StoredMessage) -> bool:
            day = day_of(message)
            return day is not None and compare(day, wanted)

        return test

    return make


def _received(message: StoredMessage) -> date:
    return message.received.date()


def _sent(message: StoredMessage) -> date | None:
    """The day in the Date field, whatever the zone."""
    try:
        return parsedate_to_datetime(message.part.first("date") or "").date()
    except (ValueError, TypeError):
        return None


def _not(question: Question) -> Test:
    test = question.test()
    return lambda number, message: not test(number, message)


def _or(question: Question) -> Test:
    one, other = question.test(), question.test()
    return lambda number, message: one(number, message) or other(number, message)


KEYS: Mapping[str, Make] = {
    "ALL": _always(True),
    "NEW": _always(False),
    "RECENT": _always(False),
    "OLD": _always(True),
    **{flag[1:].upper(): _flagged(flag, True) for flag in SYSTEM_FLAGS.values()},
    **{f"UN{flag[1:].upper()}": _flagged(flag, False) for flag in SYSTEM_FLAGS.values()},
    "KEYWORD": _keyword(True),
    "UNKEYWORD": _keyword(False),
    **{name.upper(): _field(name) for name in ("from", "to", "cc", "bcc", "subject")},
    "HEADER": _header,
    "BODY": _body,
    "TEXT": _text,
    "LARGER": _size(operator.gt),
    "SMALLER": _size(operator.lt),
    "BEFORE": _day(_received, operator.lt),
    "ON": _day(_received, operator.eq),
    "SINCE": _day(_received, operator.ge),
    "SENTBEFORE": _day(_sent, operator.lt),
    "SENTON": _day(_sent, operator.eq),
    "SENTSINCE": _day(_sent, operator.ge),
    "UID": Question.with_uid,
    "NOT": _not,
    "OR": _or,
}
