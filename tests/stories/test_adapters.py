"""The functions that benchmarks score are those the program acts by: stories show their readings in the letters that went out."""

from pathlib import Path

import pytest
from babel import Locale

from benchmarks import answers, links, signups
from tests.stories.player import Line, read_story
from tests.stories.writing import write

HERE = Path(__file__).parent


def lines(story: str) -> list[Line]:
    return read_story((HERE / f"{story}.txt").read_text(encoding="utf-8")).lines


def test_the_card_shows_what_was_read_in_a_first_mail() -> None:
    first, card = lines("joining")[:2]
    read = signups.read(
        write(first.words, first.more, first.how, "amina.yusuf@example.org", "amina", [], first.at)
    )
    named = Locale.parse("en")
    spoken = ", ".join(named.languages[code] for code in read["languages"])

    assert card.more[:3] == (
        f"Name: {read['name']}",
        f"Country: {named.territories[read['country']]}",
        f"Languages: {spoken}",
    )


@pytest.mark.parametrize("story", ["joining", "a-yes-that-is-none"])
def test_whoever_is_read_as_a_yes_and_nobody_else_is_welcomed(story: str) -> None:
    told = [line for line in lines(story) if line.who == "amina"][2:]
    replies = [place for place, line in enumerate(told) if line.arrow == "→"]

    for place in replies:
        reading = answers.read("yesno", "en", told[place].words, told[place].at.date())
        assert (reading == "YES") is told[place + 1].words.startswith("Welcome")
    assert replies


def test_the_links_of_a_topic_are_those_read_in_it() -> None:
    told = lines("a-topic-of-ones-own")
    place = next(n for n, line in enumerate(told) if line.words.startswith("topic for April"))
    shown = [line.rpartition(" ")[2] for line in told[place + 1].more if line.startswith("link, ")]

    assert links.read("\n".join(told[place].more)) == shown
    assert shown
