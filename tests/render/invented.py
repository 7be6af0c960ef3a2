"""An invented edition for the tests of pages: two languages, reposts, a failed source. All names are made up."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from ribao.render.bundle import Bundle
from ribao.types.article import Article, TextFrom
from ribao.types.edition import Citation, Edition, Entry, EntryArticle, FailedSource, Section, Sentence
from ribao.types.reason import Code, Reason
from ribao.types.source import Licence, Source
from ribao.types.story import Member, Story

DAY = date(2026, 5, 8)
CLOSE = datetime(2026, 5, 7, 23, 0, tzinfo=UTC)

# channel, minutes before the close, outlet, editor, headline, digest sentences
NEWS: tuple[tuple[str, int, str, str, str, tuple[str, ...]], ...] = (
    (
        "头条",
        55,
        "澜江日报",
        "沈未晞",
        "云岬科技确认新一代折叠屏推迟到六月发布，首批备货减半",
        (
            "云岬科技5月8日凌晨发布公告称，原定本月下旬亮相的折叠屏手机将推迟到6月中旬发布。",
            "公告说，推迟的原因是铰链供应商在可靠性测试中发现了需要修正的问题，与屏幕无关。",
            "两位了解备货计划的人士表示，首批备货量已从60万台下调到30万台左右。",
        ),
    ),
    (
        "头条",
        190,
        "数川财经",
        "",
        "三省联合试点旧手机回收补贴，每台最高抵扣五百元",
        ("试点从6月1日开始，居民凭旧手机可在指定门店抵扣最高500元。",),
    ),
    (
        "头条",
        240,
        "The Harbour Ledger",
        "",
        "Northwick chip plant restarts two of four lines after a week-long outage",
        (
            "Two of the four production lines at the Northwick plant have been running since Thursday morning.",
            "The company expects the other two to follow within ten days.",
        ),
    ),
    (
        "业界资讯",
        80,
        "半岛科技",
        "林渡",
        "青穹云把推理服务价格再降三成，称新机房电费只有去年的一半",
        (
            "青穹云宣布自5月10日起下调推理服务价格，平均降幅为31%。",
            "公司解释说，新机房使用水电，电费约为去年的一半。",
        ),
    ),
    ("业界资讯", 130, "数川财经", "", "白榆资本领投存储初创公司砾石，金额未披露", ()),
    ("业界资讯", 410, "The Harbour Ledger", "", "Regulator asks three app stores to publish their ranking rules", ()),
    ("业界资讯", 520, "澜江日报", "贺兰舟", "八家物流公司统一电子面单格式，六月起互认", ()),
    (
        "智能手机",
        95,
        "掌上先锋",
        "周既白",
        "陆桥手机公布五年系统更新承诺，旧机型最早可追溯到2023年",
        (
            "陆桥手机在昨天的开发者会上承诺，今后发布的机型都将获得五年系统更新。",
            "2023年以后发布的六款旧机型也在名单之内。",
        ),
    ),
    ("智能手机", 300, "半岛科技", "", "实测：四款千元机夜间拍照对比，差距主要在防抖", ()),
    ("智能手机", 615, "掌上先锋", "", "云岬旧款折叠屏以旧换新价格上调两百元", ()),
    (
        "电脑硬件",
        160,
        "硬件工坊",
        "",
        "砾石公布首款PCIe 6.0固态硬盘，顺序读取超过每秒28 GB",
        ("砾石称，样品的顺序读取速度达到每秒28.1 GB，功耗控制在11瓦以内。",),
    ),
    ("电脑硬件", 260, "Circuit & Solder", "", "Review: the Tarn B80 board is quiet, cheap and short of ports", ()),
    ("电脑硬件", 700, "硬件工坊", "唐一苇", "内存现货价连跌三周，渠道称库存仍在高位", ()),
    (
        "智能家电",
        210,
        "南湾消费报",
        "",
        "新国标要求洗衣机标注真实用水量，明年一月实施",
        (
            "新标准要求在能效标识上注明标准程序下的实际用水量，误差不得超过5%。",
            "标准将于2027年1月1日起实施，已售产品不受影响。",
        ),
    ),
    ("智能家电", 480, "半岛科技", "", "三家厂商的扫地机器人可以共用同一张家庭地图了", ()),
    (
        "耳机音频",
        350,
        "Circuit & Solder",
        "Mara Quill",
        "Open-ear headphones from Larkfield pass an independent hearing-safety test",
        ("The laboratory measured a peak of 84 decibels, below the limit of 85 that it recommends for daily use.",),
    ),
    (
        "热点资讯",
        30,
        "澜江日报",
        "沈未晞",
        "暴雨过后，澜江大桥恢复双向通行",
        ("澜江大桥于8日清晨6时30分恢复双向通行，沿线公交同步恢复。",),
    ),
    ("热点资讯", 150, "南湾消费报", "", "多地图书馆延长夜间开放时间，周末到晚上十点", ()),
    ("热点资讯", 270, "数川财经", "", "五一返程高峰过后，高铁票改签量回落四成", ()),
    ("其他", 560, "The Harbour Ledger", "", "A lighthouse keeper's logbook, digitised after 140 years", ()),
)
OUTLETS = {
    "澜江日报": "lanjiang",
    "数川财经": "shuchuan",
    "The Harbour Ledger": "harbour",
    "半岛科技": "bandao",
    "掌上先锋": "zhangshang",
    "硬件工坊": "yingjian",
    "Circuit & Solder": "circuit",
    "南湾消费报": "nanwan",
}


def sources() -> dict[str, Source]:
    made = {key: Source(id=key, url=f"https://{key}.example/feed", title=name) for name, key in OUTLETS.items()}
    made["yingjian"] = replace(made["yingjian"], licence=Licence.FULL)
    return made


def article(number: int, title: str, outlet: str, editor: str, before: int, told: tuple[str, ...]) -> Article:
    english = title.isascii()
    filler = "Further details were not given." if english else "截至发稿，公司没有透露更多细节。"
    joint = " " if english else ""
    paragraphs = tuple(f"{sentence}{joint}{filler}" for sentence in told) + ((filler,) if told else ())
    key = f"{number:016x}"
    return Article(
        id=key,
        source_id=OUTLETS[outlet],
        url=f"https://{OUTLETS[outlet]}.example/{number}",
        title=title,
        published_at=CLOSE - timedelta(minutes=before),
        dated="page",
        seen_at=CLOSE - timedelta(minutes=before - 2),
        language="en" if english else "zh-Hans",
        page_sha256=hashlib.sha256(key.encode()).hexdigest(),
        text_from=TextFrom.PAGE if told else TextFrom.NONE,
        paragraphs=paragraphs,
        source_name="" if english else outlet,
        editor=editor,
        byline="Mara Quill" if english else "本报记者 顾南星",
        reason=None if told else Reason(code=Code.ROBOTS_DENIED, detail="Disallow: /"),
    )


def shown(one: Article, outlet: str, repost_of: str | None = None) -> EntryArticle:
    return EntryArticle(
        id=one.id,
        revision=one.revision,
        title=one.title,
        url=one.url,
        source=outlet,
        source_id=one.source_id,
        editor=one.editor,
        published_at=one.published_at,
        language=one.language,
        repost_of=repost_of,
    )


def sentences(one: Article, told: tuple[str, ...]) -> tuple[Sentence, ...]:
    made = []
    for sentence in told:
        start = one.text.index(sentence)
        where = Citation(article=one.id, page_sha256=one.page_sha256, start=start, end=start + len(sentence))
        made.append(Sentence(text=sentence, citations=(where,)))
    return tuple(made)


def _entry(number: int, row: tuple[str, int, str, str, str, tuple[str, ...]]) -> tuple[Entry, list[Article]]:
    channel, before, outlet, editor, headline, told = row
    first = article(number * 100, headline, outlet, editor, before, told)
    articles, listed = [first], [shown(first, outlet)]
    others = [name for name in OUTLETS if name != outlet]
    for extra in range(6 if number == 0 else number % 3):
        name = others[(number + extra) % len(others)]
        repost = first.id if extra % 2 == 0 else None
        title = (
            headline if repost else f"{headline[:18]}：更多细节" if not headline.isascii() else f"More on: {headline}"
        )
        other = article(number * 100 + extra + 1, title, name, "", before - 5 - extra, told if repost else ())
        articles.append(other)
        listed.append(shown(other, name, repost))
    channels = (
        ("智能手机",) if channel == "头条" and number == 0 else ("业界资讯",) if channel == "头条" else (channel,)
    )
    made = Entry(
        story=f"{number + 0xABC0:016x}",
        headline=headline,
        sentences=sentences(first, told),
        articles=tuple(listed),
        first_seen=first.published_at,
        rank_terms={"tier": 0.5, "independent": 1.25, "recency": round(1 - before / 1440, 4)},
        channels=channels,
    )
    return made, articles


def bundle(language: str = "zh", *, sample: bool = False, revision: int = 1) -> Bundle:
    entries: dict[str, list[Entry]] = {}
    articles: dict[str, Article] = {}
    stories: dict[str, Story] = {}
    for number, row in enumerate(NEWS):
        made, written = _entry(number, row)
        entries.setdefault(row[0], []).append(made)
        articles |= {one.id: one for one in written}
        stories[made.story] = _story(made)
    edition = Edition(
        date=DAY,
        profile="daily",
        revision=revision,
        made_at=CLOSE + timedelta(minutes=3),
        as_of=CLOSE,
        timezone="Asia/Shanghai",
        sections=tuple(Section(channel=name, entries=tuple(listed)) for name, listed in entries.items()),
        counts={"articles": 1482, "sources": 61, "stories": 412, "entries": len(NEWS), "muted": 7},
        failed=(
            FailedSource(id="dead", title="北岸周刊", reason=Reason(code=Code.HTTP_NOT_FOUND, detail="404 Not Found")),
            FailedSource(id="slow", title="Slow Wire", reason=Reason(code=Code.TIMED_OUT, detail="60 s")),
        ),
        sample=sample,
    )
    return Bundle(
        edition=edition,
        articles=articles,
        sources=sources(),
        stories=stories,
        annotations={},
        title="智能日报",
        language=language,
    )


def empty(language: str = "zh") -> Bundle:
    full = bundle(language)
    edition = replace(full.edition, sections=(), failed=(), counts={"articles": 0, "sources": 61, "stories": 0})
    return replace(full, edition=edition, articles={}, stories={})


def with_headline(text: str) -> Bundle:
    """The invented edition, whose top story and its first article are called ``text``."""
    full = bundle()
    top = full.edition.sections[0]
    entry = top.entries[0]
    first = replace(entry.articles[0], title=text, source=text[:300], editor=text[:300])
    changed = replace(entry, headline=text, articles=(first, *entry.articles[1:]))
    sections = (replace(top, entries=(changed, *top.entries[1:])), *full.edition.sections[1:])
    body = replace(full.articles[first.id], title=text, paragraphs=(text,), byline=text[:300])
    return replace(full, edition=replace(full.edition, sections=sections), articles={**full.articles, first.id: body})


def _story(entry: Entry) -> Story:
    members = tuple(
        Member(article_id=one.id, repost_of=one.repost_of, evidence={"score": 0.71, "words": ["折叠屏", "推迟"]})
        for one in entry.articles
    )
    times = [one.published_at for one in entry.articles]
    return Story(id=entry.story, members=members, first_seen=min(times), last_seen=max(times))
