"""A server for each test, in memory and on disk."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ilnmail.sandbox import Sandbox
from tests.sandbox.clients import PASSWORD, logged_in, nine_o_clock


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(now=nine_o_clock, password=PASSWORD) as server:
        yield server


@pytest.fixture(params=["in memory", "on disk"])
def client(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    """Amina's mail program, in her empty INBOX; a test that takes it runs twice."""
    folder = tmp_path if request.param == "on disk" else None
    with Sandbox(now=nine_o_clock, password=PASSWORD, folder=folder) as server, logged_in(server) as amina:
        yield amina
