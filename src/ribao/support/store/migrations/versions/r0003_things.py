"""Things: persons, organisations and products that articles name; where the id of one that was joined leads."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "things",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
    )
    op.create_table(
        "mentions",
        sa.Column("article_id", sa.Text, primary_key=True),
        sa.Column("thing_id", sa.Text, primary_key=True),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("in_title", sa.Boolean, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("aliases", sa.Text, nullable=False),
    )
    op.create_index("mentions_by_thing", "mentions", ["thing_id"])
    op.create_table(
        "thing_forms",
        sa.Column("form", sa.Text, primary_key=True),
        sa.Column("thing_id", sa.Text, primary_key=True),
    )
    op.create_index("thing_forms_by_thing", "thing_forms", ["thing_id"])
    op.create_table(
        "thing_redirects",
        sa.Column("thing_id", sa.Text, primary_key=True),
        sa.Column("into_id", sa.Text, nullable=False),
    )
    op.create_index("thing_redirects_by_target", "thing_redirects", ["into_id"])
