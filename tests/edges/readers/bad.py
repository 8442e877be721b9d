"""Does what the subject of a mail says: hang, nap, grow, die, fail, or be read as always."""

import os
import signal
import time

from ilnmail.understand import read as usual
from ilnmail.understand.reading import Reading, Us


def read(raw: bytes, us: Us, whole: bool) -> Reading:
    if b"hang" in raw:
        time.sleep(60)
    if b"nap" in raw:
        time.sleep(0.5)
    if b"grow" in raw:
        return read(raw.replace(b"grow", b"g") + bytes(400 * 1024 * 1024), us, whole)
    if b"die" in raw:
        os.kill(os.getpid(), signal.SIGKILL)
    if b"fail" in raw:
        raise ValueError("a fault of ours")
    return usual.read(raw, us, whole)
