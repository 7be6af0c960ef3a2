"""Annotating: all makers over one article of 1,500 characters, in Chinese and in English, on one core.

The texts are invented: news with speakers, figures, products and an advert's closing words, so that every maker has
work. The peer is cutting the same text into words with jieba alone, which search and stories need anyhow.
"""

import argparse
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from time import perf_counter, process_time

from bench.measurement import Measurement
from ribao.types.article import Article, TextFrom
from ribao.types.source import Source

LENGTH, ROUNDS = 1500, 40
CHINESE = """岚屿科技昨晚宣布推出新一代折叠屏手机屿 X9 Pro，起售价 7999 元，10 月 28 日 10:08 开售。
据蓝湾财经援引知情人士的话称，岚屿正与青石半导体洽谈，拟以约 12 亿美元收购其射频业务，谈判仍在进行，可能不会达成协议。
岚屿科技首席执行官顾云舟在发布会上表示：“铰链做了 40 万次弯折测试，我们对它有信心。”他同时承认，首批备货不到 20 万台。
对于收购传闻，该公司发言人回应称不予置评。青石半导体则否认正在出售任何业务，称“相关报道与事实不符”。
市场研究机构远帆咨询发布的报告显示，今年第三季度中国折叠屏手机出货量为 310 万台，同比增长 21.7%，岚屿以 34% 的份额居首。
分析师沈知远认为，内存价格上涨将使安卓旗舰在明年上半年普遍涨价 300 至 500 元。
消息称屿 X9 Ultra 有望在明年 3 月发布，配备 2 亿像素长焦和 6500mAh 电池，支持 120W 有线快充。
市场监管总局同日通报，已对三家电商平台的虚假促销立案调查，并要求限期整改。
有网友爆料，部分用户收到的工程机存在屏幕边缘漏光，岚屿客服表示可凭订单免费更换。
现在下单可享 12 期免息，领券立减 300 元，到手价 7699 元，点击文末链接直达官方旗舰店。
"""
ENGLISH = """Lanyu Technology on Tuesday unveiled the Yu X9 Pro, a foldable phone that starts at $1,099 and ships on October 28.
Bluebay Wire, citing people familiar with the matter, reported that Lanyu is in talks to buy the radio-frequency unit of Bluestone Semiconductor for about $1.2 billion.
"We bent the hinge four hundred thousand times," Lanyu chief executive Gu Yunzhou said at the launch. He admitted that fewer than 200,000 units are in stock.
A spokesperson for the company declined to comment on the talks. Bluestone denied that any part of it was for sale.
According to Farsail Research, 3.1 million foldable phones were shipped in China in the third quarter, up 21.7% from a year earlier.
Analyst Shen Zhiyuan expects memory prices to lift the cost of Android flagships by $40 to $70 next year.
The Yu X9 Ultra is rumored to arrive in March with a 200-megapixel camera and a 6,500mAh battery.
The market regulator said it had opened an investigation into three shopping platforms over misleading discounts.
Save $50 with code FOLD50 at the official store; this is the lowest price we have seen.
"""
SOURCE = Source(id="wire", url="https://wire.example/feed", title="Wire")


def measure(options: argparse.Namespace) -> Iterator[Measurement]:
    from ribao.annotate.makers import MAKERS, annotate

    del options
    for name, text, language in (("Chinese", CHINESE, "zh-Hans"), ("English", ENGLISH, "en")):
        article = _article(text, language)
        ours, alone = _each(lambda a=article: annotate(a, SOURCE)), _each(lambda a=article: _cut(a.text))  # type: ignore[misc]
        yield Measurement(
            name=f"annotate: all {len(MAKERS)} makers, {LENGTH:,} characters of {name}",
            value=round(ours * 1000, 2),
            unit="ms",
            peer="jieba alone on the same text",
            peer_value=round(alone * 1000, 3),
            ratio=round(alone / ours, 3),
            aim="<= 15 ms",
        )
    yield Measurement(
        name="annotate: start-up of a worker, first article included",
        value=round(_start(), 2),
        unit="s",
        aim="<= 1 s",
    )


def _article(text: str, language: str) -> Article:
    body = (text * (LENGTH // len(text) + 1))[:LENGTH]
    at = datetime(2031, 5, 6, tzinfo=UTC)
    return Article(
        id="a", source_id="wire", url="https://wire.example/1", title=body.split("\n", 1)[0][:60], published_at=at,
        dated="feed", seen_at=at, language=language, page_sha256="", text_from=TextFrom.PAGE,
        paragraphs=tuple(body.split("\n")),
    )  # fmt: skip


def _cut(text: str) -> list[str]:
    import rjieba

    return list(rjieba.cut(text))


def _each(work: Callable[[], object]) -> float:
    """Processor seconds of one call, the first left out."""
    work()
    begin = process_time()
    for _ in range(ROUNDS):
        work()
    return (process_time() - begin) / ROUNDS


def _start() -> float:
    """Seconds of a fresh interpreter until the first article is annotated, the interpreter's own start taken off."""

    def run(code: str) -> float:
        begin = perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        return perf_counter() - begin

    work = "from bench.annotate import _article, CHINESE, SOURCE; from ribao.annotate.makers import annotate; annotate(_article(CHINESE, 'zh-Hans'), SOURCE)"
    return min(run(work) for _ in range(2)) - min(run("pass") for _ in range(2))
