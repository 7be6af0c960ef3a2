"""The invented edition with a ledger, whose top story runs on: earlier and later chapters, stories akin, a changed page."""

from dataclasses import replace
from datetime import datetime, timedelta

from ribao.render.bundle import Around, Bundle, Elsewhere, Kept
from ribao.types.article import Article
from tests.render import invented, ledger

STORY = "000000000000abc0"
DAY = timedelta(days=1)
OLD_TEXT = "云岬科技5月8日凌晨发布公告称，原定本月下旬亮相的折叠屏手机将推迟到7月上旬发布。"
OLD_TITLE = "云岬科技折叠屏推迟到七月发布，首批备货减半"


def elsewhere(story: str, headline: str, at: datetime, reports: int = 1, **more: object) -> Elsewhere:
    values: dict[str, object] = {
        "language": "zh-Hans",
        "excerpt": f"{headline}。相关人士没有透露更多细节。",
        "times": tuple(at + timedelta(hours=hour) for hour in range(reports)),
        "outlet": "半岛科技",
        "url": f"https://bandao.example/{story}",
    }
    return Elsewhere(story=story, headline=headline, at=at, **(values | more))  # type: ignore[arg-type]


def bundle(language: str = "zh") -> Bundle:
    full = ledger.bundle(language)
    close = invented.CLOSE
    around = Around(
        chapters=(
            elsewhere("r1", "云岬折叠屏或推迟：供应链称铰链未过测试", close - 20 * DAY, 5, path=f"s/{STORY[:-1]}1.html", inside=True, outlet=""),
            elsewhere("r2", "云岬回应推迟传闻：按计划推进", close - 6 * DAY, 3),
        ),
        later=(elsewhere("r3", "云岬折叠屏六月十二日发布", close + 5 * DAY, 2, path="d/2026-05-13/s/r3.html"),),
        related=(
            elsewhere("r4", "陆桥折叠屏用上同一家铰链", close - DAY, shared=("云岬科技", "铰链厂")),
            elsewhere("r5", "Hinges: why they fail", close - 2 * DAY, language="en", outlet="The Harbour Ledger"),
        ),
    )  # fmt: skip
    return replace(full, around={STORY: around}, readings={ledger.FIRST: readings(full)})


def readings(full: Bundle) -> tuple[Kept, ...]:
    """The first reading, and the one that the edition shows."""
    now = full.articles[ledger.FIRST]
    was = replace(now, title=OLD_TITLE, paragraphs=(OLD_TEXT, *now.paragraphs[1:]), revision=0)
    close = invented.CLOSE
    return Kept(article=was, read_at=close - timedelta(hours=3)), Kept(article=now, read_at=close - timedelta(hours=1))


def with_text(full: Bundle, old: tuple[str, ...], new: tuple[str, ...]) -> Bundle:
    """The changed page says other things; the ledger, whose spans point into what it said, is gone."""
    article = replace(full.articles[ledger.FIRST], paragraphs=new)
    was: Article = replace(article, paragraphs=old, revision=0)
    kept = (Kept(article=was, read_at=None), Kept(article=article, read_at=invented.CLOSE))
    bare = ledger.with_entry(full, lambda entry: replace(entry, claims=(), sentences=()))
    return replace(bare, articles={**full.articles, article.id: article}, readings={article.id: kept}, annotations={})
