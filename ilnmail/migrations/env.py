"""What Alembic runs: the migrations, on the connection that `database.migrate` holds open."""

from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

from ilnmail.tables import metadata


def as_stored(kind: str, made: Any, _: Any) -> str | Literal[False]:
    """Our own column types as what they are in the database, so that a migration stands on its own."""
    if kind == "type" and isinstance(made, TypeDecorator):
        return f"sa.{made.impl!r}"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite cannot alter a column in place
    render_item=as_stored,
    compare_type=False,
)
context.run_migrations()
