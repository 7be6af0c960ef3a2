"""A small store of invented news about two phones, their maker and its head, as the stages before would leave it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from ribao.annotate import specifications
from ribao.edit.register import register
from ribao.support.store.memory import MemoryStore
from ribao.support.store.port import Reading
from ribao.types.annotation import Annotation
from ribao.types.article import Article, TextFrom
from ribao.types.attribution import Attribution, SourceType, Status
from ribao.types.claim import Claim, ClaimChange, Holder
from ribao.types.edition import Edition, Entry, EntryArticle, Section
from ribao.types.page import Page
from ribao.types.source import Source, Tier
from ribao.types.story import Member, Story
from tests.contracts.made import a_lead, show

CLOSE = datetime(2026, 5, 7, 23, 0, tzinfo=UTC)
DAY = date(2026, 5, 8)
PHONE = {"id": "product-云岬-x9", "kind": "product", "name": "云岬 X9", "aliases": ["X9"]}
RIVAL = {"id": "product-luqiao-9", "kind": "product", "name": "陆桥 9", "aliases": []}
MAKER = {"id": "organisation-云岬科技", "kind": "organisation", "name": "云岬科技", "aliases": ["云岬", "Yunjia"]}
HEAD = {"id": "person-shen-weixi", "kind": "person", "name": "沈未晞", "aliases": [], "role": "首席执行官"}

# key, source, hours before the close, title, text, things
NEWS: tuple[tuple[str, str, int, str, str, tuple[dict[str, Any], ...]], ...] = (
    (
        "launch",
        "maker",
        30,
        "云岬 X9 正式发布",
        "云岬 X9 搭载骁龙 8 至尊版，内置6500mAh电池，机身重198克。",
        (PHONE, MAKER),
    ),
    ("leak", "beta", 50, "云岬 X9 参数曝光", "据知情人士透露，云岬 X9 内置7000mAh电池。", (PHONE, MAKER)),
    (
        "review",
        "alpha",
        5,
        "云岬 X9 与陆桥 9 对比",
        "云岬 X9 内置6500mAh电池。陆桥 9 的电池容量为5500mAh。",
        (PHONE, RIVAL),
    ),
    ("head", "alpha", 2, "云岬科技首席执行官沈未晞辞职", "沈未晞今日宣布辞去云岬科技首席执行官一职。", (HEAD, MAKER)),
)
SOURCES = {
    "alpha": Source(id="alpha", url="https://alpha.example/feed", title="澜江日报"),
    "beta": Source(id="beta", url="https://beta.example/feed", title="半岛科技"),
    "maker": Source(id="maker", url="https://maker.example/feed", title="云岬新闻室", tier=Tier.OFFICIAL),
}


def lead_id(key: str) -> str:
    return a_lead(key, next(row[1] for row in NEWS if row[0] == key)).id


def article_of(row: tuple[str, str, int, str, str, tuple[dict[str, Any], ...]]) -> Article:
    key, source, hours, title, text, _things = row
    return Article(
        id=lead_id(key),
        source_id=source,
        url=f"https://{source}.example/{key}",
        title=title,
        published_at=CLOSE - timedelta(hours=hours),
        dated="page",
        seen_at=CLOSE - timedelta(hours=hours),
        language="zh-Hans",
        page_sha256="0" * 64,
        text_from=TextFrom.PAGE,
        paragraphs=(text,),
    )


def named(article: Article, things: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    """The value of the maker "names", its spans wherever a name stands."""
    rows = []
    for thing in things:
        spans = []
        for where, text in (("title", article.title), ("text", article.text)):
            at = text.find(thing["name"])
            while at >= 0:
                spans.append([where, at, at + len(thing["name"])])
                at = text.find(thing["name"], at + 1)
        rows.append({"role": "", "organisation": "", **thing, "spans": spans})
    return {"names": rows}


def note(article: Article, maker: str, value: dict[str, Any]) -> Annotation:
    return Annotation(article_id=article.id, revision=article.revision, maker=maker, version=1, value=value)


def rumour(article: Article) -> dict[str, Any]:
    """Its whole text is what somebody without a name says."""
    said = Attribution(
        where="text",
        sentence=(0, len(article.text)),
        source=(1, 5),
        cue=(5, 7),
        content=(8, len(article.text)),
        source_type=SourceType.ANONYMOUS,
        status=Status.UNVERIFIED,
    )
    return {"attributions": [said.as_value()]}


def keep(store: MemoryStore, article: Article, things: tuple[dict[str, Any], ...]) -> None:
    lead = replace(a_lead(article.url.rpartition("/")[2], article.source_id), published_at=article.published_at)
    show(store, lead)
    page = Page(
        sha256="0" * 64, url=article.url, requested_url=article.url, status=200, headers=(), fetched_at=CLOSE, body=b""
    )
    store.save_readings([Reading(lead_id=lead.id, article=article, page=page)])
    names = named(article, things)
    notes = [note(article, "names", names), specifications.annotation(article, names)]
    if "知情人士" in article.text:
        notes.append(note(article, "attribution", rumour(article)))
    register(store, notes)
    store.put_annotations(notes)


def claim(article: Article) -> Claim:
    holder = Holder(
        speaker="沈未晞",
        source_type=SourceType.OFFICIAL,
        status=Status.CONFIRMED,
        article_id=article.id,
        revision=1,
        source_id=article.source_id,
        at=article.published_at,
        where="text",
        span=(0, len(article.text)),
        quote=article.text,
    )
    change = ClaimChange(at=article.published_at, status=Status.CONFIRMED, article_id=article.id)
    statement = "沈未晞辞去云岬科技首席执行官一职"
    return Claim(
        id="c1", story_id="s-head", statement=statement, language="zh-Hans", status=Status.CONFIRMED,
        holders=(holder,), history=(change,),
    )  # fmt: skip


def store() -> MemoryStore:
    """All four articles, each a story of its own; the edition tells the newest two."""
    made = MemoryStore()
    made.put_sources(SOURCES.values())
    articles = {row[0]: article_of(row) for row in NEWS}
    for row in NEWS:
        keep(made, articles[row[0]], row[5])
    stories = [
        Story(
            id=f"s-{key}",
            members=(Member(article_id=one.id),),
            first_seen=one.published_at,
            last_seen=one.published_at,
            voices=((one.id,),),
        )
        for key, one in articles.items()
    ]
    made.put_stories(stories, CLOSE)
    made.put_edition(edition(articles))
    return made


def edition(articles: dict[str, Article]) -> Edition:
    entries = tuple(
        Entry(
            story=f"s-{key}",
            headline=articles[key].title,
            sentences=(),
            articles=(shown(articles[key]),),
            first_seen=articles[key].published_at,
            rank_terms={"tier": 1.0},
            channels=("智能手机",),
            claims=(claim(articles[key]),) if key == "head" else (),
        )
        for key in ("head", "review")
    )
    return Edition(
        date=DAY,
        profile="daily",
        revision=1,
        made_at=CLOSE,
        as_of=CLOSE,
        timezone="Asia/Shanghai",
        sections=(Section(channel="智能手机", entries=entries),),
        counts={"articles": 4, "sources": 3, "stories": 4},
    )


def shown(one: Article) -> EntryArticle:
    return EntryArticle(
        id=one.id, revision=1, title=one.title, url=one.url, source=SOURCES[one.source_id].title,
        source_id=one.source_id, editor="", published_at=one.published_at, language=one.language,
    )  # fmt: skip
