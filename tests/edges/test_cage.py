"""A mail that hangs, grows, crashes or fails costs a child its life, and no other mail anything."""

import io
import os
import pickle
import signal
import time
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


def test_what_will_be_asked_for_is_read_meanwhile(cage: Cage) -> None:
    mails = [mail(f"nap {number}") for number in range(4)]
    cage.begin(mails)
    first = cage.read(mails[0], whole=False)
    time.sleep(4)
    began = time.monotonic()
    found = [first, *(cage.read(one, whole=False) for one in mails[1:])]

    assert time.monotonic() - began < 1  # and not a second and a half
    assert found == [read(one, US, whole=False) for one in mails]


def test_another_question_between_costs_no_answer(cage: Cage) -> None:
    mails = [mail(f"hello {number}") for number in range(3)]
    cage.begin(mails)
    for one in mails:
        assert cage.read(one, whole=False) == read(one, US, whole=False)
        assert cage.read(one) == read(one, US)


def test_more_than_the_pipe_takes_is_read_all_the_same(cage: Cage) -> None:
    mails = [mail(f"hello {number}") + bytes(400_000) for number in range(8)]
    cage.begin(mails)
    assert [cage.read(one, whole=False).subject for one in mails] == [f"hello {n}" for n in range(8)]


def test_one_of_those_that_costs_a_child_its_life_costs_the_others_nothing(cage: Cage) -> None:
    mails = [mail("hello"), mail("die"), mail("hello again"), mail("fail"), mail("hello at last")]
    cage.begin(mails)
    ends: list[str] = []
    for one in mails:
        try:
            ends.append(cage.read(one, whole=False).subject)
        except CageError as error:
            ends.append(str(error))

    assert ends == [
        *("hello", "the reader of mails crashed", "hello again"),
        *("ValueError: a fault of ours", "hello at last"),
    ]


def test_what_was_begun_is_left_where_something_else_is_begun(cage: Cage) -> None:
    cage.begin([mail("die"), mail("fail")])
    cage.begin([])
    with pytest.raises(CageError, match="a fault of ours"):  # of this time, whatever became of it before
        cage.read(mail("fail"), whole=False)
    assert cage.read(mail("hello"), whole=False).subject == "hello"


def test_nothing_but_values_of_ours_comes_out() -> None:
    for told in (os.system, eval, Cage, Cage.close, read):
        with pytest.raises(pickle.UnpicklingError):
            _Ours(io.BytesIO(pickle.dumps(told))).load()
