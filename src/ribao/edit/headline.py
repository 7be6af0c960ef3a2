"""Headlines: which member's title stands over a story, and how it is cleaned. The words stay the source's own."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ribao.edit.desk import Annotations
from ribao.edit.hedging import bears
from ribao.edit.likeness import Pairs, centrality, pairs
from ribao.edit.marks import phrase, promotional, roundup, talk
from ribao.edit.members import fits, has_body
from ribao.edit.telling import Telling
from ribao.support.folding import bare
from ribao.support.i18n import gettext as _
from ribao.support.i18n import speaking
from ribao.support.sentences import sentences
from ribao.types.article import Article
from ribao.types.attribution import Status
from ribao.types.source import Source, Tier

_HAN = re.compile(r"[\u3400-\u9fff]")
_TAIL = re.compile(r"\s*[-–—_|｜丨·]+\s*([^-–—_|｜丨]{2,30})$")
_CLICKBAIT = re.compile(
    r"[？?]|[！!]|……|震惊|竟然|居然|万万没想到|惊呆|炸裂|炸锅|刷屏|重磅|突发|刚刚|速看|必看|看哭|真相是|背后|揭秘|一文读懂|一文看懂|何以|为何|为什么|怎么|如何|"
    r"^(?:this|these|why|how|what|here(?:'|’)s|i |we |you )|you won(?:'|’)t|won(?:'|’)t believe",
    re.IGNORECASE,
)
_TIERS = {Tier.OFFICIAL: 1, Tier.ORIGINAL: 0, Tier.AGGREGATOR: 2}  # a newsroom's plain words before a maker's own
TALK = 0.5  # from here on a headline is a post and no news
_COMPARED = 24  # headlines of a story that are compared with each other
_LENGTH = (8, 90)  # characters of a headline that says enough and not too much


def clean(title: str, names: Collection[str] = ()) -> str:
    """One line without the site's name at its end. ``names``: of the source, as it calls itself.

    Of a flash that is a whole paragraph the first sentence stands; a headline ends without a full stop.
    """
    text = " ".join(title.split())
    own = {bare(name) for name in names if bare(name)}
    while (tail := _TAIL.search(text)) and bare(tail[1]) in own and text[: tail.start()]:
        text = text[: tail.start()]
    return _first_sentence(text) if "。" in text else text


def _first_sentence(text: str) -> str:
    ends = [end for _, end in sentences(text)]
    first = next((end for end in ends if end >= _LENGTH[0]), len(text))
    return (text[:first] if len(text) > _LENGTH[1] else text).rstrip("。") or text


def headlines(
    articles: Sequence[Article], sources: Mapping[str, Source], annotations: Annotations, language: str
) -> list[tuple[str, str]]:
    """The members' headlines, best first, each once with its source's id; none that is empty of letters.

    In the daily's language and script where there is one; no promotion, no riddle, where another member says it
    plainly; of equals the one whose words most of the others share.
    """

    told = {article.id: pairs(article.title) for article in articles[:_COMPARED]}

    def order(article: Article) -> tuple[object, ...]:
        found = annotations.get(article.id, {})
        return (
            promotional(found),  # an advert in the daily's language gives no headline to news in another
            fits(article, language),
            roundup(found),
            talk(found) >= TALK,
            phrase(found),
            not has_body(article),
            bool(_CLICKBAIT.search(article.title)),
            not _LENGTH[0] <= len(article.title) <= _LENGTH[1],
            _TIERS[sources[article.source_id].tier],
            -_typical(article, told),
            article.published_at,
            article.id,
        )

    titles: dict[str, tuple[str, str]] = {}
    for article in sorted(articles, key=order):
        text = clean(article.title, (sources[article.source_id].title, article.source_name))
        if bare(text):
            titles.setdefault(bare(text), (text, article.source_id))
    return list(titles.values())


def _typical(article: Article, told: Mapping[str, Pairs]) -> float:
    """How much of its words the story's other headlines share, 0 to 1, in steps that leave near equals equal."""
    own = told.get(article.id)
    return round(centrality(own, [other for id_, other in told.items() if id_ != article.id]), 1) if own else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """``text`` begins with ``hedge``, the daily's own words before the source's; empty for none."""

    text: str
    hedge: str = ""


def safe(options: Sequence[str], telling: Telling, language: str) -> Headline:
    """The first of ``options`` (best first, the source's own words) that tells no rumour as a fact.

    The best stays where it states what the ledger holds for sure, or carries its own hedge, source or denial. Else the
    next in its language that does so; where none does, the best with the daily's own word before it.
    """
    best = options[0]
    status = telling.status(best)
    if status is None or bears(best, status):
        return Headline(text=best)
    akin = [one for one in options[1:] if _chinese(one) == _chinese(best)]
    plain = next((one for one in akin if _carries(one, status, telling)), None)
    if plain is not None:
        return Headline(text=plain)
    hedge = hedge_words(status, language)
    return Headline(text=hedge + best, hedge=hedge)


def hedge_words(status: Status, language: str) -> str:
    """未经证实：, "Unverified: " ..."""
    with speaking(language):
        return _("Denied: ") if status is Status.DENIED else _("Unverified: ")


def _carries(text: str, status: Status, telling: Telling) -> bool:
    """Whether it says itself how unsure its claim is, and its claim is no less sure than the best headline's."""
    own = telling.status(text)
    return bears(text, status) and (own is None or bears(text, own))


def _chinese(text: str) -> bool:
    return bool(_HAN.search(text))
