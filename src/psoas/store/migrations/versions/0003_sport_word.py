"""A file keeps the word that its platform has for its sport."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("original", sa.Column("sport_word", sa.Text(), nullable=True))
