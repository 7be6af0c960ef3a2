"""Texts on their way to a model: what no server takes is taken out, and none is longer than a headline with summary."""

import json
import re
from collections.abc import Mapping

from ribao.types.article import Article

MOST_CHARACTERS = 1000
LEAD = 300  # characters that a model is shown of the text of an article
MOST_REASON = 300  # characters of what a model says for its answer
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+")


def tidy(text: str, most: int = MOST_CHARACTERS) -> str:
    """One line; control, direction and half characters out (they hide words from people, and break servers)."""
    return " ".join(_CONTROL.sub(" ", text[: most * 4]).split())[:most].rstrip()


def headline_and_lead(article: Article) -> str:
    """What a model is shown of an article."""
    lead = article.text or article.summary
    return f"{article.title}\n{lead[:LEAD]}".strip()


def fenced(name: str, quoted: Mapping[str, object]) -> str:
    """As JSON between ``<name>`` and ``</name>``, a fence that nothing in it can close: ``<`` is escaped."""
    data = json.dumps(quoted, ensure_ascii=False).replace("<", "\\u003c")
    return f"<{name}>\n{data}\n</{name}>"
