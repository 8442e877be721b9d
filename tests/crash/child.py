"""The program as it lives until a point, and is killed there: SIGKILL, no time to tidy up."""

import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, event

from ilnmail.app import App, open_app
from ilnmail.app.outgoing import look_out
from ilnmail.app.passed_over import PassedOver
from ilnmail.clock import VirtualClock
from ilnmail.database import migrate, open_database
from ilnmail.effects import Effect
from ilnmail.events import Due, Event
from ilnmail.inbox import Mailbox, Message
from ilnmail.outbox import Delivery
from ilnmail.settings import Settings
from ilnmail.understand.context import Context


@dataclass
class Fate:
    """Death at a point, the nth time it is reached."""

    point: str = ""
    times: int = 1

    def mark(self, here: str) -> None:
        if here == self.point:
            self.times -= 1
            if self.times == 0:
                os.kill(os.getpid(), signal.SIGKILL)


@dataclass(frozen=True)
class MortalMailbox:
    """A mailbox that may be the last thing we see."""

    behind: Mailbox
    fate: Fate

    def open(self) -> tuple[str, int, int]:
        return self.behind.open()

    def after(self, uid: int) -> Sequence[int]:
        return self.behind.after(uid)

    def read(self, uids: Sequence[int]) -> Sequence[Message]:
        self.fate.mark("before FETCH")
        found = self.behind.read(uids)
        self.fate.mark("fetched")
        return found


@dataclass
class MortalApp(App):
    """Every step of it may be the last."""

    fate: Fate = field(default_factory=Fate)

    def _messages(self, waiting: Any) -> Any:
        self.fate.mark("attempt counted")
        following = super()._messages(waiting)
        self.fate.mark("decided")
        return following

    def _decide(self, db: Connection, event: Event, found: Context | None = None) -> tuple[Effect, ...]:
        kind = "due " if isinstance(event, Due) else ""
        self.fate.mark(f"{kind}understood")
        done = super()._decide(db, event, found)
        self.fate.mark(f"{kind}written, not committed")
        return done

    def _these_due(self, events: tuple[Due, ...], over: PassedOver) -> None:
        super()._these_due(events, over)
        self.fate.mark("due row kept")

    def deliver(self) -> int:
        look_out(self.engine, self._deciding, self.side, self.now(), self._decide)
        secret = self.inside.press.house.secret
        sender = Delivery(
            self.engine, self.transport, self.now, secret, rates=self.rates, mark=self.fate.mark
        )
        return sender.run()


def live(
    values: dict[str, Any], moments: Sequence[datetime], point: str = "", times: int = 1, port: int = 0
) -> None:
    """A turn at each of those moments, up to that point."""
    clock = VirtualClock(moments[0])
    settings = Settings.model_validate({**values, "smtp": {**values["smtp"], "port": port}})
    fate = Fate(point, times)
    with open_app(settings, clock.now) as app:
        mortal = MortalApp(
            app.settings,
            app.engine,
            app.now,
            app.inside,
            MortalMailbox(app.mailbox, fate),
            app.transport,
            rates=app.rates,
            fate=fate,
        )
        for moment in moments:
            clock.turn_to(moment)
            mortal.turn()


def die_while_migrating(url: str) -> None:
    """Half of the tables are made."""
    engine = open_database(url)

    @event.listens_for(engine, "before_cursor_execute")
    def watch(_c: Any, _u: Any, statement: str, *_: Any) -> None:
        if "CREATE TABLE outbox" in statement:
            os.kill(os.getpid(), signal.SIGKILL)

    migrate(engine)
