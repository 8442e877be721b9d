"""Two connections to one mailbox see each other's changes, when they may and not before."""

import threading

import pytest

from ilnmail.sandbox import Sandbox
from tests.sandbox.clients import AMINA, letter, logged_in, on_the_wire


def deliver(sandbox: Sandbox, count: int) -> None:
    for number in range(1, count + 1):
        sandbox.deliver(AMINA, letter(number))


def test_what_one_does_the_other_is_told_at_its_next_command(sandbox: Sandbox) -> None:
    deliver(sandbox, 3)
    with on_the_wire(sandbox, select=True) as one, on_the_wire(sandbox, select=True) as other:
        one.ask(b"STORE 1 +FLAGS (\\Seen $ilnDone)")
        one.ask(b"STORE 2 +FLAGS.SILENT (\\Deleted)")
        one.ask(b"EXPUNGE")
        deliver(sandbox, 1)
        assert other.ask(b"NOOP") == [
            b"* 2 EXPUNGE",
            b"* 3 EXISTS",
            b"* 1 FETCH (UID 1 FLAGS ($ilnDone \\Seen))",
            b"t OK done",
        ]
        assert other.ask(b"NOOP") == [b"t OK done"]
        assert one.ask(b"NOOP") == [b"* 3 EXISTS", b"t OK done"]


def test_flags_that_are_set_already_are_no_news(sandbox: Sandbox) -> None:
    deliver(sandbox, 2)
    with on_the_wire(sandbox, select=True) as one, on_the_wire(sandbox, select=True) as other:
        one.ask(b"STORE 1 FLAGS (\\Seen)")
        other.ask(b"NOOP")
        one.ask(b"STORE 1 +FLAGS (\\Seen)")
        assert other.ask(b"NOOP") == [b"t OK done"]


def test_many_arrivals_are_told_as_one(sandbox: Sandbox) -> None:
    with on_the_wire(sandbox, select=True) as one:
        deliver(sandbox, 3)
        assert one.ask(b"NOOP") == [b"* 3 EXISTS", b"t OK done"]
        assert one.ask(b"FETCH 3 UID") == [b"* 3 FETCH (UID 3)", b"t OK done"]


def test_who_changes_a_flag_is_told_once(sandbox: Sandbox) -> None:
    deliver(sandbox, 1)
    with on_the_wire(sandbox, select=True) as one:
        assert one.ask(b"UID STORE 1 +FLAGS (\\Seen)") == [
            b"* 1 FETCH (UID 1 FLAGS (\\Seen))",
            b"t OK done",
        ]


@pytest.mark.parametrize("command", [b"FETCH 3 UID", b"SEARCH UID 3", b"STORE 3 FLAGS ()"])
def test_numbers_stand_still_while_they_are_used(sandbox: Sandbox, command: bytes) -> None:
    deliver(sandbox, 3)
    with on_the_wire(sandbox, select=True) as one, on_the_wire(sandbox, select=True) as other:
        one.ask(b"STORE 1 +FLAGS.SILENT (\\Deleted)")
        one.ask(b"EXPUNGE")
        answer = other.ask(command)
        assert answer[0] in (b"* 3 FETCH (UID 3)", b"* SEARCH 3", b"* 3 FETCH (FLAGS ())")
        assert b"* 1 EXPUNGE" not in answer
        assert other.ask(b"FETCH 1 UID") == [b"t OK done"]
        assert b"* 1 EXPUNGE" in other.ask(b"NOOP")
        assert other.ask(b"FETCH 2 UID")[0] == b"* 2 FETCH (UID 3)"


def test_expunging_tells_numbers_that_a_client_can_follow(sandbox: Sandbox) -> None:
    deliver(sandbox, 4)
    with on_the_wire(sandbox, select=True) as one:
        one.ask(b"STORE 1,2,4 +FLAGS.SILENT (\\Deleted)")
        said = one.ask(b"EXPUNGE")
        assert said == [b"* 4 EXPUNGE", b"* 2 EXPUNGE", b"* 1 EXPUNGE", b"t OK done"]


def test_copying_says_which_became_which(sandbox: Sandbox) -> None:
    deliver(sandbox, 3)
    with on_the_wire(sandbox, select=True) as one:
        one.ask(b"CREATE Quarantine")
        assert one.ask(b"UID COPY 1,3 Quarantine")[-1].endswith(b" 1,3 1:2] copied")
        assert one.ask(b"UID COPY 99 Quarantine") == [b"t OK [NOTHING] copied"]


def test_moving_tells_the_copies_first(sandbox: Sandbox) -> None:
    deliver(sandbox, 2)
    with on_the_wire(sandbox, select=True) as one:
        one.ask(b"CREATE Processed")
        said = one.ask(b"UID MOVE 1:2 Processed")
        assert b" 1:2 1:2]" in said[0]
        assert said[1:] == [b"* 2 EXPUNGE", b"* 1 EXPUNGE", b"t OK moved"]


def test_a_message_that_came_and_went_unseen_is_not_spoken_of(sandbox: Sandbox) -> None:
    with on_the_wire(sandbox, select=True) as one, on_the_wire(sandbox, select=True) as other:
        deliver(sandbox, 2)
        one.ask(b"NOOP")
        one.ask(b"STORE 1 +FLAGS.SILENT (\\Deleted)")
        one.ask(b"EXPUNGE")
        assert other.ask(b"NOOP") == [b"* 1 EXISTS", b"t OK done"]


def test_idling_hears_at_once_of_new_mail_and_of_flags(sandbox: Sandbox) -> None:
    with on_the_wire(sandbox, select=True) as one, on_the_wire(sandbox, select=True) as other:
        other.send(b"i IDLE\r\n")
        assert other.line().startswith(b"+ ")
        deliver(sandbox, 1)
        assert other.line() == b"* 1 EXISTS\r\n"
        one.ask(b"NOOP")
        one.ask(b"UID STORE 1 FLAGS (\\Seen)")
        assert other.line() == b"* 1 FETCH (UID 1 FLAGS (\\Seen))\r\n"
        other.send(b"done\r\n")
        assert other.line() == b"i OK done\r\n"


def test_idling_can_be_left_by_hanging_up_or_by_anything_but_done(sandbox: Sandbox) -> None:
    with on_the_wire(sandbox, select=True) as one:
        one.send(b"i IDLE\r\n")
        one.line()
    with on_the_wire(sandbox) as other:
        other.send(b"i IDLE\r\nNOOP\r\n")
        assert other.until(b"i ")[-1].startswith(b"i BAD ")
        assert other.ask(b"NOOP") == [b"t OK done"]


def test_a_client_library_is_woken_while_it_waits(sandbox: Sandbox) -> None:
    with logged_in(sandbox) as client:
        client.idle()
        threading.Timer(0.05, deliver, (sandbox, 1)).start()
        assert client.idle_check(timeout=10) == [(1, b"EXISTS")]
        client.idle_done()
        assert client.search() == [1]


def test_many_at_once_lose_nothing(sandbox: Sandbox) -> None:
    def write(person: int) -> None:
        with logged_in(sandbox, f"p{person}@example.org", select=None) as client:
            for number in range(20):
                client.append("INBOX", letter(number))
                sandbox.deliver("shared@example.org", letter(number))

    writers = [threading.Thread(target=write, args=(person,)) for person in range(10)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [len(sandbox.mailbox(f"p{person}@example.org").messages()) for person in range(10)] == [20] * 10
    assert [message.uid for message in sandbox.mailbox("shared@example.org").messages()] == list(
        range(1, 201)
    )


def test_a_folder_deleted_under_somebody_s_eyes_is_empty_for_them(sandbox: Sandbox) -> None:
    with on_the_wire(sandbox) as one, on_the_wire(sandbox) as other:
        one.ask(b"CREATE Quarantine")
        one.ask(b"APPEND Quarantine {2+}\r\n\r\n")
        other.ask(b"SELECT Quarantine")
        one.ask(b"DELETE Quarantine")
        assert other.ask(b"NOOP") == [b"* 1 EXPUNGE", b"t OK done"]
        assert other.ask(b"SELECT Quarantine")[-1].startswith(b"t NO ")
