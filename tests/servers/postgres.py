"""A private PostgreSQL in a temporary folder, on a loopback port, with nothing kept safe on disk."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from tests.servers.processes import HOST, MissingServerError, free_port, is_root, open_folder

USER = "ilnmail"
# A test's database dies with the test: what makes it survive a power cut only costs time.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=64MB")


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server; every database in it is trusted to anyone on this machine."""

    port: int

    def url(self, database: str = "postgres") -> str:
        """As SQLAlchemy reads it."""
        return f"postgresql+psycopg://{USER}@{HOST}:{self.port}/{database}"

    def create(self, database: str, template: str = "template1") -> str:
        """A new database, a copy of `template` (to which nobody may be connected); returns its URL."""
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self._command(create.format(sql.Identifier(database), sql.Identifier(template)))
        return self.url(database)

    def drop(self, database: str) -> None:
        """Remove a database, whoever is still connected."""
        self._command(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))

    def _command(self, command: sql.Composed) -> None:
        where = f"host={HOST} port={self.port} user={USER} dbname=postgres"
        with psycopg.connect(where, autocommit=True) as connection:
            connection.execute(command)


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Starts a server and ends it. Raises MissingServerError where there is none."""
    initdb, control = _program("initdb"), _program("pg_ctl")
    with open_folder() as folder:
        cluster, log, port = str(folder / "cluster"), str(folder / "postgres.log"), free_port()
        settings = (f"listen_addresses={HOST}", f"port={port}", "unix_socket_directories=", *CARELESS)
        _run_in(
            folder, initdb, "-D", cluster, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"
        )
        options = " ".join(f"-c {setting}" for setting in settings)
        _run_in(folder, control, "-D", cluster, "-l", log, "-o", options, "--wait", "start")
        try:
            yield Postgres(port)
        finally:
            # Ends the process that the cluster's own file names, and no other.
            _run_in(folder, control, "-D", cluster, "--mode", "immediate", "stop")


def _run_in(folder: Path, *command: str) -> None:
    """Run a program of PostgreSQL, which refuses to be root: its package brings an account."""
    account = "postgres" if is_root() else None
    if account:
        shutil.chown(folder, account)
    ran = subprocess.run(
        command,
        cwd=folder,
        user=account,
        group=account,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if ran.returncode:
        raise RuntimeError(f"{' '.join(command)} failed: {ran.stderr}")


def _program(name: str) -> str:
    """Debian keeps the server's programs in a folder for each version, off the search path: the newest."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    elsewhere = shutil.which(name)
    if not found and elsewhere is None:
        raise MissingServerError("PostgreSQL is not installed: run `make servers`")
    return str(found[-1] if found else elsewhere)
