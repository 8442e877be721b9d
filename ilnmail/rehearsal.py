"""Rehearsal: everything goes to the operator, with the reader it is meant for in the subject, to nobody else."""

import re
from dataclasses import dataclass

from ilnmail.send import Reached, Transport

_SUBJECT = re.compile(rb"^Subject:[ \t]*", re.I | re.M)


@dataclass(frozen=True)
class Rehearsal:
    """A transport that hands every message to one address; the message itself stays as it is."""

    behind: Transport
    operator: str

    def send(self, envelope_from: str, address: str, content: bytes, reached: Reached) -> str:
        head, gap, body = content.partition(b"\r\n\r\n")
        marked = _SUBJECT.sub(lambda found: found[0] + f"[for {address}] ".encode(), head, count=1)
        return self.behind.send(envelope_from, self.operator, marked + gap + body, reached)

    def rest(self) -> None:
        self.behind.rest()


def rehearsed(transport: Transport, mode: str, operator: str) -> Transport:
    """The transport as the mode of the settings wants it."""
    return Rehearsal(transport, operator) if mode == "rehearsal" else transport
