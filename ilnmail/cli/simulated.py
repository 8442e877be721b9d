"""An installation that lives as long as a simulated round: no network, a clock that is turned, a database that goes."""

import hashlib
import tempfile
from pathlib import Path

from sqlalchemy import event

from ilnmail.app import App
from ilnmail.app.inside import furnish
from ilnmail.clock import VirtualClock
from ilnmail.database import migrate, open_database
from ilnmail.settings import Settings
from ilnmail.simulate.offline import OfflinePost
from ilnmail.simulate.people import coordinators
from ilnmail.simulate.run import BEGINS, Report, Told, play

_US = "iln@example.org"


def simulate(
    people: int, months: int, seed: str, chaos: bool, told: Told = lambda day, mails: None
) -> Report:
    """A round of that many made-up people; what it was like."""
    report, clock = Report(people, seed, chaos), VirtualClock(BEGINS)
    with tempfile.TemporaryDirectory(prefix="ilnmail-") as folder:
        database = Path(folder) / "ilnmail.db"
        post, app = _app(database, clock, seed)
        play(app, post, clock, report, months, told)
        app.engine.dispose()
        report.database_megabytes = database.stat().st_size / 1e6
    return report


def _app(database: Path, clock: VirtualClock, seed: str) -> tuple[OfflinePost, App]:
    post = OfflinePost(_US, clock.now)
    settings = _settings(database, seed)
    engine = open_database(settings.database_url)
    # A simulation that is cut short is simply played again: it need not wait for the disk.
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = OFF"))
    migrate(engine)
    app = App(settings, engine, clock.now, furnish(settings), post, post)
    app.prepare()
    app.fetch()
    return post, app


def _settings(database: Path, seed: str) -> Settings:
    return Settings.model_validate(
        {
            "mode": "live",
            "programme": {"name": "International Librarians Network", "short": "ILN", "address": _US},
            "coordinators": [
                {"address": one.address, "name": one.name, "timezone": one.zone} for one in coordinators()
            ],
            "imap": {"host": "127.0.0.1", "authserv_id": "mx.example.org"},
            "smtp": {"host": "127.0.0.1"},
            "database": {"url": f"sqlite:///{database}"},
            "secret": {"key": hashlib.sha256(seed.encode()).hexdigest()},
        }
    )
