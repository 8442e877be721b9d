"""A message is accepted: it goes into its mailbox and into the transcript, or a report goes back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from ilnmail.sandbox.addresses import Addresses, Fate
from ilnmail.sandbox.bounce import bounce
from ilnmail.sandbox.store import Store
from ilnmail.sandbox.trace import Envelope, stamp


class Accepted(NamedTuple):
    """One message the server took, as it was delivered; one recipient each."""

    received: datetime
    sender: str
    recipient: str
    raw: bytes


class Delivery:
    """Takes messages in. Belongs to the server's thread."""

    def __init__(self, server: str, addresses: Addresses, store: Store, now: Callable[[], datetime]) -> None:
        self.server = server
        self.addresses = addresses
        self.now = now
        self.transcript: list[Accepted] = []
        self._store = store
        self._greylisted: set[tuple[str, str]] = set()

    def answer(self, sender: str, recipient: str) -> str:
        """What to say to RCPT TO; who is greylisted is welcome the second time."""
        if not sender.isprintable():
            return "553 5.1.7 the sender is not an address"
        answer = self.addresses.answer(recipient)
        if answer.fate is not Fate.GREYLISTED:
            return answer.reply
        seen_before = (sender, recipient) in self._greylisted
        self._greylisted.add((sender, recipient))
        return "250 2.1.5 OK" if seen_before else answer.reply

    def accept(self, raw: bytes, sender: str, recipient: str, *, logged_in: bool = False) -> None:
        """Delivers to one recipient, whom `answer` has let in."""
        envelope = Envelope(sender, recipient, self.now(), logged_in)
        stamped = stamp(raw, envelope, self.server, self.addresses.is_ours)
        self.transcript.append(Accepted(envelope.received, sender, recipient, stamped))
        if self.addresses.answer(recipient).fate is Fate.BOUNCED_LATER:
            self._send_back(raw, envelope)
            return
        self._store.inbox(self.addresses.account(recipient)).add(stamped, envelope.received)

    def _send_back(self, raw: bytes, envelope: Envelope) -> None:
        # A report about a report would go round for ever (RFC 5321 section 6.1).
        if self.addresses.answer(envelope.sender).fate is not Fate.DELIVERED:
            return
        report = bounce(raw, envelope, self.server, len(self.transcript))
        back = replace(envelope, sender="", recipient=envelope.sender, logged_in=False)
        self.accept(report, back.sender, back.recipient)
