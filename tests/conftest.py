"""Servers that live as long as the session, databases that live as long as a test, golden files.

What is missing on a machine is skipped with a line that says how to get it; with CI=true it fails.
"""

import os
from collections.abc import Callable, Generator, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine

from ilnmail.database import migrate, open_database
from tests.servers.mail import MailServers, running_mail_servers
from tests.servers.postgres import Postgres, running_postgres
from tests.servers.processes import MissingServerError

NOTHING_MAY_BE_SKIPPED = os.environ.get("CI") == "true"
SCHEMA_NUMBERS = count(1)

Golden = Callable[[Path, bytes], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write the golden files anew instead of comparing")
    parser.addoption("--kills", type=int, default=5, help="how often the crash test kills at each point")
    parser.addoption("--mutations", type=int, default=10_000, help="how many changed mails are read")
    parser.addoption("--graphs", type=int, default=400, help="how many random graphs are matched")
    parser.addoption("--pairs", type=int, default=2_000, help="how many pairs are scored by the plain table")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _fail_instead_of_skipping(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _fail_instead_of_skipping(report)
    return report


def _fail_instead_of_skipping(report: pytest.TestReport | pytest.CollectReport) -> None:
    if NOTHING_MAY_BE_SKIPPED and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"nothing may be skipped with CI=true: {report.longreprtext}"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL of this worker's own; `create` makes an empty schema in it."""
    try:
        with running_postgres() as server:
            yield server
    except MissingServerError as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def postgres_url(postgres: Postgres) -> str:
    """The URL of the schema that all tests share."""
    return postgres.url()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of an empty database, of either kind: a test that takes it runs twice."""
    if request.param == "sqlite":
        yield f"sqlite:///{request.getfixturevalue('tmp_path') / 'ilnmail.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = f"test_{next(SCHEMA_NUMBERS)}"
    yield server.create(name)
    server.drop(name)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A database of either kind with its tables."""
    made = open_database(database_url)
    migrate(made)
    yield made
    made.dispose()


@pytest.fixture(scope="session")
def real_servers() -> Iterator[MailServers]:
    """Dovecot and Postfix. All tests share them: write to addresses no other test uses."""
    try:
        with running_mail_servers() as servers:
            yield servers
    except MissingServerError as reason:
        pytest.skip(str(reason))


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """`golden(path, actual)` compares byte for byte; `make accept` writes the file instead."""

    def compare(path: Path, actual: bytes) -> None:
        if request.config.getoption("--accept"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(actual)
        assert path.is_file(), f"{path} is not there yet: run `make accept` and read what it wrote"
        expected = path.read_bytes()
        # The text first: pytest shows two texts line by line.
        assert actual.decode(errors="backslashreplace") == expected.decode(errors="backslashreplace")
        assert actual == expected

    return compare
