"""A private PostgreSQL in a temporary folder, on a loopback port; for tests nothing is kept safe on disk."""

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
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
THROW_OUT = """
    SELECT pg_terminate_backend(pid) FROM pg_locks
    JOIN pg_class ON pg_class.oid = relation JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname = {} AND pid <> pg_backend_pid()
"""


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server; its one database is trusted to anyone on this machine."""

    port: int

    def url(self, schema: str = "public") -> str:
        """As SQLAlchemy reads it; every connection made with it sees this schema only."""
        return f"postgresql+psycopg://{USER}@{HOST}:{self.port}/postgres?options=-csearch_path%3D{schema}"

    def create(self, schema: str) -> str:
        """An empty schema, which costs a thousandth of what a database does; returns its URL."""
        self._command(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
        return self.url(schema)

    def drop(self, schema: str) -> None:
        """Remove a schema; whoever holds a lock in it is thrown out first."""
        self._command(sql.SQL(THROW_OUT).format(sql.Literal(schema)))
        self._command(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema)))

    def _command(self, command: sql.Composed) -> None:
        where = f"host={HOST} port={self.port} user={USER} dbname=postgres"
        with psycopg.connect(where, autocommit=True) as connection:
            connection.execute(command)


@contextmanager
def running_postgres(careless: bool = True) -> Iterator[Postgres]:
    """Starts a server and ends it; one that is not careless keeps what it has committed, as in earnest.

    Raises MissingServerError where there is none.
    """
    initdb, control = _program("initdb"), _program("pg_ctl")
    with open_folder() as folder:
        cluster, log, port = str(folder / "cluster"), str(folder / "postgres.log"), free_port()
        settings: tuple[str, ...] = (
            f"listen_addresses={HOST}",
            f"port={port}",
            "unix_socket_directories=",
            "shared_buffers=64MB",
        )
        settings += CARELESS if careless else ()
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
