"""What the made-up coordinators answer when they give it an hour a week."""

from datetime import UTC, datetime

import pytest

from ilnmail.simulate.coordinator import Desk, decide_weekly
from ilnmail.simulate.people import coordinators
from ilnmail.simulate.received import Received

EAGER = next(one for one in coordinators() if one.pace == "eager")
OTHER = next(one for one in coordinators() if one.pace != "eager")


def letter(kind: str, text: str = "") -> Received:
    return Received(
        at=datetime(2027, 5, 3, 9, tzinfo=UTC),
        kind=kind,
        sender="ILN <iln@example.org>",
        subject=f"ILN: {kind}",
        text=text,
        message_id="<one@example.org>",
        reply_to="iln@example.org",
    )


@pytest.mark.parametrize(
    ("read", "words"),
    [
        (letter("held"), ["RESUME"]),
        (letter("preview", "Answer YES to do it."), ["YES"]),
        (
            letter("digest", "NEEDS YOU\n\n 1. Ana wrote to you\n\nROUND 2027A"),
            ["1 "],
        ),
        (letter("digest", "NEEDS YOU\n\nNothing.\n\nROUND 2027A"), []),
        (letter("proposal", "1 Ana and Ben\n2 Cleo and Dan\n3 Eva and Finn"), []),
    ],
)
def test_one_of_the_two_answers_what_cannot_wait(read: Received, words: list[str]) -> None:
    _, replies = decide_weekly(EAGER, Desk(), read)
    assert len(replies) == len(words)
    assert all(reply.text.startswith(word) for reply, word in zip(replies, words, strict=True))
    assert decide_weekly(OTHER, Desk(), read)[1] == ()
