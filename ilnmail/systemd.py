"""What systemd likes to hear: that the loop has begun, and that it is alive (sd_notify(3))."""

import contextlib
import socket
import time

_EVERY = 10.0  # seconds


class Notifier:
    """Speaks to the socket that systemd names; to nobody where there is none."""

    def __init__(self, address: str) -> None:
        self._address = "\0" + address[1:] if address.startswith("@") else address
        self._told = 0.0

    def ready(self) -> None:
        self._say("READY=1")

    def alive(self) -> None:
        """At most every ten seconds, whatever calls it how often."""
        if time.monotonic() - self._told > _EVERY:
            self._told = time.monotonic()
            self._say("WATCHDOG=1")

    def _say(self, words: str) -> None:
        if not self._address:
            return
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as to:
            to.connect(self._address)
            to.sendall(words.encode())
