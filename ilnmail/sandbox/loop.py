"""An event loop in a thread of its own, for callers who have none."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

Result = TypeVar("Result")


class LoopThread:
    """Runs from the beginning of its life until `stop`; what is still going on then is cancelled."""

    def __init__(self) -> None:
        ready: Future[asyncio.AbstractEventLoop] = Future()
        # A daemon, so that a server somebody forgot to end never keeps the program alive.
        self._thread = threading.Thread(target=asyncio.run, args=(self._live(ready),), daemon=True)
        self._thread.start()
        self._loop = ready.result()

    async def _live(self, ready: Future[asyncio.AbstractEventLoop]) -> None:
        self._stop = asyncio.Event()
        ready.set_result(asyncio.get_running_loop())
        await self._stop.wait()

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Does the work in the loop and waits for what comes of it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def call(self, work: Callable[[], Result]) -> Result:
        """The same for a plain function; once the loop is over, here and now."""

        async def call() -> Result:
            return work()

        return self.run(call()) if self._thread.is_alive() else work()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
