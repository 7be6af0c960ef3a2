"""Names: people, organisations, products and places of an article, each with every place where it stands. Offline.

Value::

    {"names": [{"id": thing id, "kind": "person" | "organisation" | "product" | "place", "name": full name,
                "aliases": [other forms, those met first], "role": "" or the title as it stands, "organisation": "" or
                the name of a person's or product's organisation, "spans": [["title" | "text" | "summary", start, end]]}]}

At most 200 names, by first place. A name that ``data/names_*.txt`` knows has one id in all languages; ``name`` is then
the first of its line. What no table knows is read by grammar (names_chinese.py, names_english.py). A short form (库克,
"Cook") counts where the full one is in the same article.
"""

from typing import Any

from ribao.annotate import names_reading
from ribao.types.annotation import Annotation
from ribao.types.article import Article
from ribao.types.source import Source
from ribao.types.words import Words

NAME = "names"
VERSION = 3
_LONGEST = 20_000  # characters: a longer text has named what it is about by then


def annotate(article: Article, words: Words, source: Source) -> Annotation:
    where = "text" if article.text else "summary"
    value = decide(article.title, article.text or article.summary, where)
    return Annotation(article_id=article.id, revision=article.revision, maker=NAME, version=VERSION, value=value)


def decide(title: str, body: str, where: str = "text") -> dict[str, Any]:
    """The value for a headline and a text. Both are read as one, so that each explains the other's short forms."""
    title, body = title[:_LONGEST], body[:_LONGEST]
    start = len(title) + 1
    listed = []
    for name in names_reading.read(f"{title}\n{body}"):
        spans = [_placed(begin, end, start, where) for begin, end in name.spans]
        listed.append(
            {
                "id": name.id,
                "kind": name.kind,
                "name": name.name,
                "aliases": list(name.aliases),
                "role": name.role,
                "organisation": name.organisation,
                "spans": spans,
            }
        )
    return {"names": listed}


def _placed(begin: int, end: int, body: int, where: str) -> list[Any]:
    return ["title", begin, end] if end < body else [where, begin - body, end - body]
