"""What time it is: the only module that asks the machine, and the clock a simulation turns by hand.

Whoever needs the time takes a `Clock` and asks it; programme time then runs as fast as one likes.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells programme time, aware and in UTC."""

    def now(self) -> datetime: ...


class MachineClock:
    """The clock on this machine's wall."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def machine_clock() -> Clock:
    """The clock of every run that is not a simulation."""
    return MachineClock()


@dataclass(slots=True)
class VirtualClock:
    """Stands still until it is turned forward; one may share it between threads.

    Raises ValueError for a moment without a zone and for a turn into the past.
    """

    _now: datetime

    def __post_init__(self) -> None:
        self._now = _in_utc(self._now)

    def now(self) -> datetime:
        return self._now

    def turn(self, by: timedelta) -> datetime:
        """Let this much time pass; returns the new time."""
        return self.turn_to(self._now + by)

    def turn_to(self, moment: datetime) -> datetime:
        """Let time pass until `moment`; returns it in UTC."""
        if moment < self._now:
            raise ValueError(f"time runs forward: {moment} is before {self._now}")
        self._now = _in_utc(moment)
        return self._now


def _in_utc(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError(f"a moment needs a zone: {moment}")
    return moment.astimezone(UTC)
