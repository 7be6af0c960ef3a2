"""The first tables. A migration never imports ``tables.py``: it says what was true when it was written.

Its functions are as long as their tables: a column a line, and nothing to split.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _acquire()
    _articles()
    _stories()
    _editions()


def _acquire() -> None:
    op.create_table(
        "sources",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("doc", sa.Text, nullable=False),
    )
    op.create_table(
        "source_states",
        sa.Column("source_id", sa.Text, sa.ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("due_at", sa.BigInteger),
        sa.Column("doc", sa.Text, nullable=False),
    )
    op.create_table(
        "leads",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("source_id", sa.Text, nullable=False),
        sa.Column("key_hash", sa.BigInteger, nullable=False),
        sa.Column("alt_hash", sa.BigInteger),
        sa.Column("words_hash", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("news_at", sa.BigInteger, nullable=False),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
        sa.Column("published_at", sa.BigInteger),
        sa.Column("updated_at", sa.BigInteger),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("lease_until", sa.BigInteger),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("again", sa.Boolean, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("alt_key", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("picture", sa.Text, nullable=False),
        sa.Column("categories", sa.Text, nullable=False),
        sa.Column("summary", sa.LargeBinary, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_index("leads_by_key", "leads", ["key_hash"], unique=True)
    op.create_index("leads_by_alt", "leads", ["alt_hash"], unique=True)
    op.create_index("leads_to_read", "leads", ["state", "news_at"])
    op.create_table(
        "tombstones",
        sa.Column(
            "key_hash", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False
        ),
        sa.Column("alt_hash", sa.BigInteger),
    )
    op.create_index("tombstones_by_alt", "tombstones", ["alt_hash"])
    op.create_table(
        "robots",
        sa.Column("origin", sa.Text, primary_key=True),
        sa.Column("fetched_at", sa.BigInteger, nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )


def _articles() -> None:
    op.create_table(
        "pages",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("fetched_at", sa.BigInteger, nullable=False),
        sa.Column("stored", sa.BigInteger, nullable=False),
        sa.Column("doc", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_index("pages_by_age", "pages", ["fetched_at"])
    op.create_table(
        "articles",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True),
        sa.Column("published_at", sa.BigInteger, nullable=False),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
        sa.Column("page_sha256", sa.Text, nullable=False),
        sa.Column("words_hash", sa.BigInteger, nullable=False),
        sa.Column("doc", sa.LargeBinary, nullable=False),
    )
    op.create_index("articles_by_time", "articles", ["published_at", "id"])
    op.create_index("articles_by_page", "articles", ["page_sha256"])
    op.create_table(
        "annotations",
        sa.Column("article_id", sa.Text, primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True),
        sa.Column("maker", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
    )


def _stories() -> None:
    op.create_table(
        "stories",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("last_seen", sa.BigInteger, nullable=False),
        sa.Column("doc", sa.Text, nullable=False),
    )
    op.create_table(
        "story_members",
        sa.Column("article_id", sa.Text, primary_key=True),
        sa.Column("story_id", sa.Text, sa.ForeignKey("stories.id", ondelete="CASCADE"), nullable=False),
    )
    op.create_index("story_members_by_story", "story_members", ["story_id"])


def _editions() -> None:
    op.create_table(
        "editions",
        sa.Column("date", sa.Date, primary_key=True),
        sa.Column("profile", sa.Text, primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True),
        sa.Column("as_of", sa.BigInteger, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("sample", sa.Boolean, nullable=False),
        sa.Column("doc", sa.Text, nullable=False),
    )
    op.create_table(
        "citations",
        sa.Column("date", sa.Date, primary_key=True),
        sa.Column("profile", sa.Text, primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True),
        sa.Column("article_id", sa.Text, primary_key=True),
        sa.Column("page_sha256", sa.Text, primary_key=True),
        sa.ForeignKeyConstraint(
            ["date", "profile", "revision"],
            ["editions.date", "editions.profile", "editions.revision"],
            ondelete="CASCADE",
        ),
    )
    op.create_index("citations_by_article", "citations", ["article_id"])
    op.create_index("citations_by_page", "citations", ["page_sha256"])
