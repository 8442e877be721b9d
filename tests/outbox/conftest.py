"""A database of either kind with its tables."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from ilnmail.database import migrate, open_database


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = open_database(database_url)
    migrate(made)
    yield made
    made.dispose()
