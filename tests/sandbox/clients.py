"""How the tests talk to the server: by mail program, and octet by octet where a mail program would not."""

import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from imapclient import IMAPClient

from ilnmail.sandbox import Sandbox

HOST = "127.0.0.1"
AMINA = "amina@example.org"
PASSWORD = "pw"
NINE = datetime(2027, 2, 3, 9, tzinfo=UTC)
LITERAL = re.compile(rb"\{(\d+)\}\r\n\Z")


def nine_o_clock() -> datetime:
    return NINE


def letter(number: int, subject: str = "Hello") -> bytes:
    """A small mail that differs from all others."""
    return (
        f"From: Jonas <jonas@example.org>\r\nTo: {AMINA}\r\nSubject: {subject} {number}\r\n"
        f"Message-ID: <m{number}@example.org>\r\nDate: Mon, 01 Feb 2027 10:00:00 +0100\r\n\r\n"
        f"Dear Amina, this is letter {number}.\r\n"
    ).encode()


@contextmanager
def logged_in(sandbox: Sandbox, user: str = AMINA, select: str | None = "INBOX") -> Iterator[Any]:
    """A client of the imapclient library, in a mailbox unless told otherwise."""
    with logged_in_at(sandbox.imap_port, user, select) as client:
        yield client


@contextmanager
def logged_in_at(port: int, user: str = AMINA, select: str | None = "INBOX") -> Iterator[Any]:
    """The same for a server in another process."""
    with IMAPClient(HOST, port, ssl=False, timeout=10) as client:
        client.login(user, PASSWORD)
        if select is not None:
            client.select_folder(select)
        yield client


class Wire:
    """A connection on which a test writes and reads octets."""

    def __init__(self, port: int, tls: ssl.SSLContext | None = None) -> None:
        self._socket = socket.create_connection((HOST, port), timeout=10)
        if tls:
            self._socket = tls.wrap_socket(self._socket, server_hostname=HOST)
        self._file = self._socket.makefile("rb")
        self.greeting = self.line()

    def __enter__(self) -> "Wire":
        return self

    def __exit__(self, *_exception: object) -> None:
        self._file.close()
        self._socket.close()

    def send(self, octets: bytes) -> None:
        self._socket.sendall(octets)

    def line(self) -> bytes:
        """One line with the literals in it; nothing when the server has hung up."""
        line = self._file.readline()
        while announced := LITERAL.search(line):
            line += self._file.read(int(announced[1])) + self._file.readline()
        return line

    def until(self, beginning: bytes) -> list[bytes]:
        """All lines up to the first that begins so."""
        lines = [self.line()]
        while lines[-1] and not lines[-1].startswith(beginning):
            lines.append(self.line())
        return [line.removesuffix(b"\r\n") for line in lines]

    def ask(self, command: bytes) -> list[bytes]:
        """One command and its whole answer; the tagged line is the last."""
        self.send(b"t " + command + b"\r\n")
        return self.until(b"t ")


@contextmanager
def on_the_wire(sandbox: Sandbox, *, select: bool = False) -> Iterator[Wire]:
    """Amina, logged in."""
    with Wire(sandbox.imap_port) as wire:
        wire.ask(b"LOGIN amina@example.org pw")
        if select:
            wire.ask(b"SELECT INBOX")
        yield wire
