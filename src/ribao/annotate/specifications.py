"""Specifications: properties that an article states of products that it names, each with its place in the text.

Value::

    {"specifications": [{"thing": id, "name": "battery", "value": "6000", "unit": "mAh", "where": "title" | "text" |
                         "summary", "span": [start, end], "sentence": [start, end]}]}

``thing`` is an id of the maker "names". ``value`` is put in one form (5000万像素 is 50 MP, 9月9日 is 2026-09-09),
``span`` are the words themselves. A value belongs to the product that was named last before it in its sentence, else
to the one that the headline is about.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ribao.annotate.stated_values import Stated, rules, values_in
from ribao.support.folding import fold
from ribao.support.sentences import sentences
from ribao.types.annotation import Annotation
from ribao.types.article import Article

NAME = "specifications"
VERSION = 1
# the properties there are, in the order of a table
PROPERTIES = (
    "release",
    "preorder",
    "on_sale",
    "price",
    "chip",
    "memory",
    "storage",
    "screen",
    "cover_screen",
    "refresh",
    "battery",
    "charging",
    "wireless_charging",
    "reverse_charging",
    "camera",
    "telephoto",
    "ultrawide",
    "front_camera",
    "weight",
    "thickness",
    "thickness_folded",
)
MOST = 80  # of one article
LONGEST = 20_000  # characters of a text that are read
NEAR = 12  # characters between a product that something is compared with and a figure of its own
FAR, STRICT = 80, 40  # characters from a product to a figure of its own, and to a date
BEHIND = 24  # characters between a figure and the product that follows it
BACK = 300  # characters back to the product that the sentences before were about

_MARKS = ",;。、"
_FOR = (" on", " for", " to", "登陆", "登录")
_ALIKE = ("同款", "同级", "同样", "相同", "同等")  # 与 X8 同款的芯片

Place = tuple[int, int, str]  # start, end, id of a product


def annotation(article: Article, names: Mapping[str, Any]) -> Annotation:
    """``names``: the value of the maker "names" for the same revision of the article."""
    return Annotation(
        article_id=article.id,
        revision=article.revision,
        maker=NAME,
        version=VERSION,
        value={"specifications": found(article, names)},
    )


def found(article: Article, names: Mapping[str, Any]) -> list[dict[str, Any]]:
    """In order of position, the title first; the same value of the same product is listed once a text."""
    products = [row for row in names.get("names", ()) if row["kind"] == "product"]
    if not products:
        return []
    topic = _topic(products)
    body = {"text": article.text} if article.text else {"summary": article.summary}
    listed: dict[tuple[str, ...], dict[str, Any]] = {}
    for where, text in {"title": article.title, **body}.items():
        for row in _in_text(where, text[:LONGEST], article, _places(products, where), topic):
            listed.setdefault((row["thing"], row["name"], row["value"], row["unit"], where), row)
    return list(listed.values())[:MOST]


def _topic(products: Sequence[Mapping[str, Any]]) -> str:
    """The one product that the title names; empty when it names none, or several."""
    titled = {row["id"] for row in products for span in row["spans"] if span[0] == "title"}
    return titled.pop() if len(titled) == 1 else ""


def _places(products: Sequence[Mapping[str, Any]], where: str) -> list[Place]:
    return sorted((span[1], span[2], row["id"]) for row in products for span in row["spans"] if span[0] == where)


def _in_text(where: str, text: str, article: Article, places: Sequence[Place], topic: str) -> Iterator[dict[str, Any]]:
    stated = values_in(text, article.published_at)
    if not stated:
        return
    cut = list(sentences(text))
    starts = [start for start, _ in cut]
    folded = fold(text)
    for value in stated:
        at = bisect_right(starts, value.start) - 1
        if at < 0:
            continue
        thing = _thing(value, cut[at], places, folded, topic)
        if thing:
            span, sentence = [value.start, value.end], [cut[at][0], max(cut[at][1], value.end)]
            words = {"name": value.name, "value": value.value, "unit": value.unit}
            yield {"thing": thing, **words, "where": where, "span": span, "sentence": sentence}


def _thing(value: Stated, sentence: tuple[int, int], places: Sequence[Place], folded: str, topic: str) -> str:
    """Id of the product that the value is stated of; empty when that is not clear."""
    near = places[bisect_left(places, (value.start - BACK,)) : bisect_left(places, (value.end + BEHIND + 1,))]
    # a chip may itself be a product with a page: what stands in a name is no property of it
    apart = [one for one in near if one[1] <= value.start or value.end <= one[0]]
    here = [one for one in apart if sentence[0] <= one[0] < sentence[1] and _meant(one, value, folded)]
    behind = next((one for one in here if one[0] >= value.end), None)
    if behind and not folded[value.end : behind[0]].strip("- "):
        return behind[2]  # the 13-inch Surface Laptop
    before = [one for one in here if one[0] < value.start and value.start - one[1] <= (STRICT if value.strict else FAR)]
    if before:
        return before[-1][2]
    if behind and _joined(folded[value.end : behind[0]]):
        return behind[2]
    if value.strict:
        return ""
    earlier = [one for one in apart if one[0] < sentence[0]]
    return topic or (earlier[-1][2] if earlier else "")


def _joined(between: str) -> bool:
    """6000mAh 电池的云岬 X9: one clause, and a short one."""
    return len(between) <= BEHIND and not any(mark in between for mark in _MARKS)


def _meant(place: Place, value: Stated, folded: str) -> bool:
    """What is merely compared with has no figures but those right behind it: 与 X8 相比，电池达 6000mAh."""
    start, end, _ = place
    follows = folded[end : end + 8].lstrip()
    if any(word in follows[:4] for word in _ALIKE):
        return False
    if value.strict and folded[max(0, start - 4) : start].rstrip().endswith(_FOR):
        return False  # a game that comes to the PS5 on 15 September
    compared = rules().comparing.search(folded[max(0, start - 14) : start]) or follows[:2] in ("相比", "对比")
    between = folded[end : value.start]
    return not compared or (len(between) <= NEAR and not any(mark in between for mark in _MARKS))
