"""Mail without a network: what is sent lies in the reader's box at once, stamped as a provider stamps it."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from email.utils import format_datetime

from ilnmail.inbox import Message
from ilnmail.sandbox.delivery import Accepted
from ilnmail.send import STAGES, Reached

_SERVER = "mx.example.org"


class OfflinePost:
    """A mailbox, a transport, everybody's letterbox and the list of what went by, in one."""

    def __init__(self, us: str, now: Callable[[], datetime]) -> None:
        self._us, self._now = us, now
        self._folder: list[bytes] = []
        self._boxes: dict[str, list[bytes]] = defaultdict(list)
        self._transcript: list[Accepted] = []

    @property
    def transcript(self) -> Sequence[Accepted]:
        """Every message that went by, in order."""
        return self._transcript

    def open(self) -> tuple[str, int, int]:
        return "INBOX", 1, len(self._folder) + 1

    def after(self, uid: int) -> Sequence[int]:
        return range(uid + 1, len(self._folder) + 1)

    def read(self, uids: Sequence[int]) -> Sequence[Message]:
        return [Message(uid, self._folder[uid - 1]) for uid in uids]

    def send(self, envelope_from: str, address: str, content: bytes, reached: Reached) -> str:
        """What the program sends."""
        for stage in STAGES:
            reached(stage)
        self._boxes[address].append(self._accept(content, envelope_from, address))
        return "250 kept"

    def rest(self) -> None:
        """There is no connection to give up."""

    def post(self, raw: bytes, sender: str, reader: str) -> None:
        """What a person sends to the program."""
        self._folder.append(self._accept(raw, sender, reader))

    def fetch(self, address: str) -> tuple[bytes, ...]:
        """What has come to this address since the last look."""
        return tuple(self._boxes.pop(address, ()))

    def _accept(self, raw: bytes, sender: str, recipient: str) -> bytes:
        domain = sender.rpartition("@")[2] or _SERVER
        stamped = (
            f"Return-Path: <{sender}>\r\nDelivered-To: {recipient}\r\n"
            f"Received: by {_SERVER}; {format_datetime(self._now())}\r\n"
            f"Authentication-Results: {_SERVER}; dkim=pass header.d={domain}; dmarc=pass header.from={domain}\r\n"
        ).encode() + raw
        self._transcript.append(Accepted(self._now(), sender, recipient, stamped))
        return stamped


class OfflineBoxes:
    """The same post from the people's side."""

    def __init__(self, post: OfflinePost) -> None:
        self._post = post

    def send(self, raw: bytes, sender: str, reader: str) -> None:
        self._post.post(raw, sender, reader)

    def fetch(self, address: str) -> tuple[bytes, ...]:
        return self._post.fetch(address)
