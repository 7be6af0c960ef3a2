"""What enters an edition of many lists, forums and newspapers: news first, from many, of all channels."""

from collections import Counter
from functools import cache
from typing import Any

from ribao.annotate.makers import annotate
from ribao.edit.compose import compose
from ribao.edit.habits import habits
from ribao.types.annotation import Annotation
from ribao.types.article import Article
from ribao.types.channel import CHANNELS, OTHER, TOP
from ribao.types.edition import Edition
from tests.edit.build import article, desk, marks, source, story

BODY = "青石港的灯塔今天清晨重新点亮，这是它停用三十年后的第一次亮灯。港务局局长乔一苇说，修缮花了两年时间。"
PLACES = ["青石", "鹭岛", "云雀", "北海", "松泉", "南桥", "星渡", "白塔", "明川", "长汀"]
ACTS = ["发布新款折叠屏手机", "宣布召回部分电视", "完成新一轮融资", "关闭海外工厂", "任命新的首席执行官"]


@cache
def noted(one: Article) -> dict[str, Annotation]:
    """The same news stands in many an edition here."""
    return {note.maker: note for note in annotate(one, source(one.source_id))}


def found(articles: list[Article], **more: Any) -> dict[str, dict[str, Annotation]]:
    made = {one.id: noted(one) for one in articles}
    return {id_: notes | marks(id_, **more) for id_, notes in made.items()}


def edition_of(*groups: list[Article], **more: Any) -> Edition:
    listed = [one for group in groups for one in group]
    return compose(desk(listed, [story(*group) for group in groups], annotations=found(listed), **more))


def news(count: int, source_id: str, *paragraphs: str, hours: float = 5) -> list[list[Article]]:
    return [
        [
            article(
                f"{source_id}{n:03}",
                f"{PLACES[n % 10]}公司{ACTS[n % 5]}，{source_id}第{n}次披露细节",
                *paragraphs,
                source=source_id,
                hours=hours,
            )
        ]
        for n in range(count)
    ]


def posts(count: int, source_id: str = "forum") -> list[list[Article]]:
    asks = ["求推荐一台电脑", "各位佬怎么办", "我今天换了手机", "有人用过这个吗？", "青鸟的新固件记录"]
    return [[article(f"p{n:03}", f"{asks[n % 5]} {n}", BODY, source=source_id, hours=0.1)] for n in range(count)]


def sources_of(edition: Edition) -> Counter[str]:
    return Counter(entry.articles[0].source_id for section in edition.sections for entry in section.entries)


def test_a_forums_posts_do_not_crowd_out_the_news() -> None:
    edition = edition_of(*posts(40), *(group for n in range(6) for group in news(5, f"paper{n}")))
    assert sources_of(edition)["forum"] == 0
    assert sum(sources_of(edition).values()) >= 12


def test_a_daily_of_forums_alone_still_has_something_to_read() -> None:
    assert sum(sources_of(edition_of(*posts(40))).values()) == 12


def test_a_follow_word_brings_a_forums_post_in() -> None:
    edition = edition_of(*posts(40), *(group for n in range(6) for group in news(5, f"paper{n}")), follow=("固件",))
    assert sources_of(edition)["forum"] > 0


def test_the_forum_is_known_by_what_it_shows() -> None:
    listed = [one for group in (*posts(20), *news(20, "paper")) for one in group]
    talkative = habits(listed, found(listed)).talkative
    assert talkative["forum"] > 0.5
    assert talkative["paper"] == 0


def test_a_source_without_channels_gives_what_it_usually_writes_about() -> None:
    phones = [article(f"a{n}", f"{PLACES[n]}折叠屏手机今日开售", source="s") for n in range(10)]
    odd = article("odd", "白塔的新产品线今天起全面铺货到店", BODY, source="s")
    edition = edition_of(*[[one] for one in (*phones, odd)])
    (entry,) = [entry for section in edition.sections for entry in section.entries if entry.story == "sodd"]
    assert entry.channels[0] == "智能手机"


def test_no_source_has_much_more_than_its_share() -> None:
    edition = edition_of(
        *news(80, "loud", BODY, hours=0.2), *(group for n in range(12) for group in news(8, f"paper{n}"))
    )
    assert sources_of(edition)["loud"] <= 0.15 * 40 + len(CHANNELS)
    assert sources_of(edition)["loud"] < sources_of(edition).total() / 3


def test_each_channel_with_news_is_shown() -> None:
    loud = [one for n in range(10) for one in news(10, f"paper{n}", BODY, hours=0.1)]
    quiet = [
        [article(f"q{n}", f"鹭岛{word}今日正式亮相，售价公布", source="q", hours=20)]
        for n, word in enumerate(
            ["折叠屏手机", "显卡", "安卓平板电脑", "智能手表", "扫地机器人", "降噪耳机", "轻薄笔记本"]
        )
    ]
    shown = {section.channel for section in edition_of(*loud, *quiet).sections}
    assert shown >= set(CHANNELS[1:-1])


def test_widely_told_events_come_before_single_reports() -> None:
    wide = [article(f"w{n}", f"{PLACES[n]}：青石港灯塔今晨重新点亮", source=f"paper{n}", hours=10) for n in range(6)]
    edition = edition_of(wide, *(group for n in range(9) for group in news(6, f"paper{n}", hours=1)))
    section = next(s for s in edition.sections if any(e.story == "sw0" for e in s.entries))
    assert section.entries[0].story == "sw0"


def test_two_lists_of_the_same_posts_are_one_voice() -> None:
    twins = [article(f"t{n}", "青石港灯塔今晨重新点亮，市民围观", BODY, source=f"list{n}") for n in range(4)]
    (entry,) = edition_of(twins).sections[0].entries
    assert entry.rank_terms["independent_sources"] == 0


def test_markets_are_hot_news_few_and_never_on_top() -> None:
    ticks = [
        [article(f"m{n}", f"A股异动丨{PLACES[n % 10]}科技午间收涨{n}%，续创新高", BODY, source=f"m{n % 5}", hours=0.1)]
        for n in range(30)
    ]
    edition = edition_of(*ticks, *(group for n in range(9) for group in news(6, f"paper{n}", BODY)))
    places = {e.story: s.channel for s in edition.sections for e in s.entries if e.story.startswith("sm")}
    assert set(places.values()) <= {"热点资讯"}
    assert len(places) <= 2
    assert edition.sections[0].channel == TOP


def test_a_list_of_links_is_no_text() -> None:
    links = article(
        "l", "青石港灯塔今晨重新点亮，市民围观", "https://l.example/1 https://l.example/2 Points: 12", source="a"
    )
    told = article("t", "鹭岛公司宣布召回部分电视，涉及三万台", BODY, source="b", hours=20)
    edition = edition_of([links], [told])
    assert edition.sections[0].entries[0].story == "st"
    assert OTHER not in [section.channel for section in edition.sections[:1]]


def test_mute_words_are_sought_in_the_whole_text() -> None:
    long = article("l", "青石港灯塔今晨重新点亮，市民围观", *([BODY] * 60), "末尾才提到海雾。", source="a")
    assert edition_of([long], mute=("海雾",)).counts["muted"] == 1
    assert edition_of([long], mute=("冰山",)).counts["muted"] == 0


def test_a_headline_of_a_thousand_characters_leads_no_edition() -> None:
    mischief = [
        article("big", "大" * 1000, BODY, source="a", hours=0.1),
        article("big2", "大" * 1000, BODY, source="b"),
    ]
    edition = edition_of(mischief, *news(3, "c", BODY))
    assert edition.sections[0].channel == TOP
    assert len(edition.sections[0].entries[0].headline) < 80
