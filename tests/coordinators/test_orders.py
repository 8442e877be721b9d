"""What coordinators write, and what it means: in answer to a letter whose lines have numbers."""

import pytest

from ilnmail.understand.orders import ALL, meant, read_orders
from ilnmail.understand.ticket_answers import read_ticket_answer

LINES = tuple((str(n), f"M-{n}") for n in range(1, 9))


def read(text: str) -> list[tuple[str, str]]:
    """(verb, which lines) of each order."""
    return [
        (one.verb, " ".join(number for number, _ in meant(one, LINES)))
        for one in read_orders(text, answered="digest")
    ]


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("1 yes, 2 no, 3 hold till Friday", [("approve", "1"), ("reject", "2"), ("hold", "3")]),
        ("1 yes 2 no 3 hold", [("approve", "1"), ("reject", "2"), ("hold", "3")]),
        ("1: yes\n2: no", [("approve", "1"), ("reject", "2")]),
        ("1, 2 and 3 no", [("reject", "1 2 3")]),
        ("all but 4", [("approve", "1 2 3 5 6 7 8")]),
        ("all but 4, 7 and 8", [("approve", "1 2 3 5 6")]),
        ("approve all except 3-5", [("approve", "1 2 6 7 8")]),
        ("1-3 ok", [("approve", "1 2 3")]),
        ("ok for 1-3", [("approve", "1 2 3")]),
        ("no to 4", [("reject", "4")]),
        ("Please approve pairs 2 and 5", [("approve", "2 5")]),
        ("#3: ✓", [("approve", "3")]),
        ("3 ja, 4 nein", [("approve", "3"), ("reject", "4")]),
        ("yes to all", [("approve", "1 2 3 4 5 6 7 8")]),
        ("approve 2 # they write the same Spanish", [("approve", "2")]),
        ("1 yes\n\n> 2 no\n", [("approve", "1")]),
        ("1 yes\nThanks, Maria\n2 no", [("approve", "1")]),
        ("close 2\ntake 3", [("close", "2"), ("take", "3")]),
        ("The weather is fine.", []),
        ("", []),
    ],
)
def test_orders_are_read_in_any_sensible_form(text: str, orders: list[tuple[str, str]]) -> None:
    assert read(text) == orders


def test_words_under_a_number_go_on_to_the_next_number() -> None:
    first, second = read_orders("2 Dear Priya,\nI am sorry.\nTake care of yourself.\n3 no", answered="digest")
    assert (first.verb, first.numbers) == ("reply", (2,))
    assert first.text == "Dear Priya,\nI am sorry.\nTake care of yourself."
    assert (second.verb, second.numbers) == ("reject", (3,))


def test_a_broadcast_takes_all_that_stands_below_it() -> None:
    (order,) = read_orders("broadcast to all: News\n\nDear all,\nthank you for 1 year.\n\n2 things:")
    assert order.text == "to all: News\n\nDear all,\nthank you for 1 year.\n\n2 things:"


def test_numbers_without_a_letter_are_no_answer() -> None:
    assert read_orders("1 yes, 2 no") == ()


def test_all_is_every_line_of_the_letter() -> None:
    (order,) = read_orders("approve all")
    assert order.numbers == (ALL,)


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("Dear Amina, thank you.", ["reply"]),
        ("TAKE", ["take"]),
        ("CLOSE", ["close"]),
        ("TAKE\nFREEZE\nDear Amina,\n\nthank you.", ["take", "freeze", "reply"]),
        ("Dear Amina,\n!pause P-3 until 1 May\nthank you.", ["reply", "pause"]),
        ("give to Tomás", ["give"]),
        ("Take a week off, dear Amina.", ["reply"]),
        ("Close the book and rest.", ["reply"]),
        ("Yes, of course you may, with joy!", ["reply"]),
        ("", []),
    ],
)
def test_an_answer_to_a_mail_is_words_unless_a_line_is_plainly_an_order(text: str, verbs: list[str]) -> None:
    assert [order.verb for order in read_ticket_answer(text)] == verbs
