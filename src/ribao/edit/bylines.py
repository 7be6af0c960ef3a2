"""One text under many names: what several outlets run word for word, each under an author of its own, a firm has supplied.

News agencies are copied too, but under their own name or none. So only a text counts that praises (its score for
promotion is more than a stray word gives) and in which nobody but the maker is heard. Pure.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from ribao.edit.marks import Found, promotional
from ribao.support.folding import bare
from ribao.types.annotation import Annotation
from ribao.types.article import Article
from ribao.types.story import Story

NAMES = 3  # different authors of one text
NEAR = 0.15  # score for promotion from which the authors decide


def with_bylines(
    annotations: Mapping[str, Found], stories: Iterable[Story], articles: Mapping[str, Article]
) -> dict[str, Found]:
    """``annotations`` by article id, with such texts marked: their values get ``"bylines"``, the number of names."""
    laid = dict(annotations)
    for story in stories:
        for family in _families(story):
            names = {bare(articles[id_].byline) for id_ in family if id_ in articles} - {""}
            if len(names) >= NAMES and any(_praises(laid.get(id_, {})) for id_ in family):
                laid |= {id_: _marked(laid[id_], len(names)) for id_ in family if "promotion" in laid.get(id_, {})}
    return laid


def _families(story: Story) -> Collection[list[str]]:
    """An original with its reposts, each."""
    families: dict[str, list[str]] = defaultdict(list)
    for member in story.members:
        families[member.repost_of or member.article_id].append(member.article_id)
    return families.values()


def _praises(found: Found) -> bool:
    mark = found.get("promotion")
    return bool(mark and mark.value.get("score", 0.0) >= NEAR and mark.value.get("voices") == 0)


def _marked(found: Found, names: int) -> Found:
    mark = found["promotion"]
    kind = mark.value.get("kind") if promotional(found) else "press_release"
    value = {**mark.value, "promo": True, "kind": kind, "bylines": names}
    made = Annotation(
        article_id=mark.article_id, revision=mark.revision, maker=mark.maker, version=mark.version, value=value
    )
    return {**found, "promotion": made}
