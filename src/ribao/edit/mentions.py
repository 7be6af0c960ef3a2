"""Mentions: what the annotation of the maker "names" says that an article names. Pure.

The value is ``{"names": [{"id", "kind", "name", "aliases", "role", "organisation", "spans": [[where, start, end]]}]}``.
It is made from words of strangers: what is misshapen is left out, and an id that could not stand in an address is
replaced by a fingerprint of it.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ribao.support.folding import bare
from ribao.types.annotation import Annotation
from ribao.types.thing import Mention, Thing, ThingKind

MAKER = "names"
LONGEST_NAME = 120  # characters; what is longer is no name
MOST_ALIASES = 12  # kept of one article
_SAFE = re.compile(r"\w[\w.-]{0,95}")


def mentions_of(annotation: Annotation) -> tuple[Mention, ...]:
    """In the order of the value; one a thing."""
    found: dict[str, Mention] = {}
    names = annotation.value.get("names", ())
    for row in names if isinstance(names, (list, tuple)) else ():
        for mention in _mention(row, annotation.article_id) if isinstance(row, Mapping) else ():
            found.setdefault(mention.thing.id, mention)
    return tuple(found.values())


def _mention(row: Mapping[str, Any], article_id: str) -> Iterator[Mention]:
    kind, name = str(row.get("kind", "")), _text(row.get("name"))
    if kind not in set(ThingKind) or not name or not row.get("id"):
        return
    spans = [span for span in row.get("spans") or () if isinstance(span, (list, tuple)) and len(span) == 3]
    yield Mention(
        thing=Thing(
            id=safe_id(kind, str(row["id"])),
            kind=ThingKind(kind),
            name=name,
            aliases=_aliases(row.get("aliases"), name),
        ),
        article_id=article_id,
        times=max(1, len(spans)),
        in_title=any(span[0] == "title" for span in spans),
        role=_text(row.get("role")),
    )


def _aliases(given: Any, name: str) -> tuple[str, ...]:
    listed = given if isinstance(given, (list, tuple)) else ()
    forms = dict.fromkeys(form for one in listed for form in [_text(one)] if form and form != name and bare(form))
    return tuple(forms)[:MOST_ALIASES]


def _text(value: Any) -> str:
    """One line; empty for what is no text, or far too long for a name."""
    return " ".join(value.split()) if isinstance(value, str) and len(value) <= LONGEST_NAME else ""


def safe_id(kind: str, given: str) -> str:
    """The id itself where it may stand in an address (letters of any script, digits, _ . -), else a fingerprint."""
    if _SAFE.fullmatch(given):
        return given
    return f"{kind}-x{hashlib.sha256(given.encode('utf-8', 'replace')).hexdigest()[:15]}"
