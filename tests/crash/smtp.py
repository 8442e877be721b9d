"""A mail server that does at each stage what its script says: answer, refuse, drop the line, or kill its client."""

import os
import signal
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes

Action = str | Callable[["Talk"], None]
"""A reply to send, or what to do instead."""

ORDINARY: Mapping[str, Action] = {
    "connect": "220 mx.example.org ESMTP",
    "ehlo": "250-mx.example.org\r\n250-ENHANCEDSTATUSCODES\r\n250 SIZE 30000000",
    "helo": "250 mx.example.org",
    "mail": "250 2.1.0 ok",
    "rcpt": "250 2.1.5 ok",
    "data": "354 go on",
    "dot": "250 2.0.0 taken",
    "rset": "250 2.0.0 ok",
    "quit": "221 2.0.0 bye",
    "auth": "235 2.7.0 welcome",
    "noop": "250 ok",
}


class LineDroppedError(Exception):
    """This conversation is over."""


@dataclass
class Talk:
    """One connection."""

    wire: socket.socket
    message: bytes = b""

    def drop(self) -> None:
        raise LineDroppedError

    def slowly(self, reply: str) -> None:
        """An octet at a time."""
        for octet in reply.encode() + b"\r\n":
            self.wire.sendall(bytes([octet]))
            time.sleep(0.005)

    def mute(self) -> None:
        """Say nothing until the client gives up."""
        self.wire.settimeout(5)
        while self.wire.recv(4096):
            pass
        raise LineDroppedError


@dataclass
class Ears:
    """A server with its script; `taken` are the Message-IDs of all messages that came whole, refused ones not."""

    script: dict[str, Action] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)
    readers: list[str] = field(default_factory=list)
    port: int = 0

    def converse(self, wire: socket.socket) -> None:
        talk = Talk(wire)
        lines = wire.makefile("rb")
        self._do(talk, "connect")
        for line in lines:
            verb = line.split(b":")[0].split()[0].lower().decode("ascii", "replace") if line.strip() else ""
            if verb == "rcpt":
                self.readers.append(line.decode("utf-8", "replace").partition("<")[2].partition(">")[0])
            self._do(talk, verb)
            if verb == "data" and str(self._action("data")).startswith("354"):
                talk.message = self._body(lines)
                self._do(talk, "dot")
                self._keep(talk)
            if verb == "quit":
                return

    def _keep(self, talk: Talk) -> None:
        action = self._action("dot")
        if isinstance(action, str) and action.startswith("250"):
            self.note(talk)

    def note(self, talk: Talk) -> None:
        """The message is ours now."""
        self.taken.append(str(message_from_bytes(talk.message)["Message-ID"]))

    def _body(self, lines: Iterator[bytes]) -> bytes:
        kept: list[bytes] = []
        for line in lines:
            if line == b".\r\n":
                return b"".join(kept)
            kept.append(line)
        raise LineDroppedError

    def _action(self, stage: str) -> Action:
        return self.script.get(stage, ORDINARY.get(stage, "500 5.5.2 unknown"))

    def _do(self, talk: Talk, stage: str) -> None:
        action = self._action(stage)
        if isinstance(action, str):
            talk.wire.sendall(action.encode("utf-8", "surrogateescape") + b"\r\n")
        else:
            action(talk)


@contextmanager
def listening(script: Mapping[str, Action] = {}) -> Iterator[Ears]:
    """The server on a port of its own."""
    ears = Ears(dict(script))

    class Line(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            try:
                ears.converse(self.request)
            except (LineDroppedError, OSError, ValueError):
                return

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = daemon_threads = True

    with Server(("127.0.0.1", 0), Line) as server:
        ears.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield ears
        server.shutdown()


def killing(pid: Callable[[], int], ears: Ears) -> Callable[[Talk], None]:
    """Take the message, and kill its sender before it can hear so."""

    def kill(talk: Talk) -> None:
        ears.note(talk)
        os.kill(pid(), signal.SIGKILL)
        raise LineDroppedError

    return kill
