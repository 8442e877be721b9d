"""A server for each test, in memory and on disk."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from ilnmail.sandbox import Sandbox
from tests.sandbox.clients import PASSWORD, logged_in, logged_in_at, nine_o_clock
from tests.servers.mail import MailServers

EXAMINEES = count(1)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(now=nine_o_clock, password=PASSWORD) as server:
        yield server


@pytest.fixture(params=["in memory", "on disk", "Dovecot"])
def client(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    """A mail program in an empty INBOX; a test that takes it runs on our server and on a real one."""
    if request.param == "Dovecot":
        real: MailServers = request.getfixturevalue("real_servers")
        with logged_in_at(real.imap_port, f"exam-{next(EXAMINEES)}@example.org") as amina:
            yield amina
        return
    folder = tmp_path if request.param == "on disk" else None
    with Sandbox(now=nine_o_clock, password=PASSWORD, folder=folder) as server, logged_in(server) as amina:
        yield amina
