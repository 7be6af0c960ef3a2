"""Annotations and stories."""

from ribao.support.store.port import Store
from ribao.types.annotation import Annotation
from ribao.types.story import Member
from tests.contracts.made import NOW, a_story


def found(article: str, maker: str = "channel", revision: int = 1, version: int = 1, **value: object) -> Annotation:
    return Annotation(article_id=article, revision=revision, maker=maker, version=version, value=value)


def test_annotations_by_article_and_maker(store: Store) -> None:
    channel = found("a", channels=["智能手机"], spans=[[0, 4]], score=0.5, note=None)
    promotion = found("a", "promotion", promoted=False)
    other = found("b")
    store.put_annotations([promotion, channel, other])
    assert store.annotations(["a", "nothing"]) == {"a": {"channel": channel, "promotion": promotion}}
    assert store.annotations([]) == {}
    assert list(store.annotations(["b", "a"])) == ["a", "b"]


def test_a_newer_maker_replaces_what_the_older_found(store: Store) -> None:
    store.put_annotations([found("a", channels=["其他"])])
    newer = found("a", version=2, channels=["笔记本"])
    store.put_annotations([newer])
    assert store.annotations(["a"]) == {"a": {"channel": newer}}


def test_annotations_are_those_of_the_newest_revision_annotated(store: Store) -> None:
    """What was found in an older revision points into another text."""
    newest = found("a", revision=2)
    store.put_annotations([newest, found("a", revision=1), found("a", "promotion", revision=1)])
    assert store.annotations(["a"]) == {"a": {"channel": newest}}


def test_annotations_of_a_named_revision(store: Store) -> None:
    """A page that shows an older reading shows what was found in it."""
    older, newest, other = found("a", revision=1), found("a", revision=2), found("b", revision=3)
    store.put_annotations([older, newest, other])
    assert store.annotations(["a", "b"], {"a": 1}) == {"a": {"channel": older}, "b": {"channel": other}}
    assert store.annotations(["a"], {"a": 7}) == {}


def test_a_story_comes_back_with_its_evidence(store: Store) -> None:
    story = a_story(
        "s1",
        members=(
            Member(article_id="a"),
            Member(article_id="b", repost_of="a", evidence={"score": 0.91, "words": ["华夏", "发布"], "of": {"n": 3}}),
        ),
    )
    store.put_stories([story], NOW)
    assert store.story("s1") == story
    assert store.stories_of(["b", "a", "nothing"]) == {"a": story, "b": story}
    assert store.story("nothing") is None


def test_a_story_that_is_put_again_is_replaced(store: Store) -> None:
    store.put_stories([a_story("s1", "a", "b")], NOW)
    grown = a_story("s1", "a", "c", last_seen=NOW)
    store.put_stories([grown], NOW)
    assert store.story("s1") == grown
    assert store.stories_of(["a", "b", "c"]) == {"a": grown, "c": grown}


def test_an_article_leaves_the_story_it_was_in(store: Store) -> None:
    store.put_stories([a_story("s1", "a", "b"), a_story("s2", "c")], NOW)
    store.put_stories([a_story("s2", "c", "b")], NOW)
    assert store.story("s1") == a_story("s1", "a")
    assert store.stories_of(["b"]) == {"b": a_story("s2", "c", "b")}


def test_a_story_that_lost_its_last_article_is_gone(store: Store) -> None:
    store.put_stories([a_story("s1", "a"), a_story("s2", "b")], NOW)
    store.put_stories([a_story("s2", "b", "a")], NOW)
    assert store.story("s1") is None
    assert store.counts()["stories"] == 1


def test_within_one_put_the_later_story_has_the_article(store: Store) -> None:
    store.put_stories([a_story("s1", "a", "b"), a_story("s2", "b")], NOW)
    assert store.story("s1") == a_story("s1", "a")
    assert store.stories_of(["b"])["b"].id == "s2"


def test_two_stories_that_trade_articles(store: Store) -> None:
    store.put_stories([a_story("s1", "a", "b"), a_story("s2", "c", "d")], NOW)
    store.put_stories([a_story("s1", "a", "d"), a_story("s2", "c", "b")], NOW)
    assert store.story("s1") == a_story("s1", "a", "d")
    assert store.story("s2") == a_story("s2", "c", "b")
    owners = {article: story.id for article, story in store.stories_of("abcd").items()}
    assert owners == {"a": "s1", "b": "s2", "c": "s2", "d": "s1"}
