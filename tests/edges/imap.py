"""A mailbox whose server does at each command what its script says: answer, refuse, lie, fall silent, hang up."""

import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Action = Callable[["Line"], None]
"""What to do instead of answering."""


class HungUpError(Exception):
    """This conversation is over."""


@dataclass
class Shelf:
    """The server, its mails by UID, and its script by command ("connect", "login", "examine", "search", "fetch", "idle")."""

    mails: dict[int, bytes] = field(default_factory=dict)
    uidvalidity: int = 1
    uidnext: int = 0  # 0: one above the highest
    script: dict[str, Action] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)
    tls: ssl.SSLContext | None = None
    port: int = 0

    def converse(self, wire: socket.socket) -> None:
        if "tcp" in self.script:
            self.script["tcp"](Line(self, wire, "*", "tcp", ""))
        if self.tls is not None:
            wire = self.tls.wrap_socket(wire, server_side=True)
        Line(self, wire, "*", "connect", "").answer()
        idling = ""
        for written in wire.makefile("rb"):
            if written == b"DONE\r\n":
                Line(self, wire, idling, "done", "").answer()
                continue
            tag, _, rest = written.decode("latin-1").strip().partition(" ")
            command, _, asked = rest.removeprefix("UID ").partition(" ")
            self.heard.append(command.lower())
            idling = tag
            Line(self, wire, tag, command.lower(), asked).answer()


@dataclass
class Line:
    """One command of a client."""

    shelf: Shelf
    wire: socket.socket
    tag: str
    command: str
    asked: str

    def answer(self) -> None:
        """As the script says, else as it should be."""
        action = self.shelf.script.get(self.command)
        if action is not None:
            action(self)
        else:
            self.properly()

    def properly(self) -> None:
        following = self.shelf.uidnext or max(self.shelf.mails, default=0) + 1
        counted = (f"* OK [UIDVALIDITY {self.shelf.uidvalidity}] v", f"* OK [UIDNEXT {following}] n")
        replies: dict[str, tuple[str, ...]] = {
            "connect": ("* OK [CAPABILITY IMAP4rev1 IDLE] ready",),
            "capability": ("* CAPABILITY IMAP4rev1 IDLE", self.ok()),
            "login": (f"{self.tag} OK [CAPABILITY IMAP4rev1 IDLE] welcome",),
            "examine": (f"* {len(self.shelf.mails)} EXISTS", *counted, f"{self.tag} OK [READ-ONLY] there"),
            "idle": ("+ idling",),
        }
        if self.command == "search":
            self.say(f"* SEARCH {' '.join(map(str, self.found()))}".rstrip())
        for uid in self.wanted() if self.command == "fetch" else ():
            self.give(uid)
        self.say(*replies.get(self.command, (self.ok(),)))

    def ok(self) -> str:
        return f"{self.tag} OK done"

    def say(self, *lines: str) -> None:
        self.wire.sendall("".join(f"{line}\r\n" for line in lines).encode())

    def found(self) -> list[int]:
        """ "n:*" names the last message, whatever n is (RFC 3501 6.4.8)."""
        first, uids = self.asked.removeprefix("UID ").partition(":")[0], sorted(self.shelf.mails)
        return [uid for uid in uids if first.isdigit() and uid >= int(first)] or uids[-1:]

    def wanted(self) -> list[int]:
        named = self.asked.partition(" ")[0]
        spans = [one.partition(":")[::2] for one in named.split(",")]
        return [
            uid for uid in sorted(self.shelf.mails) if any(int(a) <= uid <= int(b or a) for a, b in spans)
        ]

    @property
    def whole(self) -> bool:
        """Are the mails themselves asked for, or their sizes?"""
        return "BODY" in self.asked

    def give(self, uid: int, length: int | None = None, named: bool = True) -> None:
        """One mail or its size; `length` as it is announced."""
        raw, name = self.shelf.mails[uid], f"UID {uid} " if named else ""
        number = sorted(self.shelf.mails).index(uid) + 1
        if not self.whole:
            self.say(f"* {number} FETCH ({name}RFC822.SIZE {len(raw)})")
            return
        self.wire.sendall(
            f"* {number} FETCH ({name}BODY[] {{{len(raw) if length is None else length}}}\r\n".encode()
        )
        self.wire.sendall(raw + b")\r\n")

    def hang_up(self) -> None:
        raise HungUpError

    def mute(self) -> None:
        """Say nothing until the client gives up."""
        self.wire.settimeout(10)
        while self.wire.recv(4096):
            pass
        raise HungUpError

    def slowly(self, words: str, pause: float) -> None:
        """An octet at a time."""
        for octet in words.encode():
            self.wire.sendall(bytes([octet]))
            time.sleep(pause)


@contextmanager
def serving(shelf: Shelf) -> Iterator[Shelf]:
    """That server on a port of its own."""

    class Wire(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            try:
                shelf.converse(self.request)
            except (HungUpError, OSError, ValueError):
                return

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = daemon_threads = True

    with Server(("127.0.0.1", shelf.port), Wire) as server:
        shelf.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield shelf
        server.shutdown()


def tagged(words: str) -> Action:
    """Refuse with these words."""
    return lambda line: line.say(f"{line.tag} {words}")
