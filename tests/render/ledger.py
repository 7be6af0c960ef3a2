"""The invented edition with a ledger in its top story, of claims made by hand."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from ribao.render.bundle import Bundle
from ribao.types.annotation import Annotation
from ribao.types.attribution import Attribution, Basis, SourceType, Status
from ribao.types.claim import Claim, ClaimChange, Contradiction, Holder
from ribao.types.edition import Entry
from tests.render import invented

NOTICE, REASON, PEOPLE = invented.NEWS[0][5]
FIRST = "0000000000000000"
REPOST = "0000000000000001"
OTHER = "0000000000000002"
GONE = "首批备货量为60万台，五月下旬全部到店。"
FAR = "渠道商则说，补货最快也要等到七月上旬才会到店。"


def holder(text: str, quote: str, status: Status, **more: Any) -> Holder:
    start = text.find(quote)
    values: dict[str, Any] = {
        "speaker": "云岬科技",
        "source_type": SourceType.OFFICIAL,
        "article_id": FIRST,
        "revision": 1,
        "source_id": "lanjiang",
        "at": invented.CLOSE - timedelta(minutes=55),
        "where": "text",
        "span": (start, start + len(quote)),
        "quote": quote,
    }
    return Holder(status=status, **(values | more))


def claim(id_: str, statement: str, status: Status, *holders: Holder, **more: Any) -> Claim:
    history = tuple(
        ClaimChange(at=one.at, status=one.status, article_id=one.article_id, speaker=one.speaker) for one in holders
    )
    values: dict[str, Any] = {"story_id": "000000000000abc0", "language": "zh-Hans", "history": history}
    return Claim(id=id_, statement=statement, status=status, holders=holders, **(values | more))


def claims(text: str) -> tuple[Claim, ...]:
    nobody: dict[str, Any] = {"speaker": "两位了解备货计划的人士", "source_type": SourceType.ANONYMOUS}
    early = invented.CLOSE - timedelta(days=2)
    rumour = holder(
        "",
        "云岬折叠屏或推迟",
        Status.UNVERIFIED,
        **nobody,
        where="title",
        span=(0, 8),
        article_id=OTHER,
        revision=3,
        at=early,
    )
    notice = holder(text, NOTICE, Status.CONFIRMED, copies=(REPOST,))
    stock = holder(text, PEOPLE, Status.UNVERIFIED, **nobody)
    gone = holder("", GONE, Status.UNVERIFIED, **nobody, article_id=OTHER, span=(40, 60), revision=2, gone="corrected")
    far = holder(text, FAR, Status.FORECAST, speaker="", source_type=SourceType.RESEARCH)
    figures = Contradiction(claim_id="k3", kind="figure", ours="30万台", theirs="60万台")
    back = Contradiction(claim_id="k2", kind="figure", ours="60万台", theirs="30万台")
    return (
        claim("k1", "云岬科技折叠屏手机推迟到6月中旬发布", Status.CONFIRMED, rumour, notice, rule="company.product"),
        claim("k2", "首批备货量下调到30万台左右", Status.UNVERIFIED, stock, contradicts=(figures,)),
        claim("k3", "首批备货量为60万台", Status.DENIED, gone, contradicts=(back,)),
        claim("k4", "七月上旬补货", Status.FORECAST, far),
    )


def bundle(language: str = "zh", hedge: str = "") -> Bundle:
    """``FAR`` stands beyond what a public page may show of the first article."""
    full = invented.bundle(language)
    first = full.articles[FIRST]
    longer = replace(first, paragraphs=(*first.paragraphs, "柜台前排起了队。" * 30 + FAR))
    other = replace(full.articles[OTHER], title="云岬折叠屏或推迟", revision=3)
    articles = {**full.articles, FIRST: longer, OTHER: other}
    annotations = {FIRST: marks(FIRST, longer.text)}
    return with_entry(
        replace(full, articles=articles, annotations=annotations), lambda e: _entry(e, longer.text, hedge)
    )


def _entry(entry: Entry, text: str, hedge: str) -> Entry:
    rows = tuple(
        replace(row, title="云岬折叠屏或推迟", revision=3) if row.id == OTHER else row for row in entry.articles
    )
    return replace(entry, articles=rows, claims=claims(text), headline=hedge + entry.headline, headline_hedge=hedge)


def with_entry(full: Bundle, change: Any) -> Bundle:
    top = full.edition.sections[0]
    sections = (replace(top, entries=(change(top.entries[0]), *top.entries[1:])), *full.edition.sections[1:])
    return replace(full, edition=replace(full.edition, sections=sections))


def marks(article_id: str, text: str) -> dict[str, Annotation]:
    start = text.index(REASON)
    said = Attribution(
        where="text",
        sentence=(start, start + len(REASON)),
        source=(start, start + 2),
        cue=(start + 2, start + 3),
        content=(start + 4, start + len(REASON)),
        source_type=SourceType.OFFICIAL,
        status=Status.CONFIRMED,
        basis=Basis.CUE,
    )
    values: dict[str, Any] = {
        "attribution": {"attributions": [said.as_value()]},
        "certainty": {"certainty": "official", "scores": {}, "why": ["公告"]},
        "channel": {"main": "智能手机", "second": None, "scores": {}, "reasons": [{"word": "折叠屏", "channel": "智能手机", "weight": 1.0, "where": "title"}]},
    }  # fmt: skip
    return {
        maker: Annotation(article_id=article_id, revision=1, maker=maker, version=1, value=value)
        for maker, value in values.items()
    }
