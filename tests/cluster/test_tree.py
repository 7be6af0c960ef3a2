"""Who took from whom, and how many told it on their own."""

import itertools
import random

from ribao.cluster.tree import SourceTree, Voice, Way, independent, owner_of, tree
from ribao.types.article import Article
from ribao.types.source import Source, Tier
from tests.edit.build import article, source
from tests.gold.reposts import families as gold

TEXT = (
    "青石港的灯塔在今天清晨重新点亮，这是它停用30年后的第一次亮灯。",
    "港务局局长乔一苇说，修缮花了2年时间，共用去420万元。",
    "灯塔下周起向公众开放，每天最多接待300名访客。",
)
OTHER = "守塔人蒲守成把开关交给孙女按下，光扫过防波堤，岸上的人都鼓起掌来，有人哭了。"


def planted(*articles: Article, **owners: str) -> tuple[SourceTree, tuple[Voice, ...]]:
    """The tree of the articles, whose sources are ``<id>报`` at ``<id>.example``."""
    ids = {one.source_id for one in articles} | owners.keys()
    sources = {id_: source(id_, owner=owners.get(id_, "")) for id_ in ids}
    by_id = {one.id: one for one in articles}
    grown = tree(by_id, by_id, sources)
    return grown, independent(grown, by_id, sources)


def parents(grown: SourceTree) -> dict[str, str | None]:
    return {one.article_id: one.parent for one in grown.taken}


def test_a_copy_hangs_under_the_one_it_credits_with_its_evidence() -> None:
    first = article("1", "灯塔复明", *TEXT, source="a", hours=9)
    second = article("2", "灯塔亮了", "来源：a报", *TEXT, source="b", hours=8)
    third = article("3", "亮了", *TEXT, "本文转载自b报", source="c", hours=7)
    grown, voices = planted(first, second, third)
    assert parents(grown) == {"1": None, "2": "1", "3": "2"}
    assert [one.way for one in grown.taken] == [None, Way.COPY, Way.COPY]
    assert grown.taken[1].shared is not None
    assert grown.taken[1].shared > 0.9
    assert grown.taken[1].phrase == "来源：a报"
    assert [voice.articles for voice in voices] == [("1", "2", "3")]


def test_a_rewrite_is_no_independent_source() -> None:
    family = gold.families()[0]
    grown, voices = planted(family.report, *family.rewrites, *family.others)
    (rewrite,) = family.rewrites
    taken = {one.article_id: one for one in grown.taken}
    assert taken[rewrite.id].way is Way.REWRITE
    assert taken[rewrite.id].parent == family.report.id
    assert len(voices) == 2


def test_who_only_passes_on_a_report_counts_with_it() -> None:
    first = article("1", "灯塔复明", *TEXT, source="a", hours=9)
    passed = article("2", "老灯塔亮灯", f"据a报报道，{OTHER}", source="b", hours=8)
    own = article("3", "灯下", OTHER, source="c", hours=7)
    grown, voices = planted(first, passed, own)
    assert parents(grown) == {"1": None, "2": "1", "3": None}
    assert [voice.articles for voice in voices] == [("1", "2"), ("3",)]


def test_two_that_credit_one_absent_outlet_are_one_voice() -> None:
    one = article("1", "灯塔复明", f"据白塔电台报道，{OTHER}", source="a", hours=9)
    two = article("2", "三十年后", f"（来源：白塔电台）{TEXT[0]}", source="b", hours=8)
    grown, voices = planted(one, two)
    assert [taken.outlet for taken in grown.taken] == ["白塔电台", "白塔电台"]
    assert [(voice.name, voice.articles) for voice in voices] == [("白塔电台", ("1", "2"))]


def test_one_owner_is_one_voice() -> None:
    one = article("1", "灯塔复明", *TEXT, source="a", hours=9)
    two = article("2", "灯下", OTHER, source="b", hours=8)
    assert len(planted(one, two)[1]) == 2
    ((name, ids),) = [(voice.name, voice.articles) for voice in planted(one, two, a="青石报业", b="青石报业")[1]]
    assert (name, ids) == ("青石报业", ("1", "2"))


def test_feeds_of_one_site_have_one_owner() -> None:
    tech = source("t", url="https://feeds.paper.co.uk/tech.xml")
    home = source("h", url="https://hub.example/paper", site="https://www.paper.co.uk/")
    assert owner_of(tech) == owner_of(home) == "paper.co.uk"
    assert owner_of(source("x", url="https://one.github.io/f")) != owner_of(source("y", url="https://two.github.io/f"))
    assert owner_of(source("ip", url="http://127.0.0.1:8000/f")) == "127.0.0.1"
    assert owner_of(source("odd", url="http://[")) == "odd"


def test_headlines_alone_that_are_equal_are_one_voice_unless_short() -> None:
    long_ones = [article(id_, "停用三十年，青石港灯塔今晨重新点亮", source=id_) for id_ in "ab"]
    grown, voices = planted(*long_ones)
    assert len(voices) == 1
    assert grown.taken[1].way is Way.HEADLINE
    short_ones = [article(id_, "灯塔亮了", source=id_) for id_ in "ab"]
    assert len(planted(*short_ones)[1]) == 2
    with_texts = [
        article(id_, "停用三十年，青石港灯塔今晨重新点亮", text, source=id_)
        for id_, text in zip("ab", (OTHER, TEXT[0]), strict=True)
    ]
    assert len(planted(*with_texts)[1]) == 2


def test_the_maker_of_a_press_release_is_its_original_even_if_seen_late() -> None:
    carried = article("1", "灯塔复明", *TEXT, source="a", hours=9)
    released = article("2", "新闻稿：灯塔复明", *TEXT, source="maker", hours=7)
    sources = {"a": source("a"), "maker": source("maker", tier=Tier.OFFICIAL)}
    by_id = {"1": carried, "2": released}
    assert parents(tree(by_id, by_id, sources)) == {"1": "2", "2": None}


def test_two_that_credit_each_other_make_no_ring() -> None:
    one = article("1", "灯塔复明", f"来源：b报\n{OTHER}", source="a", hours=9)
    two = article("2", "老灯塔亮灯", f"来源：a报\n{TEXT[1]}", source="b", hours=8)
    grown, voices = planted(one, two)
    assert list(parents(grown).values()).count(None) == 1
    assert len(voices) == 1


def test_trees_are_forests_whatever_is_credited() -> None:
    chance = random.Random(7)
    for _ in range(60):
        some = [
            article(
                str(n),
                f"题{chance.randrange(3)}",
                f"来源：s{chance.randrange(6)}报",
                *chance.sample(TEXT, 2),
                OTHER * chance.randrange(2),
                source=f"s{n}",
                hours=chance.random(),
            )
            for n in range(6)
        ]
        grown, voices = planted(*some)
        above = parents(grown)
        for start in above:
            path = list(itertools.takewhile(lambda at: at is not None, _walk(start, above)))
            assert len(path) <= len(above)
        assert sorted(id_ for voice in voices for id_ in voice.articles) == sorted(above)


def _walk(at: str | None, above: dict[str, str | None]) -> list[str | None]:
    steps = [at]
    while at is not None and len(steps) <= len(above) + 1:
        at = above[at]
        steps.append(at)
    return steps


def test_the_order_of_members_does_not_matter_and_unknown_ones_are_left_out() -> None:
    family = gold.families()[1]
    some = [family.report, *family.copies, *family.rewrites, *family.others]
    by_id = {one.id: one for one in some}
    sources: dict[str, Source] = {}
    grown = tree([*by_id, "nobody"], by_id, sources)
    assert tree(list(by_id)[::-1], by_id, sources) == grown
    assert tree([], by_id, sources).taken == ()
    assert independent(tree([], by_id, sources), by_id, sources) == ()
    # the advert's copy says 来源：搬运日报, which nobody here is; its text says whence it came
    assert len(independent(grown, by_id, sources)) == 1 + len(family.others)
