"""Reading a mail where it can do no harm: in a child process that is killed when it hangs, grows or crashes.

One long-lived child, started anew and never forked, so that it holds no connection of ours. Each way: eight octets of
length, then the bytes. A mail that costs a child its life raises CageError; the caller counts it and goes on.
"""

import contextlib
import fcntl
import importlib
import io
import pickle
import resource
import struct
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any

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
        child = self._alive()
        with _in_time(child, self._seconds) as late:
            try:
                if told not in self._asked:
                    self._ask(child, told)
                self._ask_ahead(child)
                return _receive(_pipe(child.stdout))
            except (OSError, EOFError):
                return _FAILED + _why(late, self._seconds).encode()

    def _ask(self, child: subprocess.Popen[bytes], told: bytes) -> None:
        with contextlib.suppress(ValueError):
            self._later.remove(told)
        self._asked.append(told)
        _send(_pipe(child.stdin), told)

    def _ask_ahead(self, child: subprocess.Popen[bytes]) -> None:
        """Never more than the pipe holds: who writes into a full one waits for a child that may wait for us."""
        room = _room(_pipe(child.stdin)) - sum(map(len, self._asked))
        while self._later and (room := room - len(self._later[0]) - _LENGTH.size) >= 0:
            self._ask(child, self._later[0])

    def _alive(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._end()
            # Out of our process group: Ctrl-C is for the parent, whose end the child notices by itself.
            self._child = subprocess.Popen(
                _COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
            )
            self._made_ready(self._child)
        return self._child

    def _made_ready(self, child: subprocess.Popen[bytes]) -> None:
        with _in_time(child, _BEGINNING) as late:
            try:
                _widen(_pipe(child.stdin))
                _send(_pipe(child.stdin), pickle.dumps((self._us, self._octets, self._reader)))
                _receive(_pipe(child.stdout))
            except (OSError, EOFError) as error:
                self._end()
                raise CageError(_why(late, _BEGINNING)) from error

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


@contextlib.contextmanager
def _in_time(child: subprocess.Popen[bytes], seconds: float) -> Iterator[threading.Event]:
    """What takes longer ends with the child; told by the event."""
    late = threading.Event()

    def end() -> None:
        late.set()
        child.kill()

    alarm = threading.Timer(seconds, end)
    alarm.start()
    try:
        yield late
    finally:
        alarm.cancel()


def _why(late: threading.Event, seconds: float) -> str:
    return f"reading took more than {seconds:g} seconds" if late.is_set() else "the reader of mails crashed"


def _widen(pipe: IO[bytes]) -> None:
    """As far as the system lets us (fcntl(2), F_SETPIPE_SZ)."""
    with contextlib.suppress(OSError):
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)


def _room(pipe: IO[bytes]) -> int:
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


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


def _send(pipe: IO[bytes], told: bytes) -> None:
    pipe.write(_LENGTH.pack(len(told)) + told)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes:
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    told = pipe.read(length)
    if len(told) < length:
        raise EOFError
    return told


def main() -> None:
    """The child: reads mails until its parent is gone."""
    came, answers = sys.stdin.buffer, sys.stdout.buffer
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
