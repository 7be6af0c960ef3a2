"""The same articles through ``ribao daily``, over real HTTP into a real database, and through ``ribao lab claims``."""

import json
from contextlib import closing
from datetime import timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path
from typing import Any

import pytest

from ribao.commands.lab_claims import as_row
from ribao.support.store.sqlite import open_store
from ribao.types.article import Article
from ribao.types.edition import Entry
from tests import press
from tests.journeys.program import ribao

pytestmark = pytest.mark.slow

TITLES = (
    "云雀科技首席财务官乔一苇据传将离职",
    "云雀科技回应首席财务官乔一苇离职传闻",
    "云雀科技首席财务官乔一苇离职 股价下跌",
)
TEXTS = (
    (
        "据知情人士透露，云雀科技首席财务官乔一苇将于月底离职。知情人士称，云雀科技正在寻找接替人选，范围包括两家同行。",
        "乔一苇2025年加入云雀科技，主管财务和投资者关系。公司尚未就此置评，市场对接下来的安排议论不少。",
    ),
    (
        "针对首席财务官离职的传闻，云雀科技表示，乔一苇因个人原因辞去首席财务官一职。云雀科技称，财务工作一切正常，交接已经开始。",
        "云雀科技总部设在青石港，主要生产手机和平板电脑，去年在国内市场的出货排在前五位。",
    ),
    (
        "云雀科技首席财务官乔一苇离职的消息传出后，云雀科技股价周二下跌。分析师周砚秋认为，云雀科技今年的利润或将下降8%。",
        "另据路灯社报道，云雀科技将裁员300人。云雀科技对此没有回应记者的提问，只说会按规定披露信息。",
    ),
)


def feed(base: str, outlet: int) -> bytes:
    """One item with its whole text, and no page behind it."""
    when = press.AT - timedelta(hours=9 - 3 * outlet)
    body = escape("".join(f"<p>{text}</p>" for text in TEXTS[outlet]))
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>第{outlet + 1}通讯社</title><link>{base}/o{outlet}/</link><description>测试</description>"
        f"<item><title>{TITLES[outlet]}</title><link>{base}/o{outlet}/1.html</link><guid>{base}/o{outlet}/1.html</guid>"
        f"<pubDate>{format_datetime(when)}</pubDate><content:encoded>{body}</content:encoded></item></channel></rss>"
    ).encode()


def told_daily(folder: Path) -> tuple[list[Entry], dict[str, Article], dict[str, str]]:
    with closing(open_store(folder / "data", read_only=True)) as store:
        key = store.editions()[0]
        edition = store.edition(key.date, key.profile, key.revision)
        articles = store.articles(press.AT - timedelta(days=2), press.AT + timedelta(days=2))
        titles = {source.id: source.title for source in store.sources()}
    assert edition is not None
    return [e for s in edition.sections for e in s.entries], {one.id: one for one in articles}, titles


def row(article: Article, titles: dict[str, str]) -> dict[str, Any]:
    return {
        "id": article.id, "title": article.title, "text": article.text, "source": titles[article.source_id],
        "published_at": article.published_at.isoformat(),
    }  # fmt: skip


def test_daily_and_lab_write_the_same_ledger(tmp_path: Path) -> None:
    with press.running(outlets=3, entries=0) as world:
        for outlet in range(3):
            world.paths[f"/o{outlet}/feed.xml"] = ("application/rss+xml", feed(world.base, outlet), 200)
        ribao("daily", "--at", press.AT.isoformat(), "--sources", world.opml(), "--data", "data", cwd=tmp_path)
    entries, articles, titles = told_daily(tmp_path)
    entry = max(entries, key=lambda one: len(one.articles))
    assert entry.claims
    lines = [json.dumps(row(articles[one.id], titles), ensure_ascii=False) for one in entry.articles]
    (tmp_path / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")
    ribao("lab", "claims", "articles.jsonl", "-o", "claims.json", cwd=tmp_path)
    lab = json.loads((tmp_path / "claims.json").read_text(encoding="utf-8"))["claims"]
    assert lab == [as_row(claim) for claim in entry.claims]
    for claim in lab:
        for holder in claim["holders"]:
            article = articles[holder["article"]]
            assert holder["quote"] in (article.text + "\n" + article.title)
