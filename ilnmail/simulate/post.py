"""The librarians' mail programs at work: real SMTP out, real IMAP in, each from an address of their own."""

import socket
from smtplib import SMTP

from imapclient import IMAPClient

_HOST = "127.0.0.1"


class Letterboxes:
    """Everybody's connection to the mail server, opened when first needed and kept."""

    def __init__(self, imap_port: int, smtp_port: int) -> None:
        self._imap_port = imap_port
        self._smtp = SMTP(_HOST, smtp_port, local_hostname="localhost", timeout=30)
        self._boxes: dict[str, IMAPClient] = {}
        self._last: dict[str, int] = {}

    def send(self, raw: bytes, sender: str, reader: str) -> None:
        """One message, by SMTP. An empty sender is what reports of failure have (RFC 5321 4.5.5)."""
        self._smtp.sendmail(sender, [reader], raw)

    def fetch(self, address: str) -> tuple[bytes, ...]:
        """What has come to this address since the last look, by IMAP."""
        box = self._boxes.get(address) or self._open(address)
        box.noop()
        after = self._last.get(address, 0)
        uids = [uid for uid in box.search(f"UID {after + 1}:*") if uid > after]
        found = box.fetch(uids, ["BODY.PEEK[]"]) if uids else {}
        self._last[address] = max(uids, default=after)
        return tuple(found[uid][b"BODY[]"] for uid in uids)

    def close(self) -> None:
        self._smtp.close()
        for box in self._boxes.values():
            box.shutdown()

    def _open(self, address: str) -> IMAPClient:
        box = IMAPClient(_HOST, self._imap_port, ssl=False, timeout=30)
        # Or each small command waits for the other side's delayed acknowledgement.
        box.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        box.login(address, "any")
        box.select_folder("INBOX", readonly=True)
        self._boxes[address] = box
        return box
