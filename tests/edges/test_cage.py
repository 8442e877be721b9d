"""A mail that hangs, grows, crashes or fails costs a child its life, and no other mail anything."""

import io
import os
import pickle
import signal
from collections.abc import Iterator

import pytest

from ilnmail.cage import Cage, CageError, _Ours  # what a child may send is ours to test
from ilnmail.understand.read import read
from ilnmail.understand.reading import Us

US = Us(address="iln@example.org", name="ILN")


def mail(subject: str) -> bytes:
    return f"From: amina@example.org\nSubject: {subject}\n\nI am Amina, a librarian in Kenya.\n".encode()


@pytest.fixture(scope="module")
def cage() -> Iterator[Cage]:
    made = Cage(US, seconds=20, octets=128 * 1024 * 1024, reader="tests.edges.readers.bad")
    yield made
    made.close()


def test_a_mail_is_read_as_it_would_be_here(cage: Cage) -> None:
    assert cage.read(mail("hello")) == read(mail("hello"), US)


@pytest.mark.parametrize(
    ("subject", "reason"), [("grow", "too much memory"), ("die", "crashed"), ("fail", "a fault of ours")]
)
def test_what_goes_wrong_is_said_and_the_next_mail_is_read(cage: Cage, subject: str, reason: str) -> None:
    with pytest.raises(CageError, match=reason):
        cage.read(mail(subject))
    assert cage.read(mail("hello")).sender == "amina@example.org"


def test_a_child_that_hangs_or_is_stopped_is_replaced(cage: Cage) -> None:
    # The first mail waits for the child to begin; the time-out is for what comes after it.
    cage.read(mail("hello"))
    cage._seconds = 0.3
    with pytest.raises(CageError, match=r"more than 0.3 seconds"):
        cage.read(mail("hang"))
    cage._seconds = 20
    cage.read(mail("hello"))
    assert cage._child is not None
    os.kill(cage._child.pid, signal.SIGSTOP)
    cage._seconds = 0.3
    with pytest.raises(CageError, match="more than"):
        cage.read(mail("hello") + bytes(200_000))  # more than the pipe takes at once
    cage._seconds = 20


def test_nothing_but_values_of_ours_comes_out() -> None:
    for told in (os.system, eval, Cage, Cage.close, read):
        with pytest.raises(pickle.UnpicklingError):
            _Ours(io.BytesIO(pickle.dumps(told))).load()
