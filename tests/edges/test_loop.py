"""The loop: a mail goes through all roles; one that is stuck has its connection closed, then the process ends."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from ilnmail.inbox import InboxError
from ilnmail.loop import STUCK, Loop, LoopError, Turn, alone
from tests.stories.test_stories import settings
from tests.world import World

AT = datetime(2027, 1, 20, 9, tzinfo=UTC)
QUICK = {name: Turn(0.1, 60) for name in ("reader", "decider", "tick", "sender")}
MAIL = b"From: amina@example.org\nTo: iln@example.org\nMessage-ID: <1@example.org>\n\nI am Amina, a librarian in Kenya. I write English.\n"


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    made = World(settings(["maria"], database_url), AT)
    yield made
    made.close()


def test_a_mail_passes_all_roles_and_the_loop_ends_in_peace(world: World) -> None:
    loop = Loop(world.app, "one", turns=QUICK, tell=lambda words: None)
    world.receive(MAIL)

    def stop_when_answered() -> None:
        until = time.monotonic() + 30
        while not world.postman.letters and time.monotonic() < until:
            time.sleep(0.05)
        loop.stop.set()

    threading.Thread(target=stop_when_answered).start()
    assert loop.run() == 0
    assert [one.to for one in world.postman.letters] == ["amina@example.org"]


def test_a_second_process_has_nothing_to_do_while_the_first_holds_the_roles(world: World) -> None:
    first = Loop(world.app, "one", turns=QUICK)
    role = first._role("decider")
    assert first._holds(role)
    second = Loop(world.app, "other", turns=QUICK)
    assert not second._holds(second._role("decider"))


class Hanging:
    """A mailbox whose server says nothing, until its connection is closed under it."""

    def __init__(self, deaf: bool) -> None:
        self.closed, self.deaf = threading.Event(), deaf

    def open(self) -> tuple[str, int, int]:
        self.closed.wait(30)
        raise InboxError("the connection was closed")

    def after(self, uid: int) -> Sequence[int]:
        return ()

    def read(self, uids: Sequence[int]) -> Sequence[object]:
        return ()

    def cut(self) -> None:
        if not self.deaf:
            self.closed.set()


@pytest.mark.parametrize("deaf", [False, True], ids=["its-connection-closed", "deaf-to-that-too"])
def test_a_stuck_role(world: World, deaf: bool) -> None:
    told: list[str] = []
    mailbox = Hanging(deaf)
    world.app.mailbox = mailbox  # type: ignore[assignment]
    world.app.cuts = {"reader": mailbox.cut}
    loop = Loop(world.app, "one", ("reader",), told.append, turns={"reader": Turn(0.1, 0.5)}, grace=0.5)
    if not deaf:
        threading.Timer(4, loop.stop.set).start()
    code = loop.run()
    mailbox.closed.set()
    assert code == (STUCK if deaf else 0)
    assert any("its connection is closed" in words for words in told)
    assert any("the connection was closed" in words for words in told) is not deaf


def test_a_metronome_that_has_stopped_counts_as_stuck(world: World) -> None:
    loop = Loop(world.app, "one", ())
    loop.heard = time.monotonic() - 1000
    assert loop._stuck([]) == "the metronome"


def test_a_second_loop_on_one_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "ilnmail.db.loop"
    hold = f"import time\nfrom pathlib import Path\nfrom ilnmail.loop import alone\nwith alone(Path({str(file)!r})):\n    print('held', flush=True)\n    time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", hold], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(LoopError, match="at work on this database"), alone(file):
            pass
        other.kill()
    with alone(file):
        pass


def test_a_bell_at_the_mailbox_saves_the_wait_for_the_next_turn(world: World) -> None:
    """Every role has its turn once a minute; one thing done wakes the role that goes on with it."""
    slow = {name: Turn(60, 60) for name in QUICK}
    came = threading.Event()

    def bell(ring: Callable[[], None], stop: threading.Event) -> None:
        came.wait(30)
        ring()

    loop = Loop(world.app, "one", turns=slow, tell=lambda words: None, bell=bell)

    def write_and_wait() -> None:
        time.sleep(1)  # the first turns are over
        world.receive(MAIL)
        came.set()
        until = time.monotonic() + 20
        while not world.postman.letters and time.monotonic() < until:
            time.sleep(0.05)
        loop.stop.set()

    threading.Thread(target=write_and_wait).start()
    assert loop.run() == 0
    assert [one.to for one in world.postman.letters] == ["amina@example.org"]


def test_a_mailbox_that_cannot_be_read_is_tried_again_later_and_later_and_not_by_all_at_once(
    world: World,
) -> None:
    one, other = Loop(world.app, "one"), Loop(world.app, "other")
    first = [one._pause("reader", failures) for failures in range(1, 12)]

    assert 4 <= first[0] <= 6
    assert all(later > 1.3 * sooner for sooner, later in pairwise(first[:7]))
    assert 0.8 * 900 <= first[-1] <= 1.2 * 900
    assert first != [other._pause("reader", failures) for failures in range(1, 12)]
