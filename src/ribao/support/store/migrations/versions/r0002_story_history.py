"""Stories that change: their history, chapters, the owner's rulings, what the clusterer keeps, answers of minds."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _stories()
    _history()
    _clustering()


def _stories() -> None:
    op.add_column("stories", sa.Column("follows", sa.Text))
    op.create_index("stories_by_time", "stories", ["last_seen", "id"])
    op.create_index("stories_by_follows", "stories", ["follows"])


def _history() -> None:
    op.create_table(
        "story_redirects",
        sa.Column("story_id", sa.Text, primary_key=True),
        sa.Column("into_id", sa.Text, sa.ForeignKey("stories.id", ondelete="CASCADE"), nullable=False),
    )
    op.create_index("story_redirects_by_target", "story_redirects", ["into_id"])
    op.create_table(
        "story_former_members",
        sa.Column("story_id", sa.Text, sa.ForeignKey("story_redirects.story_id", ondelete="CASCADE"), primary_key=True),
        sa.Column("article_id", sa.Text, primary_key=True),
        sa.Column("place", sa.Integer, nullable=False),
    )
    op.create_index("story_former_members_by_article", "story_former_members", ["article_id"])
    op.create_table(
        "story_changes",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("story_id", sa.Text, nullable=False),
        sa.Column("other_id", sa.Text, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("articles", sa.Text, nullable=False),
    )
    op.create_index("story_changes_by_story", "story_changes", ["story_id"])
    op.create_index("story_changes_by_other", "story_changes", ["other_id"])


def _clustering() -> None:
    op.create_table(
        "rulings",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("doc", sa.Text, nullable=False),
    )
    op.create_table(
        "signatures",
        sa.Column("article_id", sa.Text, primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "answers",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_index("answers_by_age", "answers", ["at"])
