"""The beat: call these functions this often. Nothing that matters is kept in it."""

import signal
import threading
from collections.abc import Callable, Sequence

from apscheduler.schedulers.background import BackgroundScheduler

Step = tuple[str, Callable[[], object], float]  # name, what to call, seconds between


def run_beat(steps: Sequence[Step]) -> None:
    """Call every step as often as it says until SIGTERM or SIGINT; a step that is still busy is not called twice."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    beat = BackgroundScheduler(
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    for name, call, seconds in steps:
        beat.add_job(call, "interval", seconds=seconds, id=name)
    beat.start()
    stop.wait()
    beat.shutdown(wait=True)
