"""How coordinators really answer a digest, a proposal, somebody's mail: `answers.txt`, and what each of them means.

A block begins with "## letter | what it means"; the answer stands below. Digest and reminder have eight lines, a
proposal has twelve. An order with "?" in front has one reading that is shown before it is done; "nothing" is asked back.
"""

import re
from email.message import EmailMessage
from pathlib import Path

import pytest

from ilnmail.events import Order
from ilnmail.understand.orders import meant, read_orders
from ilnmail.understand.read import read
from ilnmail.understand.reading import Us
from ilnmail.understand.ticket_answers import read_ticket_answer

US = Us("iln@example.org", "International Librarians Network", authserv_id="mx.example.org")
LINES = {
    "digest": tuple((str(n), f"Q-{n}") for n in range(1, 9)),
    "proposal": tuple((str(n), f"M-{n}") for n in range(1, 13)),
    "ticket": (("1", "Q-1"),),
    "fresh": (),
}
BLOCKS = re.split(r"(?m)^## ", Path(__file__).with_name("answers.txt").read_text(encoding="utf-8"))[1:]


def understood(letter: str, text: str) -> str:
    """The orders of an answer, in one line: verb, lines or ids, the words that go with it."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "Maria <maria@example.org>", "iln@example.org"
    mail["Date"], mail["Message-ID"] = "Mon, 22 Mar 2027 10:00:00 +0000", "<a@example.org>"
    mail.set_content(text)
    written = read(mail.as_bytes(), US).text
    if letter == "ticket":
        orders = read_ticket_answer(written)
    else:
        orders = read_orders(written, answered="" if letter == "fresh" else letter)
    return "; ".join(_shown(one, LINES[letter]) for one in orders if one.verb) or "nothing"


def _shown(order: Order, lines: tuple[tuple[str, str], ...]) -> str:
    named = (
        order.ids
        if order.ids or not lines
        else [str(n) for n in order.numbers]
        if order.verb == "undo"
        else [number for number, _ in meant(order, lines)]
    )
    words = " ".join(order.text.split())[:50].strip()
    return " ".join(
        filter(None, ("" if order.sure else "?", order.verb, ",".join(named), words and f"~{words}"))
    )


@pytest.mark.parametrize("block", BLOCKS, ids=range(1, len(BLOCKS) + 1))
def test_an_answer_means_what_a_colleague_would_take_it_to_mean(block: str) -> None:
    head, _, text = block.partition("\n")
    letter, _, meaning = head.partition(" | ")
    assert understood(letter, text.strip("\n")) == meaning.strip()
