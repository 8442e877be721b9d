"""Where the small files lie that stand beside a database."""

from pathlib import Path

from sqlalchemy import Engine

from ilnmail.settings import Settings


def side_file(engine: Engine, settings: Settings) -> Path:
    """By which a restored database is noticed: by a database that is a file, else in the data folder."""
    file = engine.url.database if _is_a_file(engine) else None
    return Path(f"{file}.sent") if file else settings.folders.data / "ilnmail.sent"


def loop_file(engine: Engine, settings: Settings) -> Path | None:
    """By which a second loop on one SQLite file is noticed."""
    return side_file(engine, settings).with_suffix(".loop") if _is_a_file(engine) else None


def _is_a_file(engine: Engine) -> bool:
    return engine.url.get_backend_name() == "sqlite" and bool(engine.url.database)
