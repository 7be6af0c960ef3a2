"""Reposts among articles of some 1,070 characters, one in five a copy: rate, growth, and comparing each with each.

Texts are generated from a seed. Seconds are processor time of one core.
"""

import argparse
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

from bench.measurement import Measurement
from ribao.cluster.reposts import find, fold
from ribao.cluster.reposts.compare import is_copy
from ribao.cluster.reposts.text import read
from ribao.types.article import Article, TextFrom

SMALL, LARGE, PART, ASKED = 3_000, 30_000, 6_000, 200
COPIED = 0.2
BEGIN = datetime(2031, 5, 6, tzinfo=UTC)
SYLLABLES = "岚屿青石鹭云雀北海松泉南桥星渡白塔明川长汀远山临江"
ACTS = (
    "发布新款手机",
    "完成新一轮融资",
    "宣布召回部分产品",
    "回应用户投诉",
    "任命新任首席执行官",
    "关闭海外工厂",
    "公布季度财报",
    "起诉竞争对手",
)
TURNS = (
    "{who}{act}",
    "{who}今日{act}，涉及{n}万台",
    "消息称{who}将{act}",
    "{act}：{who}的第{n}天",
    "{who}{act} 官方回应",
)
WHO, WHERE = (["".join(name) for name in permutations(SYLLABLES, letters)] for letters in (3, 2))
_COUNTS = (len(WHO), len(WHERE), len(ACTS), len(TURNS), 9997, 12)


def measure(options: argparse.Namespace) -> Iterator[Measurement]:
    articles = list(_invented(LARGE))
    fold(articles[:10])  # the tables are made once
    small, large = (_seconds(lambda count=count: fold(articles[:count])) for count in (SMALL, LARGE))
    yield Measurement(
        name=f"reposts: fold of {LARGE} articles with text",
        value=round(LARGE / large),
        unit="articles/s",
        aim=">= 1000",
    )
    yield Measurement(
        name=f"reposts: cost an article at {LARGE}",
        value=round(large / LARGE * 1e6),
        unit="µs",
        peer=f"at {SMALL}",
        peer_value=round(small / SMALL * 1e6),
        ratio=round(small / SMALL / (large / LARGE), 2),
        aim=">= 0.5 (growth <= 2x)",
    )
    yield _rewrites(articles[:SMALL])
    yield _brute_force(articles[:PART])


def _rewrites(articles: list[Article]) -> Measurement:
    taken = _seconds(lambda: list(find(articles)))
    return Measurement(
        name=f"reposts: copies and rewrites among {len(articles)}",
        value=round(len(articles) / taken),
        unit="articles/s",
    )


def _brute_force(articles: list[Article]) -> Measurement:
    """The last ``ASKED`` of them, each with all before it, by the same comparison on texts read beforehand."""
    found: dict[str, str] = {}
    ours = _seconds(lambda: found.update(fold(articles))) / len(articles)
    readings = [(read(article.text), article.title) for article in articles]
    known: set[str] = set()

    def each_with_all() -> None:
        for at in range(len(articles) - ASKED, len(articles)):
            text, title = readings[at]
            if any(is_copy(other, text, (name, title), later_excerpt=True) for other, name in readings[:at]):
                known.add(articles[at].id)

    peer = _seconds(each_with_all) / ASKED
    return Measurement(
        name=f"reposts: an article among {len(articles)}, {len(known & found.keys())} of {len(known)} copies found",
        value=round(ours * 1000, 2),
        unit="ms",
        peer="comparing it with each",
        peer_value=round(peer * 1000, 2),
        ratio=round(peer / ours, 1),
        aim=">= 20",
    )


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _invented(count: int) -> Iterator[Article]:
    chance = random.Random(20310508)
    made: list[Article] = []
    for number in range(count):
        at = BEGIN + timedelta(seconds=10 * number)
        if made and chance.random() < COPIED:
            original = chance.choice(made[-2000:])
            text = (f"来源：{original.source_id}报", *original.paragraphs, "打开APP，查看更多精彩内容")
            title = "刚刚，" + original.title
        else:
            text = tuple("".join(_sentence(chance) for _ in range(9)) for _ in range(4))
            title = text[0][:18]
        article = _article(f"{number:06}", title, text, at, f"s{chance.randrange(300)}")
        made.append(article)
        yield article


def _sentence(chance: random.Random) -> str:
    who, where, act, turn, n, month = (int(chance.random() * count) for count in _COUNTS)
    told = TURNS[turn].format(who=WHO[who], act=ACTS[act], n=2 + n)
    return f"{told}，{WHERE[where]}方面表示将于{1 + month}月完成。"


def _article(id_: str, title: str, paragraphs: tuple[str, ...], at: datetime, source: str) -> Article:
    empty = Article(
        id=id_,
        source_id=source,
        url=f"https://{source}.example/{id_}",
        title=title,
        published_at=at,
        dated="feed",
        seen_at=at,
        language="zh-Hans",
        page_sha256="",
        text_from=TextFrom.PAGE,
        paragraphs=(),
    )
    return replace(empty, paragraphs=paragraphs)
