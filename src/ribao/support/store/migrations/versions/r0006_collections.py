"""What the owner saved: collections, what is in them, and the articles that it rests on."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "collections",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("doc", sa.Text, nullable=False),
    )
    op.create_table(
        "kept",
        sa.Column("collection_id", sa.Text, sa.ForeignKey("collections.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("story_id", sa.Text, nullable=False),
        sa.Column("doc", sa.Text, nullable=False),
    )
    op.create_index("kept_by_time", "kept", ["collection_id", "at", "id"])
    op.create_table(
        "kept_articles",
        sa.Column("collection_id", sa.Text, primary_key=True),
        sa.Column("kept_id", sa.Text, primary_key=True),
        sa.Column("article_id", sa.Text, primary_key=True),
        sa.ForeignKeyConstraint(["collection_id", "kept_id"], ["kept.collection_id", "kept.id"], ondelete="CASCADE"),
    )
    op.create_index("kept_articles_by_article", "kept_articles", ["article_id"])
