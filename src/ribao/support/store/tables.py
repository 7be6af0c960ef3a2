"""The tables, in types that SQLite and PostgreSQL both have.

Times are microseconds since 1970 in a BigInteger: exact, ordered, small, the same on every database. Values that no
query looks into are JSON text (``doc``); long texts and pages are packed bytes (see ``packing``).
Constraints that matter are here; what a migration has built must equal this (a test compares).
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

from ribao.support.store.moments import from_micros, to_micros

SCHEMA = "0006"  # the revision of migrations/versions that these tables stand for


class UtcTime(TypeDecorator[datetime]):
    """An aware time, UTC, to the microsecond."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> int | None:
        return None if value is None else to_micros(value)

    def process_result_value(self, value: Any, dialect: Any) -> datetime | None:
        return None if value is None else from_micros(value)


metadata = sa.MetaData()

sources = sa.Table(
    "sources",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("doc", sa.Text, nullable=False),
)

source_states = sa.Table(
    "source_states",
    metadata,
    sa.Column("source_id", sa.Text, sa.ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("due_at", UtcTime),
    sa.Column("doc", sa.Text, nullable=False),
)

# key_hash and alt_hash are 64 bits of a hash over source id and key: an index of integers is a third of one of texts
leads = sa.Table(
    "leads",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("source_id", sa.Text, nullable=False),
    sa.Column("key_hash", sa.BigInteger, nullable=False),
    sa.Column("alt_hash", sa.BigInteger),
    sa.Column("words_hash", sa.BigInteger, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("news_at", UtcTime, nullable=False),  # published_at, else seen_at: the order of reading
    sa.Column("seen_at", UtcTime, nullable=False),
    sa.Column("published_at", UtcTime),
    sa.Column("updated_at", UtcTime),
    sa.Column("due_at", UtcTime, nullable=False),
    sa.Column("lease_until", UtcTime),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("again", sa.Boolean, nullable=False),  # its words changed while it was being read
    sa.Column("reason", sa.Text),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("alt_key", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("picture", sa.Text, nullable=False),
    sa.Column("categories", sa.Text, nullable=False),  # JSON list; empty text for none
    sa.Column("summary", sa.LargeBinary, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Index("leads_by_key", "key_hash", unique=True),
    sa.Index("leads_by_alt", "alt_hash", unique=True),
    sa.Index("leads_to_read", "state", "news_at"),
)

# what is left of a lead that was dropped: enough to know it again when a feed still shows it
tombstones = sa.Table(
    "tombstones",
    metadata,
    sa.Column("key_hash", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False),
    sa.Column("alt_hash", sa.BigInteger),
    sa.Index("tombstones_by_alt", "alt_hash"),
)

pages = sa.Table(
    "pages",
    metadata,
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("fetched_at", UtcTime, nullable=False),
    sa.Column("stored", sa.BigInteger, nullable=False),  # bytes of ``body`` as it lies here
    sa.Column("doc", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Index("pages_by_age", "fetched_at"),
)

articles = sa.Table(
    "articles",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True),
    sa.Column("published_at", UtcTime, nullable=False),
    sa.Column("seen_at", UtcTime, nullable=False),
    sa.Column("page_sha256", sa.Text, nullable=False),
    sa.Column("words_hash", sa.BigInteger, nullable=False),  # of what makes a revision: see ``packing.article_hash``
    sa.Column("doc", sa.LargeBinary, nullable=False),
    sa.Index("articles_by_time", "published_at", "id"),
    sa.Index("articles_by_page", "page_sha256"),
)

annotations = sa.Table(
    "annotations",
    metadata,
    sa.Column("article_id", sa.Text, primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True),
    sa.Column("maker", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("value", sa.Text, nullable=False),
)

stories = sa.Table(
    "stories",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("last_seen", UtcTime, nullable=False),
    sa.Column("doc", sa.Text, nullable=False),
    sa.Column("follows", sa.Text),
    sa.Index("stories_by_time", "last_seen", "id"),
    sa.Index("stories_by_follows", "follows"),
)

story_members = sa.Table(
    "story_members",
    metadata,
    sa.Column("article_id", sa.Text, primary_key=True),
    sa.Column("story_id", sa.Text, sa.ForeignKey("stories.id", ondelete="CASCADE"), nullable=False),
    sa.Index("story_members_by_story", "story_id"),
)

# where the id of a story that is gone leads; a story that lives has none
story_redirects = sa.Table(
    "story_redirects",
    metadata,
    sa.Column("story_id", sa.Text, primary_key=True),
    sa.Column("into_id", sa.Text, sa.ForeignKey("stories.id", ondelete="CASCADE"), nullable=False),
    sa.Index("story_redirects_by_target", "into_id"),
)

# the articles of such a story when it last lived: the redirect follows them
story_former_members = sa.Table(
    "story_former_members",
    metadata,
    sa.Column("story_id", sa.Text, sa.ForeignKey("story_redirects.story_id", ondelete="CASCADE"), primary_key=True),
    sa.Column("article_id", sa.Text, primary_key=True),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Index("story_former_members_by_article", "article_id"),
)

story_changes = sa.Table(
    "story_changes",
    metadata,
    sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("story_id", sa.Text, nullable=False),
    sa.Column("other_id", sa.Text, nullable=False),
    sa.Column("made_by", sa.Text, nullable=False),
    sa.Column("articles", sa.Text, nullable=False),  # JSON list
    sa.Index("story_changes_by_story", "story_id"),
    sa.Index("story_changes_by_other", "other_id"),
)

rulings = sa.Table(
    "rulings",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("doc", sa.Text, nullable=False),
)

corrections = sa.Table(
    "corrections",
    metadata,
    sa.Column("article_id", sa.Text, primary_key=True),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("doc", sa.Text, nullable=False),
)

signatures = sa.Table(
    "signatures",
    metadata,
    sa.Column("article_id", sa.Text, primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
)

answers = sa.Table(
    "answers",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Index("answers_by_age", "at"),
)

# what articles name; ``name`` is the one it was first met with
things = sa.Table(
    "things",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
)

# ``thing_id`` is as the annotation says: where it leads is looked up when it is read
mentions = sa.Table(
    "mentions",
    metadata,
    sa.Column("article_id", sa.Text, primary_key=True),
    sa.Column("thing_id", sa.Text, primary_key=True),
    sa.Column("times", sa.Integer, nullable=False),
    sa.Column("in_title", sa.Boolean, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("aliases", sa.Text, nullable=False),  # JSON list: the other forms in this article
    sa.Index("mentions_by_thing", "thing_id"),
)

# folded names and aliases, to find a thing by what it is called
thing_forms = sa.Table(
    "thing_forms",
    metadata,
    sa.Column("form", sa.Text, primary_key=True),
    sa.Column("thing_id", sa.Text, primary_key=True),
    sa.Index("thing_forms_by_thing", "thing_id"),
)

# where the id of a thing leads that turned out to be another one
thing_redirects = sa.Table(
    "thing_redirects",
    metadata,
    sa.Column("thing_id", sa.Text, primary_key=True),
    sa.Column("into_id", sa.Text, nullable=False),
    sa.Index("thing_redirects_by_target", "into_id"),
)

editions = sa.Table(
    "editions",
    metadata,
    sa.Column("date", sa.Date, primary_key=True),
    sa.Column("profile", sa.Text, primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True),
    sa.Column("as_of", UtcTime, nullable=False),
    sa.Column("made_at", UtcTime, nullable=False),
    sa.Column("sample", sa.Boolean, nullable=False),
    sa.Column("doc", sa.Text, nullable=False),
)

# what each edition stands on, so that pruning need not read every edition
citations = sa.Table(
    "citations",
    metadata,
    sa.Column("date", sa.Date, primary_key=True),
    sa.Column("profile", sa.Text, primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True),
    sa.Column("article_id", sa.Text, primary_key=True),
    sa.Column("page_sha256", sa.Text, primary_key=True),  # empty: the article as such
    sa.ForeignKeyConstraint(
        ["date", "profile", "revision"],
        ["editions.date", "editions.profile", "editions.revision"],
        ondelete="CASCADE",
    ),
    sa.Index("citations_by_article", "article_id"),
    sa.Index("citations_by_page", "page_sha256"),
)

# what the index of the search holds of an article; its words are in search_words under the same id (FTS5: see search_sql)
search_docs = sa.Table(
    "search_docs",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("article_id", sa.Text, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("source_id", sa.Text, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("main", sa.Text, nullable=False),
    sa.Column("second", sa.Text, nullable=False),
    sa.Column("promo", sa.Boolean, nullable=False),
    sa.Column("statuses", sa.Integer, nullable=False),  # one bit a status
    sa.Index("search_docs_by_article", "article_id", unique=True),
    sa.Index("search_docs_by_time", "at"),
    sqlite_autoincrement=True,
)

collections = sa.Table(
    "collections",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("made_at", UtcTime, nullable=False),
    sa.Column("doc", sa.Text, nullable=False),
)

# ``story_id``: of a story that was saved, and empty for what is none
kept = sa.Table(
    "kept",
    metadata,
    sa.Column("collection_id", sa.Text, sa.ForeignKey("collections.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("story_id", sa.Text, nullable=False),
    sa.Column("doc", sa.Text, nullable=False),
    sa.Index("kept_by_time", "collection_id", "at", "id"),
)

# what pruning may not drop for their sake
kept_articles = sa.Table(
    "kept_articles",
    metadata,
    sa.Column("collection_id", sa.Text, primary_key=True),
    sa.Column("kept_id", sa.Text, primary_key=True),
    sa.Column("article_id", sa.Text, primary_key=True),
    sa.ForeignKeyConstraint(["collection_id", "kept_id"], ["kept.collection_id", "kept.id"], ondelete="CASCADE"),
    sa.Index("kept_articles_by_article", "article_id"),
)

robots = sa.Table(
    "robots",
    metadata,
    sa.Column("origin", sa.Text, primary_key=True),
    sa.Column("fetched_at", UtcTime, nullable=False),
    sa.Column("status", sa.Integer, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)
