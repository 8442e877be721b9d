"""What every server in a temporary folder needs: a free port, patience, and an end."""

import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

HOST = "127.0.0.1"
BEFORE_GIVING_UP_S = 30
_NUMBERS = count(os.getpid() * 32)


class MissingServerError(Exception):
    """A server cannot run here; the message says what is missing."""


def is_root() -> bool:
    return os.getuid() == 0


def free_port() -> int:
    """A port nobody listens on, never the same twice in one process.

    Not one of the system's own choice: those are also given to outgoing connections, which may take it
    again before a slow server listens. Neighbouring processes begin 32 ports apart.
    """
    for number in _NUMBERS:
        port = 10_000 + number % 20_000
        with socket.socket() as listener, suppress(OSError):
            listener.bind((HOST, port))
            return port
    raise AssertionError("numbers do not end")


@contextmanager
def open_folder() -> Iterator[Path]:
    """A short-named temporary folder that the servers' own accounts may enter; pytest's may not be."""
    with tempfile.TemporaryDirectory(prefix="ilnmail-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def wait_until_it_listens(port: int, log: Path, process: subprocess.Popen[bytes] | None = None) -> None:
    """Returns once a connection succeeds; RuntimeError, with the log, when it ends or is late."""
    give_up_at = time.monotonic() + BEFORE_GIVING_UP_S
    while time.monotonic() < give_up_at and (process is None or process.poll() is None):
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError(f"nothing listens on port {port}:\n{log.read_text(errors='replace')}")


def end(process: subprocess.Popen[bytes], signal_to_send: int = signal.SIGTERM) -> None:
    """Ask one process to end, and insist after a while."""
    process.send_signal(signal_to_send)
    try:
        process.wait(BEFORE_GIVING_UP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
