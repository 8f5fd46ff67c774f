"""Alembic's way in: runs on the connection that `compliance.setup.migrate` hands over."""

from alembic import context

import compliance.models
from compliance.db import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
