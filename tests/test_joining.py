"""The fourth stage as one function: what is kept of articles is used again, and made anew where it is of no use."""

from dataclasses import replace

import pytest

from ribao.cluster.marks import unpack
from ribao.joining import Joined, Task, as_one, assign, consolidate
from ribao.types.article import Article
from tests.edit.build import article, source

TITLES = (
    "青石港灯塔停用三十年后重新点亮",
    "停用三十年，青石港灯塔今晨重新点亮",
    "苍鹭召回一万二千台割草机器人，刀片有缺陷",
)
LEAD = "青石港的灯塔停用了三十年，今晨重新点亮，下周起向公众开放，参观者须提前在港务局网站上预约。"


def articles() -> list[Article]:
    return [article(f"a{at}", title, LEAD, source=f"s{at}", hours=9 - at) for at, title in enumerate(TITLES)]


def task(some: list[Article], known: Joined | None = None) -> Task:
    signatures = {one.article_id: one for one in known.signatures} if known else {}
    return Task(articles=some, sources={one.source_id: source(one.source_id) for one in some}, signatures=signatures)


def test_what_is_kept_of_articles_gives_the_same_stories_with_the_same_evidence() -> None:
    first = consolidate(task(articles()))
    again = consolidate(task(articles(), first))
    assert again.stories == first.stories
    assert {one.article_id for one in first.signatures} == {"a0", "a1", "a2"}
    assert again.signatures == ()
    assert any(member.evidence for story in first.stories for member in story.members)


@pytest.mark.parametrize("data", [b"", b"\xff" * 40])
def test_a_damaged_signature_is_made_anew(data: bytes) -> None:
    first = consolidate(task(articles()))
    damaged = replace(first, signatures=(replace(first.signatures[0], data=data), *first.signatures[1:]))
    for stage in (consolidate, assign):
        found = stage(task(articles(), damaged))
        assert [one.article_id for one in found.signatures] == ["a0"]
        assert unpack(found.signatures[0].data).pack() == first.signatures[0].data
    assert consolidate(task(articles(), damaged)).stories == first.stories


def test_a_corrected_article_is_marked_anew() -> None:
    first = consolidate(task(articles()))
    corrected = [replace(one, revision=2) if one.id == "a1" else one for one in articles()]
    assert [(one.article_id, one.revision) for one in consolidate(task(corrected, first)).signatures] == [("a1", 2)]


def test_articles_that_somebody_else_put_together_are_one_story_by_time() -> None:
    some = articles()
    story = as_one(some[::-1], {one.source_id: source(one.source_id) for one in some})
    assert [member.article_id for member in story.members] == ["a0", "a1", "a2"]
    assert story.first_seen == some[0].published_at
    with pytest.raises(ValueError, match="at least one"):
        as_one([], {})
