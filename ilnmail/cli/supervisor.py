"""The parent of `ilnmail run`: starts the loop, and starts a new one when it is stuck or dies."""

import os
import signal
import subprocess
import sys
import time

_STUCK = 75
_FIRST_WAIT, _LONGEST_WAIT = (
    1.0,
    60.0,
)  # seconds between two starts; a loop that has run for a while begins anew
_A_WHILE = 300.0


def supervise(words: tuple[str, ...]) -> int:
    """Run `ilnmail` with these words until it ends in peace; its exit code. SIGTERM and SIGINT are passed on."""
    child: subprocess.Popen[bytes] | None = None
    ended = False

    def end(number: int, _: object) -> None:
        nonlocal ended
        ended = True
        if child is not None:
            child.send_signal(signal.SIGTERM)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    wait = _FIRST_WAIT
    while True:
        began = time.monotonic()
        child = subprocess.Popen((sys.executable, "-m", "ilnmail", *words, "--parent", str(os.getpid())))
        code = child.wait()
        if ended or not _died(code):
            return max(code, 0)
        wait = _FIRST_WAIT if time.monotonic() - began > _A_WHILE else min(wait * 2, _LONGEST_WAIT)
        why = "was stuck" if code == _STUCK else f"was ended by signal {-code}"
        print(f"The loop {why}; a new one starts in {wait:.0f} s.", flush=True)
        time.sleep(wait)
        if ended:
            return 0


def _died(code: int) -> bool:
    """Stuck, or killed by a signal: a new one may do better. Anything else is for a person to mend."""
    return code == _STUCK or code < 0
