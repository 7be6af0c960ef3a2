"""The index of the search: which articles are in it, with what it filters by, and their words.

It is made of the articles at the next starts, some at a time: a large database opens as quickly as ever.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "search_docs",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("article_id", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("source_id", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("main", sa.Text, nullable=False),
        sa.Column("second", sa.Text, nullable=False),
        sa.Column("promo", sa.Boolean, nullable=False),
        sa.Column("statuses", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("search_docs_by_article", "search_docs", ["article_id"], unique=True)
    op.create_index("search_docs_by_time", "search_docs", ["at"])
    op.execute(
        "CREATE VIRTUAL TABLE search_words USING"
        " fts5(title, text, content='', columnsize=0, prefix='1', tokenize='unicode61')"
    )
    op.execute("CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab(search_words, row)")
