"""Stories of a batch of headlines: seconds and growth, and annotation against cutting the words alone.

Headlines are generated from a seed; with ``--data DIR`` those of the archives there are taken instead.
"""

import argparse
import gzip
import json
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.measurement import Measurement
from ribao.annotate.makers import annotate
from ribao.annotate.words import tokens, words_of
from ribao.cluster.stories import cluster
from ribao.pipeline import join
from ribao.types.article import Article, TextFrom
from ribao.types.source import Source

SMALL, WITH_TEXT, LARGE = 1_500, 3_800, 10_000
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


def measure(options: argparse.Namespace) -> Iterator[Measurement]:
    articles = list(_archive(options.data, LARGE)) if options.data else list(_invented(LARGE))
    words = {article.id: words_of(article) for article in articles}
    small, large = (_seconds(lambda count=count: cluster(articles[:count], words)) for count in (SMALL, LARGE))
    yield Measurement(name=f"stories: {SMALL} headlines", value=round(small, 2), unit="s", aim="<= 2 s")
    yield Measurement(
        name=f"stories: {LARGE} headlines",
        value=round(large, 2),
        unit="s",
        peer=f"quadratic growth from {SMALL}",
        peer_value=round(small * (LARGE / SMALL) ** 2, 1),
        ratio=round(small * (LARGE / SMALL) ** 2 / large, 1),
        aim="grows slower than pairs do",
    )
    yield _joining()
    yield _annotation()


def _joining() -> Measurement:
    """The whole fourth stage (words cut, reposts folded, stories made) of articles with some 900 characters of text."""
    chance = random.Random(20310507)
    sentences = [article.title + "。" for article in _invented(4000)]
    articles = [
        replace(article, paragraphs=("".join(chance.sample(sentences, 50)),), text_from=TextFrom.PAGE)
        for article in _invented(WITH_TEXT)
    ]
    sources = {"s": Source(id="s", url="https://s.example", title="s")}
    taken = _seconds(lambda: join(articles, {}, sources))
    return Measurement(
        name=f"stories: {WITH_TEXT} articles with text, all of it", value=round(taken, 2), unit="s", aim="<= 4 s"
    )


def _annotation() -> Measurement:
    text = "".join(article.title + "。" for article in _invented(120))[:1500]
    full = replace(next(_invented(1)), paragraphs=(text,))
    source = Source(id="s", url="https://s.example", title="s")
    annotate(full, source)
    ours = _seconds(lambda: [annotate(full, source) for _ in range(50)]) / 50
    cut = _seconds(lambda: [tokens(text) for _ in range(50)]) / 50
    return Measurement(
        name="annotate: an article of 1,500 characters",
        value=round(ours * 1000, 2),
        unit="ms",
        peer="cutting all its words alone",
        peer_value=round(cut * 1000, 2),
        ratio=round(cut / ours, 2),
        aim="<= 15 ms",
    )


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()  # of one core, however busy the other tasks keep it
    work()
    return time.process_time() - started


def _invented(count: int) -> Iterator[Article]:
    chance = random.Random(20310506)
    for number in range(count):
        event = random.Random(number // 3 if number % 4 else chance.randrange(count))
        who, act = "".join(event.sample(SYLLABLES, 3)), event.choice(ACTS)
        title = chance.choice(TURNS).format(who=who, act=act, n=event.randrange(2, 99))
        yield _article(f"{number:06}", title, BEGIN + timedelta(seconds=10 * number))


def _archive(folder: Path, count: int) -> Iterator[Article]:
    for file in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                if count == 0:
                    return
                count -= 1
                item = json.loads(line)
                yield _article(item["id"], item["title"], datetime.fromisoformat(item["t"]))


def _article(id_: str, title: str, at: datetime) -> Article:
    return Article(
        id=id_,
        source_id="s",
        url="",
        title=title,
        published_at=at,
        dated="feed",
        seen_at=at,
        language="zh-Hans",
        page_sha256="",
        text_from=TextFrom.NONE,
        paragraphs=(),
    )
