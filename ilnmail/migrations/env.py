"""What Alembic runs: the migrations, on the connection that `database.migrate` holds open."""

from alembic import context

from ilnmail.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite cannot alter a column in place
    compare_type=False,
)
context.run_migrations()
