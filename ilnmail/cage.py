"""Reading a mail where it can do no harm: in a child process that is killed when it hangs, grows or crashes.

One long-lived child, started anew and never forked, so that it holds no connection of ours. Each way: eight octets of
length, then the bytes. A mail that costs a child its life raises CageError; the caller counts it and goes on.
"""

import contextlib
import fcntl
import importlib
import io
import math
import os
import pickle
import resource
import select
import struct
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Any, cast

from ilnmail.understand.reading import Reading, Us

SECONDS = 20.0
OCTETS = 256 * 1024 * 1024
"""How much a child may grow while it reads."""

_BEGINNING = 180.0  # seconds for a child to load its tables; no mail's fault

_PIPE = 1024 * 1024  # octets: what anybody may have
_LENGTH = struct.Struct(">Q")
_ROOT = str(Path(__file__).parents[1])
_COMMAND = (
    *(sys.executable, "-P", "-c"),
    f"import sys; sys.path.append({_ROOT!r}); from ilnmail.cage import main; main()",
)
_DONE, _FAILED = b"+", b"-"
_WHOLE, _IN_PART = b"w", b"p"


class CageError(Exception):
    """A mail could not be read: the child hung, grew, crashed, or met a fault of ours. Trying again may help."""


class Cage:
    """`read` of `understand`, in a child. Not for two threads at once.

    Which mails will be asked for can be said before: as many as the pipe takes are given to the child at once, which reads
    them while the parent does something else.
    """

    def __init__(
        self, us: Us, seconds: float = SECONDS, octets: int = OCTETS, reader: str = "ilnmail.understand.read"
    ) -> None:
        """`reader` is the module whose `read` the child calls."""
        self._us, self._seconds, self._octets, self._reader = us, seconds, octets, reader
        self._child: subprocess.Popen[bytes] | None = None
        self._later: deque[bytes] = deque()  # what will be asked
        self._asked: deque[bytes] = deque()  # what the child has, in this order
        self._heard: dict[bytes, bytes] = {}  # answers that came before somebody wanted them

    def begin(self, raws: Iterable[bytes]) -> None:
        """These will be read in part, in this order. What was begun before is left."""
        if self._asked:
            self._end()
        self._later = deque(_IN_PART + raw for raw in raws)
        self._heard.clear()

    def read(self, raw: bytes, whole: bool = True) -> Reading:
        """As `understand.read.read`. Raises CageError; the next message is read by a new child."""
        told = (_WHOLE if whole else _IN_PART) + raw
        verdict = self._heard.pop(told, None) or self._answer(told)
        if verdict[:1] != _DONE:
            raise CageError(verdict[1:].decode("utf-8", "replace"))
        try:
            found = _Ours(io.BytesIO(verdict[1:])).load()
        except pickle.UnpicklingError as error:
            self._end()
            raise CageError(f"the reader of mails sent what is no reading: {error}") from error
        assert isinstance(found, Reading)
        return found

    def _answer(self, told: bytes) -> bytes:
        """The answer to that; those that come before it are kept. What fails is the first that the child has."""
        while True:
            verdict = self._next_answer(told)
            first = self._asked.popleft() if self._asked else told
            if verdict[:1] != _DONE:
                self._end()  # whatever state it is in: the next mail begins afresh
            if first == told:
                return verdict
            self._heard[first] = verdict

    def _next_answer(self, told: bytes) -> bytes:
        """What the child says next, `told` among what it was asked. One that takes longer, wherever it has stopped, is
        killed."""
        child, until = self._alive(), time.monotonic() + self._seconds
        try:
            if told not in self._asked:
                self._ask(child, told, until)
            self._ask_ahead(child, until)
            return _receive(_pipe(child.stdout), until)
        except _LOST as error:
            return _FAILED + _why(error, self._seconds).encode()

    def _ask(self, child: subprocess.Popen[bytes], told: bytes, until: float) -> None:
        with contextlib.suppress(ValueError):
            self._later.remove(told)
        self._asked.append(told)
        _send(_pipe(child.stdin), told, until)

    def _ask_ahead(self, child: subprocess.Popen[bytes], until: float) -> None:
        """Never more than the pipe holds: who writes into a full one waits for a child that may wait for us."""
        room = _room(_pipe(child.stdin)) - sum(map(len, self._asked))
        while self._later and (room := room - len(self._later[0]) - _LENGTH.size) >= 0:
            self._ask(child, self._later[0], until)

    def _alive(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._end()
            # Out of our process group: Ctrl-C is for the parent, whose end the child notices by itself.
            self._child = subprocess.Popen(
                _COMMAND, bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
            )
            self._made_ready(self._child)
        return self._child

    def _made_ready(self, child: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + _BEGINNING
        try:
            for pipe in (child.stdin, child.stdout):
                os.set_blocking(_pipe(pipe).fileno(), False)
            _widen(_pipe(child.stdin))
            _send(_pipe(child.stdin), pickle.dumps((self._us, self._octets, self._reader)), until)
            _receive(_pipe(child.stdout), until)
        except _LOST as error:
            self._end()
            raise CageError(_why(error, _BEGINNING)) from error

    @property
    def child(self) -> int:
        """The id of the process that reads; 0 where there is none."""
        return self._child.pid if self._child else 0

    def close(self) -> None:
        """End the child, whatever it is doing; what it had still to read is left."""
        self._end()
        self._later.clear()

    def _end(self) -> None:
        """What the child had still to read comes later."""
        self._later.extendleft(reversed(self._asked))
        self._asked.clear()
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            with contextlib.suppress(OSError):
                _pipe(pipe).close()


_LOST = (OSError, EOFError, ValueError)  # the last: closed by another thread, which was tired of waiting


def _why(error: Exception, seconds: float) -> str:
    late = isinstance(error, TimeoutError)
    return f"reading took more than {seconds:g} seconds" if late else "the reader of mails crashed"


def _widen(pipe: io.FileIO) -> None:
    """As far as the system lets us (fcntl(2), F_SETPIPE_SZ)."""
    with contextlib.suppress(OSError):
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)


def _room(pipe: io.FileIO) -> int:
    """Octets that a pipe surely takes at once: its pages may be filled in part."""
    return int(fcntl.fcntl(pipe, fcntl.F_GETPIPE_SZ)) // 2


class _Ours(pickle.Unpickler):
    """Takes nothing but values of ours: a child that a hostile mail has taken over can send no code."""

    def find_class(self, module: str, name: str) -> Any:
        if module.startswith(_VALUES) or (module, name) in _PLAIN:
            found = super().find_class(module, name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


_VALUES = ("ilnmail.model", "ilnmail.understand.")
_PLAIN = {("datetime", "date"), ("datetime", "datetime"), ("datetime", "timezone"), ("datetime", "timedelta")}


def _pipe(pipe: IO[bytes] | None) -> io.FileIO:
    """One of a child; they are not buffered."""
    return cast(io.FileIO, pipe)


def _send(pipe: io.FileIO, told: bytes, until: float = math.inf) -> None:
    """Raises TimeoutError where the other side takes it not `until` then (monotonic seconds), OSError where it is gone."""
    left = memoryview(_LENGTH.pack(len(told)) + told)
    while left:
        taken = pipe.write(left)
        left = left[taken or 0 :]
        if taken is None:
            _wait(pipe, select.POLLOUT, until)


def _receive(pipe: io.FileIO, until: float = math.inf) -> bytes:
    """Raises TimeoutError, and EOFError where the other side is gone."""
    (length,) = _LENGTH.unpack(_exactly(pipe, _LENGTH.size, until))
    return bytes(_exactly(pipe, length, until))


def _exactly(pipe: io.FileIO, octets: int, until: float) -> bytearray:
    found = bytearray()
    while len(found) < octets:
        more = pipe.read(octets - len(found))
        if more is None:
            _wait(pipe, select.POLLIN, until)
        elif more:
            found += more
        else:
            raise EOFError
    return found


def _wait(pipe: io.FileIO, ready: int, until: float) -> None:
    left = until - time.monotonic()
    look = select.poll()
    look.register(pipe, ready)
    if left <= 0 or not look.poll(None if left == math.inf else 1000 * left):
        raise TimeoutError


def main() -> None:
    """The child: reads mails until its parent is gone."""
    came, answers = io.FileIO(0), io.FileIO(1, "w")
    us, octets, reader = pickle.loads(_receive(came))  # noqa: S301 - from our own parent
    read = importlib.import_module(reader).read  # half a second that the parent does not wait for
    read(_WARM, us, True)  # tables that are read at the first mail are no growth of a later one
    _limit(octets)
    _send(answers, b"ready")
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            _send(answers, _verdict(read, _receive(came), us))


_WARM = b"From: a@example.org\nSubject: Hello\n\nI am Amina Yusuf, a librarian in Mombasa, Kenya. I write English.\n"


def _verdict(read: Callable[[bytes, Us, bool], Reading], told: bytes, us: Us) -> bytes:
    try:
        return _DONE + pickle.dumps(read(told[1:], us, told[:1] == _WHOLE))
    except MemoryError:
        return _FAILED + b"reading took too much memory"
    except Exception as error:  # ours: the parent counts it, and sets the mail aside at the third time
        return _FAILED + f"{type(error).__name__}: {error}".encode()


def _limit(octets: int) -> None:
    """From here on the child may grow by so much (setrlimit(2), RLIMIT_AS)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + octets
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def limits() -> str:
    """Empty where memory can be limited here; else why not, for `status`."""
    return (
        "" if Path("/proc/self/statm").exists() else "this system cannot limit the memory of reading a mail"
    )
