"""What a mail bot needs of an IMAP server, step by step, asked by a real client library.

Most of it is asked of a real server too, so that ours cannot be wrong in a way of its own.
"""

import imaplib
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from ilnmail.sandbox import Sandbox
from tests.sandbox.clients import AMINA, HOST, NINE, letter, logged_in


def fill(client: Any, count: int) -> None:
    for number in range(1, count + 1):
        client.append("INBOX", letter(number))


def test_the_server_says_what_it_can_do(client: Any) -> None:
    wanted = {b"IMAP4REV1", b"LITERAL+", b"UIDPLUS", b"MOVE", b"IDLE", b"UNSELECT"}
    assert wanted <= set(client.capabilities())


def names(listed: list[tuple[object, object, str]]) -> set[str]:
    return {name for _, _, name in listed}


def without_recent(flags: Iterable[bytes]) -> set[bytes]:
    """Dovecot still knows the flag \\Recent, which nobody misses."""
    return set(flags) - {b"\\Recent"}


def test_a_wrong_password_is_refused(sandbox: Sandbox) -> None:
    with IMAPClient(HOST, sandbox.imap_port, ssl=False, timeout=10) as client, pytest.raises(LoginError):
        client.login(AMINA, "wrong")


def test_without_a_password_set_any_opens() -> None:
    with Sandbox(now=lambda: NINE) as sandbox, logged_in(sandbox) as client:
        assert client.folder_status("INBOX", ["MESSAGES"]) == {b"MESSAGES": 0}


def test_a_foreign_domain_has_no_mailbox_here(sandbox: Sandbox) -> None:
    with pytest.raises(LoginError), logged_in(sandbox, "amina@elsewhere.example"):
        pass


def test_a_name_without_a_domain_means_the_first_one(sandbox: Sandbox) -> None:
    sandbox.deliver(AMINA, letter(1))
    with logged_in(sandbox, "amina") as client:
        assert client.search() == [1]


def test_folders_are_made_listed_renamed_and_deleted(client: Any) -> None:
    client.create_folder("Archive/2027")
    client.create_folder("Quarantine")
    client.rename_folder("Quarantine", "Put aside")
    assert {"INBOX", "Archive", "Archive/2027", "Put aside"} <= names(client.list_folders())
    assert not client.folder_exists("Quarantine")
    client.delete_folder("Put aside")
    assert not client.folder_exists("Put aside")


def test_a_percent_sign_lists_one_level_only(client: Any) -> None:
    client.create_folder("Archive/2027")
    client.create_folder("Archive/2027/May")
    assert names(client.list_folders("", "%")) >= {"INBOX", "Archive"}
    assert names(client.list_folders("", "%/%")) == {"Archive/2027"}
    assert names(client.list_folders("", "arch*")) == set()
    assert names(client.list_folders("Archive/", "*")) == {"Archive/2027", "Archive/2027/May"}


def test_a_folder_with_an_umlaut_keeps_its_name(client: Any) -> None:
    client.create_folder("Entwürfe")
    assert client.folder_exists("Entwürfe")
    client.select_folder("Entwürfe")


@pytest.mark.parametrize("name", ["INBOX", "inbox", ""])
def test_a_folder_that_is_there_or_has_no_name_cannot_be_made(client: Any, name: str) -> None:
    with pytest.raises(IMAPClientError):
        client.create_folder(name)


def test_inbox_cannot_be_deleted(client: Any) -> None:
    with pytest.raises(IMAPClientError):
        client.delete_folder("INBOX")


def test_inbox_keeps_its_name(sandbox: Sandbox) -> None:
    with logged_in(sandbox) as client, pytest.raises(IMAPClientError, match="keeps its name"):
        client.rename_folder("INBOX", "Old")


def test_a_folder_made_again_has_another_uidvalidity(client: Any) -> None:
    client.create_folder("Quarantine")
    before = client.folder_status("Quarantine", ["UIDVALIDITY"])[b"UIDVALIDITY"]
    client.delete_folder("Quarantine")
    client.create_folder("Quarantine")
    assert client.folder_status("Quarantine", ["UIDVALIDITY"])[b"UIDVALIDITY"] > before


def test_selecting_tells_how_things_stand(client: Any) -> None:
    fill(client, 3)
    selected = client.select_folder("INBOX")
    assert (selected[b"EXISTS"], selected[b"UIDNEXT"], selected[b"READ-WRITE"]) == (3, 4, True)
    assert b"\\*" in selected[b"PERMANENTFLAGS"]


def test_a_folder_that_is_not_there_cannot_be_selected_and_nothing_stays_selected(client: Any) -> None:
    with pytest.raises(IMAPClientError):
        client.select_folder("Nowhere")
    with pytest.raises(IMAPClientError):
        client.search()


def test_status_counts_another_folder(client: Any) -> None:
    client.create_folder("Processed")
    client.append("Processed", letter(1), flags=[b"\\Seen"])
    client.append("Processed", letter(2))
    status = client.folder_status("Processed", ["MESSAGES", "UIDNEXT", "UNSEEN"])
    assert status == {b"MESSAGES": 2, b"UIDNEXT": 3, b"UNSEEN": 1}


def test_append_says_which_uid_the_message_got(client: Any) -> None:
    validity = client.folder_status("INBOX", ["UIDVALIDITY"])[b"UIDVALIDITY"]
    assert client.append("INBOX", letter(1)).startswith(b"[APPENDUID %d 1]" % validity)


def test_append_keeps_flags_and_date(client: Any) -> None:
    sent = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=-5)))
    client.append("INBOX", letter(1), flags=[b"\\Flagged", b"$ilnDone"], msg_time=sent)
    client.normalise_times = False
    kept = client.fetch(1, ["FLAGS", "INTERNALDATE"])[1]
    assert without_recent(kept[b"FLAGS"]) == {b"\\Flagged", b"$ilnDone"}
    assert kept[b"INTERNALDATE"] == sent


def test_append_to_a_folder_that_is_not_there_says_that_it_could_be_made(client: Any) -> None:
    with pytest.raises(IMAPClientError, match="TRYCREATE"):
        client.append("Nowhere", letter(1))


def test_a_message_comes_back_to_the_octet_and_stays_unseen(client: Any) -> None:
    client.append("INBOX", letter(1))
    fetched = client.fetch(1, ["BODY.PEEK[]", "FLAGS", "RFC822.SIZE"])[1]
    assert (fetched[b"BODY[]"], fetched[b"RFC822.SIZE"]) == (letter(1), len(letter(1)))
    assert without_recent(fetched[b"FLAGS"]) == set()


def test_ten_megabytes_come_back_to_the_octet(client: Any) -> None:
    large = b"Subject: large\r\n\r\n" + (b"x" * 70 + b"\r\n") * 140_000
    client.append("INBOX", large)
    assert client.fetch(1, ["BODY.PEEK[]"])[1][b"BODY[]"] == large


def test_reading_without_peek_marks_as_seen_and_says_so(client: Any) -> None:
    client.append("INBOX", letter(1))
    assert b"\\Seen" in client.fetch(1, ["BODY[TEXT]"])[1][b"FLAGS"]
    assert client.search("UNSEEN") == []


def test_in_an_examined_folder_nothing_changes(client: Any) -> None:
    client.append("INBOX", letter(1))
    client.select_folder("INBOX", readonly=True)
    client.fetch(1, ["BODY[]"])
    assert client.search("UNSEEN") == [1]


def test_in_an_examined_folder_nothing_can_be_changed(sandbox: Sandbox) -> None:
    sandbox.deliver(AMINA, letter(1))
    with logged_in(sandbox) as client:
        client.select_folder("INBOX", readonly=True)
        with pytest.raises(IMAPClientError, match="reading only"):
            client.add_flags(1, [b"\\Seen"])
        with pytest.raises(IMAPClientError, match="reading only"):
            client.expunge()


def test_a_uid_that_is_not_there_is_no_error(client: Any) -> None:
    assert client.fetch([4_000_000], ["FLAGS"]) == {}


def test_a_number_that_is_not_there_is_one(client: Any) -> None:
    client.use_uid = False
    with pytest.raises(imaplib.IMAP4.error, match="BAD"):
        client.fetch([2], ["FLAGS"])


def test_flags_are_added_taken_away_and_set(client: Any) -> None:
    client.append("INBOX", letter(1))
    assert without_recent(client.add_flags(1, [b"\\seen", b"$ilnDone"])[1]) == {b"\\Seen", b"$ilnDone"}
    assert without_recent(client.remove_flags(1, [b"\\Seen"])[1]) == {b"$ilnDone"}
    assert without_recent(client.set_flags(1, [b"\\Answered"])[1]) == {b"\\Answered"}
    assert without_recent(client.get_flags(1)[1]) == {b"\\Answered"}
    assert client.add_flags(1, [b"\\Draft"], silent=True) is None


def test_move_takes_messages_elsewhere_with_their_flags(client: Any) -> None:
    fill(client, 3)
    client.create_folder("Processed")
    client.add_flags(2, [b"$ilnDone"])
    client.move([1, 2], "Processed")
    assert client.search() == [3]
    client.select_folder("Processed")
    assert client.fetch([1, 2], ["BODY.PEEK[]"])[2][b"BODY[]"] == letter(2)
    assert client.search(["KEYWORD", "$ilnDone"]) == [2]


def test_copy_leaves_the_messages_where_they_are(client: Any) -> None:
    fill(client, 3)
    client.create_folder("Quarantine")
    client.copy([1, 3], "Quarantine")
    assert client.folder_status("Quarantine", ["MESSAGES"]) == {b"MESSAGES": 2}
    assert client.search() == [1, 2, 3]


def test_copy_to_a_folder_that_is_not_there_copies_nothing(client: Any) -> None:
    fill(client, 1)
    with pytest.raises(IMAPClientError, match="TRYCREATE"):
        client.copy([1], "Nowhere")


def test_what_is_marked_as_deleted_goes_when_told(client: Any) -> None:
    fill(client, 4)
    client.delete_messages([1, 3, 4])
    client.uid_expunge([1, 2])
    assert client.search() == [2, 3, 4]
    client.expunge()
    assert client.search() == [2]


def test_closing_removes_what_is_marked_as_deleted_and_unselecting_does_not(client: Any) -> None:
    fill(client, 2)
    client.delete_messages([1])
    client.unselect_folder()
    assert client.select_folder("INBOX")[b"EXISTS"] == 2
    client.close_folder()
    assert client.select_folder("INBOX")[b"EXISTS"] == 1


def test_closing_an_examined_folder_removes_nothing(client: Any) -> None:
    fill(client, 1)
    client.delete_messages([1])
    client.select_folder("INBOX", readonly=True)
    client.close_folder()
    assert client.select_folder("INBOX")[b"EXISTS"] == 1


def test_a_uid_is_never_given_twice(client: Any) -> None:
    fill(client, 2)
    client.delete_messages([2])
    client.expunge()
    client.append("INBOX", letter(3))
    assert client.search() == [1, 3]


def test_the_standard_library_s_client_gets_along_too(sandbox: Sandbox) -> None:
    sandbox.deliver(AMINA, letter(1))
    with imaplib.IMAP4(HOST, sandbox.imap_port, timeout=10) as client:
        client.login(AMINA, "pw")
        assert client.select("INBOX") == ("OK", [b"1"])
        assert client.search(None, "ALL") == ("OK", [b"1"])
        _, (fetched, end) = client.fetch("1", "(FLAGS BODY.PEEK[TEXT])")
        assert (fetched, end) == (
            (b"1 (FLAGS () BODY[TEXT] {31}", b"Dear Amina, this is letter 1.\r\n"),
            b")",
        )
        assert client.response("UIDNEXT") == ("UIDNEXT", [b"2"])


def test_who_appends_without_a_date_gets_the_time_of_the_server_s_clock(sandbox: Sandbox) -> None:
    with logged_in(sandbox) as client:
        client.append("INBOX", letter(1))
        client.noop()
        client.normalise_times = False
        assert client.fetch(1, ["INTERNALDATE"])[1][b"INTERNALDATE"] == NINE
