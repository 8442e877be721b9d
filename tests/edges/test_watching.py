"""Whoever watches a mail pass sees each of the six steps, and the calendar's turns are left out."""

from datetime import UTC, datetime

import pytest

from ilnmail.app.watching import Watched
from ilnmail.send import Reached, SendError
from tests.stories.test_stories import settings
from tests.world import World

START = datetime(2027, 1, 20, 10, tzinfo=UTC)
MAIL = (
    b"From: Amina Yusuf <amina@example.org>\r\nTo: iln@example.org\r\nMessage-ID: <1@example.org>\r\n"
    b"Subject: Joining\r\n\r\nMy name is Amina Yusuf. I am a librarian in Mombasa, Kenya, and write English.\r\n"
)


class Closed:
    """A mail server that takes nothing."""

    def send(self, envelope_from: str, address: str, content: bytes, reached: Reached) -> str:
        raise SendError("450 not now", stage="rcpt", code=450)

    def rest(self) -> None:
        """There is no connection to give up."""


def test_a_mail_passes_in_six_steps(database_url: str) -> None:
    world = World(settings(["maria"], database_url), START)
    seen: list[tuple[str, str]] = []
    world.app.watch = lambda step, words: seen.append((step, words))
    world.app.transport = Watched(world.postman, world.app.watch)
    world.app.turn()
    seen.clear()
    world.receive(MAIL)
    world.app.turn()
    world.close()
    steps = [step for step, _ in seen]
    assert steps == ["inbox", "understand", "decide", "record", "outbox", "send"]
    assert seen[-1] == ("send", "to amina@example.org: 250 kept")


def test_a_letter_that_is_not_taken_is_seen_too() -> None:
    seen: list[tuple[str, str]] = []
    watched = Watched(Closed(), lambda step, words: seen.append((step, words)))
    with pytest.raises(SendError):
        watched.send("b@example.org", "amina@example.org", b"", lambda stage: None)
    assert seen == [("send", "to amina@example.org: not taken; 450 not now")]
