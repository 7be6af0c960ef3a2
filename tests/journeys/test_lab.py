"""The same articles through ``ribao daily``, over real HTTP into a real database, and through ``ribao lab stories``."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path

import pytest

from ribao.support.store.sqlite import open_store
from ribao.types.article import Article
from tests import press
from tests.journeys.program import ribao

pytestmark = pytest.mark.slow

EVENTS = (
    ("青石港灯塔停用三十年后重新点亮", "停用三十年，青石港灯塔今晨重新点亮", "青石港灯塔重新点亮 下周向公众开放"),
    ("云雀科技任命乔一苇为首席财务官", "云雀科技换帅：乔一苇出任首席财务官", "乔一苇任云雀科技首席财务官"),
    (
        "苍鹭召回1.2万台割草机器人",
        "Heron recalls 12,000 robot lawnmowers over blade fault",
        "刀片缺陷 苍鹭割草机器人召回",
    ),
    ("云雀 Zeta X300 手机发布，售价 3999 元", "云雀 Zeta X200 手机发布，售价 3999 元", "云雀发布 Zeta X300，3999元起"),
    (
        "鹭岛大桥因大雾封闭两小时",
        "大雾锁桥：鹭岛大桥一度封闭",
        "【早报】鹭岛大桥封闭；苍鹭召回割草机器人；青石港灯塔点亮",
    ),
    ("青石港灯塔停用三十年后重新点亮", "突发！一工厂起火", "🎉🎉🎉"),
)


def feed(base: str, outlet: int) -> bytes:
    """Titles and summaries only: no page stands behind them."""
    rows = []
    for n, event in enumerate(EVENTS):
        when = press.AT - timedelta(minutes=30 + 37 * n + 11 * outlet)
        summary = f"{event[outlet]}，消息人士{outlet}说，详情将在{n}日后公布。" if n % 2 else ""
        rows.append(
            f"<item><title>{escape(event[outlet])}</title><link>{base}/o{outlet}/{n}.html</link>"
            f"<guid isPermaLink='false'>o{outlet}-{n}</guid><pubDate>{format_datetime(when)}</pubDate>"
            f"<description>{escape(summary)}</description></item>"
        )
    head = f"<title>第{outlet + 1}通讯社</title><link>{base}/o{outlet}/</link><description>测试</description>"
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{head}{"".join(rows)}</channel></rss>'.encode()


def told_daily(folder: Path) -> tuple[dict[str, str], tuple[Article, ...]]:
    """Article id → story id as the daily stored them, and the articles."""
    day = timedelta(days=2)
    with closing(open_store(folder / "data", read_only=True)) as store:
        articles = store.articles(press.AT - day, press.AT + day)
        stories = store.stories_of([one.id for one in articles])
    return {article: story.id for article, story in stories.items()}, articles


def item(article: Article) -> dict[str, str]:
    return {
        "id": article.id,
        "source": article.source_id,
        "kind": "rss",
        "t": article.published_at.isoformat(),
        "title": article.title,
        "url": article.url,
        "summary": article.summary,
    }


def groups(stories: Mapping[str, str]) -> set[frozenset[str]]:
    members: dict[str, set[str]] = defaultdict(set)
    for article, story in stories.items():
        members[story].add(article)
    return {frozenset(ids) for ids in members.values()}


def told_lab(articles: Iterable[Article], folder: Path) -> dict[str, str]:
    lines = [json.dumps(item(article), ensure_ascii=False) for article in articles]
    (folder / "items.jsonl").write_text("\n".join(lines), encoding="utf-8")
    ribao("lab", "stories", "items.jsonl", "-o", "told.json", cwd=folder)
    found: dict[str, str] = json.loads((folder / "told.json").read_text(encoding="utf-8"))
    return found


def test_daily_and_lab_tell_the_same_stories(tmp_path: Path) -> None:
    with press.running(outlets=3, entries=0) as world:
        for outlet in range(3):
            world.paths[f"/o{outlet}/feed.xml"] = ("application/rss+xml", feed(world.base, outlet), 200)
        ribao("daily", "--at", press.AT.isoformat(), "--sources", world.opml(), "--data", "data", cwd=tmp_path)
    daily, articles = told_daily(tmp_path)
    assert len(daily) == len(articles) == 18
    assert datetime.fromisoformat(item(articles[0])["t"]).tzinfo is not None
    lab = told_lab(articles, tmp_path)
    assert groups(lab) == groups(daily)
    assert lab == daily  # even the names: both are of the first article
    assert max(map(len, groups(lab))) >= 3
    assert len(groups(lab)) > 6
