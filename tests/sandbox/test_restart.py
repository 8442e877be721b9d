"""Mail kept in a folder is there again after a restart, as it was."""

import re
import smtplib
import socket
import subprocess
import sys
from pathlib import Path
from signal import SIGINT

import pytest

from ilnmail.sandbox import Sandbox, SandboxError
from tests.sandbox.clients import AMINA, HOST, letter, logged_in, logged_in_at, nine_o_clock

SERVE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from ilnmail.sandbox import run_forever

def announce(line):
    print(line, flush=True)

run_forever(Path(sys.argv[1]), "example.org", 0, 0, announce, lambda: datetime(2027, 2, 3, tzinfo=UTC))
"""


def test_messages_flags_dates_and_folders_survive(tmp_path: Path) -> None:
    with Sandbox(now=nine_o_clock, folder=tmp_path) as before, logged_in(before) as client:
        before.deliver(AMINA, letter(1))
        client.append("INBOX", letter(2), [b"\\Seen", b"$ilnDone"])
        client.create_folder("Archive/2027")
        client.create_folder("Temporary")
        client.rename_folder("Temporary", "Put aside")
        client.create_folder("Gone")
        client.append("Gone", letter(3))
        client.delete_folder("Gone")
        kept = before.mailbox(AMINA).messages()
    with Sandbox(now=nine_o_clock, folder=tmp_path) as after, logged_in(after) as client:
        assert after.mailbox(AMINA).messages() == kept
        assert [message.raw for message in kept][1] == letter(2)
        assert kept[1].flags == {"\\Seen", "$ilnDone"}
        listed = [name for _, _, name in client.list_folders()]
        assert listed == ["Archive", "Archive/2027", "INBOX", "Put aside"]


def test_uidvalidity_and_the_next_uid_survive_even_where_the_last_message_went(tmp_path: Path) -> None:
    with Sandbox(now=nine_o_clock, folder=tmp_path) as sandbox, logged_in(sandbox) as client:
        client.append("INBOX", letter(1))
        client.append("INBOX", letter(2))
        client.add_flags([1], [b"\\Flagged"])
        client.delete_messages([2])
        client.expunge()
        before = client.folder_status("INBOX", ["UIDVALIDITY", "UIDNEXT", "MESSAGES"])
    with Sandbox(now=nine_o_clock, folder=tmp_path) as sandbox, logged_in(sandbox) as client:
        after = client.folder_status("INBOX", ["UIDVALIDITY", "UIDNEXT", "MESSAGES"])
        assert client.search("FLAGGED") == [1]
    assert after == before
    assert (after[b"UIDNEXT"], after[b"MESSAGES"]) == (3, 1)


def test_in_memory_everything_begins_anew() -> None:
    with Sandbox(now=nine_o_clock) as sandbox:
        sandbox.deliver(AMINA, letter(1))
    with sandbox:
        assert sandbox.mailbox(AMINA).messages() == ()


def test_what_was_there_can_be_looked_at_after_the_end() -> None:
    with Sandbox(now=nine_o_clock) as sandbox:
        sandbox.deliver(AMINA, letter(1))
    assert len(sandbox.mailbox(AMINA).messages()) == len(sandbox.transcript) == 1


def test_the_end_comes_even_while_clients_are_there(caplog: pytest.LogCaptureFixture) -> None:
    with Sandbox(now=nine_o_clock) as sandbox:
        idle = socket.create_connection((HOST, sandbox.imap_port))
        silent = socket.create_connection((HOST, sandbox.smtp_port))
        assert idle.recv(1000).startswith(b"* OK")
        assert silent.recv(1000).startswith(b"220 ")
    assert (idle.recv(100), silent.recv(100)) == (b"", b"")
    assert caplog.records == []
    idle.close()
    silent.close()


def test_two_servers_do_not_share_a_folder(tmp_path: Path) -> None:
    with (
        Sandbox(now=nine_o_clock, folder=tmp_path),
        pytest.raises(SandboxError, match="end the other server"),
        Sandbox(now=nine_o_clock, folder=tmp_path),
    ):
        pass


def test_a_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with (
        pytest.raises(SandboxError, match="another folder"),
        Sandbox(now=nine_o_clock, folder=tmp_path / "file"),
    ):
        pass


def test_a_file_that_is_no_archive_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mail.sqlite3").write_text("my diary, " * 200)
    with pytest.raises(SandboxError, match="not a database"), Sandbox(now=nine_o_clock, folder=tmp_path):
        pass
    assert (tmp_path / "mail.sqlite3").read_text() == "my diary, " * 200


def test_a_port_that_is_taken_is_named_and_nothing_stays_open(tmp_path: Path) -> None:
    with socket.create_server((HOST, 0)) as taken, socket.create_server((HOST, 0)) as free:
        port, imap_port = taken.getsockname()[1], free.getsockname()[1]
        free.close()
        with (
            pytest.raises(SandboxError, match=f"port {port} .*take another"),
            Sandbox(now=nine_o_clock, folder=tmp_path, imap_port=imap_port, smtp_port=port),
        ):
            pass
    with Sandbox(now=nine_o_clock, folder=tmp_path, imap_port=imap_port, smtp_port=port) as sandbox:
        assert (sandbox.imap_port, sandbox.smtp_port) == (imap_port, port)


def test_the_command_serves_until_it_is_interrupted(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SERVE, str(tmp_path / "mail")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        ports = re.findall(r" port (\d+)", process.stdout.readline())
        assert "any password" in process.stdout.readline()
        assert str(tmp_path) in process.stdout.readline()
        with smtplib.SMTP(HOST, int(ports[1]), timeout=10) as client:
            client.login(AMINA, "any")
        process.send_signal(SIGINT)
        assert process.communicate(timeout=10) == ("Ended. The mail is kept.\n", "")
    assert process.returncode == 0


def test_a_killed_server_has_kept_what_it_acknowledged(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SERVE, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline().split()[4].rstrip(","))
        with logged_in_at(port) as client:
            client.append("INBOX", letter(1))
        process.kill()
    with Sandbox(now=nine_o_clock, folder=tmp_path) as sandbox:
        assert [message.raw for message in sandbox.mailbox(AMINA).messages()] == [letter(1)]
