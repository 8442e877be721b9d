"""A topic that a coordinator mails: how it is read, which question it becomes, what is said about it."""

from dataclasses import replace
from datetime import date

import pytest

from ilnmail.decide import decide
from ilnmail.decide.coordinator.topics import Draft, draft
from ilnmail.decide.state import State
from ilnmail.decide.topics import topic_for
from ilnmail.effects import Change, Effect, Keep, Tell
from ilnmail.letters import Topic
from ilnmail.model import MailedTopic
from ilnmail.understand.orders import read_orders
from tests.coordinators import desk

SHELF = (
    Topic(2, "maps", "en", "Maps", "Which map?", ""),
    Topic(3, "doors", "en", "Doors", "Which door?", ""),
)
KNOWN = replace(
    desk.STATE, topics=SHELF, rounds=(desk.ROUND,)
)  # of 24 March; questions on 1 April, May and June
APRIL, MAY, JUNE = date(2027, 4, 1), date(2027, 5, 1), date(2027, 6, 1)


def mailed(number: int, locale: str = "en", title: str = "Old paper") -> MailedTopic:
    return MailedTopic(
        round=1, number=number, locale=locale, slug="old-paper", title=title, question="Which?", body=""
    )


def given(known: State, text: str) -> tuple[Effect, ...]:
    (order,) = read_orders(text)
    return decide(known, desk.given(order, message=9, confirmed=1))


def kept(effects: tuple[Effect, ...]) -> list[MailedTopic]:
    return [e.fact for e in effects if isinstance(e, Keep) and isinstance(e.fact, MailedTopic)]


def told(effects: tuple[Effect, ...]) -> str:
    return "\n".join(e.words for e in effects if isinstance(e, Tell))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (": Old paper\nWhich smell?", Draft("", "en", "Old paper", "Which smell?", "")),
        ("for April: Old paper\nWhich smell?", Draft("April", "en", "Old paper", "Which smell?", "")),
        ("for 1 May in French: Vieux papier", Draft("1 May", "fr", "Vieux papier", "", "")),
        ("in Blorbish: Old paper", Draft("", "", "Old paper", "", "")),
        (
            ": Paper\nGlue, rain.\n\nWhich smell\nis it?\nAnd more.\n\nhttps://example.org/a?b=1",
            Draft(
                "",
                "en",
                "Paper",
                "Which smell is it?",
                "Glue, rain.\n\nAnd more.\n\nhttps://example.org/a?b=1",
            ),
        ),
        (": ورق قديم\nما الرائحة؟", Draft("", "en", "ورق قديم", "ما الرائحة؟", "")),
    ],
)
def test_a_draft_is_read(text: str, read: Draft) -> None:
    assert draft(text) == read


@pytest.mark.parametrize("text", ["", "for April", ": ", "for April:\nWhich smell?"])
def test_without_a_title_it_is_none(text: str) -> None:
    assert draft(text) is None


def test_words_that_only_mention_a_topic_are_no_draft() -> None:
    assert [one.verb for one in read_orders("2 Dear Priya,\nthe topic was lovely: thank you.", "digest")] == [
        "reply"
    ]


def test_it_is_the_next_question_that_has_none_in_its_language() -> None:
    assert [one.number for one in kept(given(KNOWN, "topic: New\nWhich?"))] == [1]
    known = replace(KNOWN, mailed=(mailed(1),))
    assert [one.number for one in kept(given(known, "topic: New\nWhich?"))] == [2]
    assert [(one.number, one.slug) for one in kept(given(known, "topic in German: Neu\nWelche?"))] == [
        (1, "old-paper")
    ]


def test_a_second_draft_for_the_day_replaces_the_first() -> None:
    effects = given(replace(KNOWN, mailed=(mailed(2),)), "topic for May: Young paper\nWhich smell?")
    assert kept(effects) == []
    assert {e.field: e.after for e in effects if isinstance(e, Change)} == {
        "title": "Young paper",
        "question": "Which smell?",
    }


def test_its_page_never_takes_the_name_of_another() -> None:
    assert [one.slug for one in kept(given(KNOWN, "topic: Maps\nWhich?"))] == ["maps-2027a-1"]
    assert [one.slug for one in kept(given(KNOWN, "topic in Arabic: خرائط\nما هي؟"))] == ["2027a-1"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("topic: Old paper\nGlue, rain, coffee.", "it asks nothing yet"),
        (f"topic: {'Old paper ' * 7}\nWhich?", "60 fit into a subject"),
        ("topic in Blorbish: Old paper\nWhich?", "we do not know this language"),
        ("topic for July: Old paper\nWhich?", "no question goes out then; the next ones: Thu 1 Apr 2027"),
    ],
)
def test_what_cannot_be_asked_is_said(text: str, why: str) -> None:
    effects = given(KNOWN, text)
    assert kept(effects) == []
    assert why in told(effects)


def test_what_needs_a_second_look_is_said() -> None:
    words = told(
        given(
            KNOWN,
            "topic: Maps\nWhich map, and which door?\n\nWhy? Ask ana@example.org, see https://example.org/m",
        )
    )
    for said in (
        "more than one question mark",
        "e-mail address",
        "of this title already",
        "link, please try it",
    ):
        assert said in words


def test_those_on_the_shelf_wait_for_a_mailed_one() -> None:
    known = replace(KNOWN, mailed=(mailed(2), mailed(2, "fr", "Vieux papier")))
    asked = [[one.title for one in topic_for(known, desk.ROUND, day)] for day in (APRIL, MAY, JUNE)]
    assert asked == [["Maps"], ["Old paper", "Vieux papier"], ["Doors"]]
