"""What in an article sounds like selling: each word with its place, its kind and how strong it is by itself.

Three places: the headline, the lead (the opening of the text, else of the summary), and the rest of the text. Kinds
are the labels of ``data/promotion.toml``; those with negative weights speak against promotion (a launch, a court).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ribao.annotate.lexicon import Hit
from ribao.annotate.promotion_scan import scanner
from ribao.types.article import Article

LEXICON = "promotion.toml"
LEAD, WHOLE = 400, 6000  # characters: of the lead, and of a text that is looked at in all
SELLING = (
    "sponsored",
    "coupon",
    "low price",
    "sale",
    "giveaway",
    "hurry",
    "where to buy",
    "buying guide",
    "tested",
)
PRAISING = ("praise", "stock phrase", "contact", "own business")
AGAINST = ("launch", "money", "policy", "review", "talk")
KINDS = (*SELLING, *PRAISING, *AGAINST)
VOICE = "voice"  # somebody else than the maker is heard
MOST = 2.0  # what one kind counts in one place, however often it comes
MENTIONED = 0.4  # what the words of a label count where they stand in the middle of things
_LABEL_PARAGRAPH, _LABEL_OFFSET = 90, 1  # characters: a label is short, and says so at once
_ITSELF = ("本文", "此文", "本内容", "以下为", "this post", "this article")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """``where``: "title", "text" or "summary", whose characters ``start`` to ``end`` it is. ``place``: title, lead, rest."""

    where: str
    place: str
    start: int
    end: int
    kind: str
    word: str
    weight: float
    label: bool = False  # a label that declares the whole article to be paid for


def find(article: Article) -> list[Evidence]:
    """In the order in which a reader meets them: the headline first."""
    where, body = ("text", article.text) if article.text else ("summary", article.summary)
    return [*_in_title(article.title), *_in_body(body[:WHOLE], where)]


def _in_title(title: str) -> Iterator[Evidence]:
    for hit in _selling(scanner(LEXICON).find(title[:WHOLE])):
        yield _evidence(hit, "title", "title", label=hit.label == "sponsored" and hit.start == 0)


def _in_body(body: str, where: str) -> Iterator[Evidence]:
    for hit in _selling(scanner(LEXICON).find(body)):
        place = "lead" if hit.start < LEAD else "rest"
        yield _evidence(hit, where, place, label=hit.label == "sponsored" and _is_label(body, hit))


def _selling(hits: Sequence[Hit]) -> Iterator[Hit]:
    """All that has weight, without words of selling over what sells nothing (weight 0): just $56,000, 跌至1元一斤."""
    nothing = {at for hit in hits if not hit.weight for at in range(hit.start, hit.end)}
    sells = (hit for hit in hits if hit.weight)
    return (hit for hit in sells if hit.label not in SELLING or nothing.isdisjoint(range(hit.start, hit.end)))


def _evidence(hit: Hit, where: str, place: str, *, label: bool) -> Evidence:
    weight = hit.weight if label or hit.label != "sponsored" else MENTIONED
    return Evidence(
        where=where,
        place=place,
        start=hit.start,
        end=hit.end,
        kind=hit.label,
        word=hit.word,
        weight=weight,
        label=label,
    )


def _is_label(body: str, hit: Hit) -> bool:
    """It speaks of itself, or begins a short paragraph: an article *about* paid posts has the words amid others."""
    if hit.word.startswith(_ITSELF):
        return True
    begin = body.rfind("\n", 0, hit.start) + 1
    end = body.find("\n", hit.end)
    long = (end if end >= 0 else len(body)) - begin
    return hit.start - begin <= _LABEL_OFFSET and long <= _LABEL_PARAGRAPH


def sums(found: Iterable[Evidence]) -> Mapping[tuple[str, str], float]:
    """(place, kind) → the weights of its different words, without sign, at most :data:`MOST`."""
    best: dict[tuple[str, str, str], float] = {}
    for one in found:
        key = one.place, one.kind, one.word
        best[key] = max(best.get(key, 0.0), abs(one.weight))
    total: dict[tuple[str, str], float] = {}
    for (place, kind, _), weight in sorted(best.items()):
        total[place, kind] = total.get((place, kind), 0.0) + weight
    return {key: min(MOST, weight) for key, weight in total.items()}
