"""Credit: whom an article says it was taken from, or whose report it passes on; and which source that name means."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ribao.support.folding import bare, fold
from ribao.types.article import Article

_HEAD, _TAIL = 300, 300  # characters of a text in which a credit stands; a name in the middle is a quotation
_NAME = r"[《「“\"]?(?P<name>[^\s，。、；：:,;|｜/()（）《》「」“”\"\[\]【】]{2,24})"
_ENGLISH_NAME = r"(?-i:(?P<name>(?:The |the )?[A-Z][\w&'’-]*(?:[ .][A-Z0-9][\w&'’-]*){0,4}))"
_OUTLET = r"[《「“\"]?(?P<name>[\u4e00-\u9fffA-Za-z0-9· ]{2,24}?)[》」”\"]?\s*"
_WHEN = r"(?:(?:\d+月)?\d+日|今日|今天|今晨|昨日|昨天|周[一二三四五六日天]|星期[一二三四五六日天])?\s*"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Saying:
    """A way to say it. ``words``: lower case; one of them stands in whatever ``pattern`` finds, and is looked for first,
    which is many times faster.
    """

    words: tuple[str, ...]
    pattern: re.Pattern[str]

    def found(self, text: str, lowered: str) -> Iterator[re.Match[str]]:
        if any(word in lowered for word in self.words):
            yield from self.pattern.finditer(text)


def _saying(words: str, pattern: str) -> _Saying:
    """``words``: parted by bars."""
    return _Saying(words=tuple(words.split("|")), pattern=re.compile(pattern, re.IGNORECASE))


_TAKEN = (
    _saying(
        "来源|來源|来自|來自",
        rf"(?:文章|稿件|信息|内容|新闻|消息|资讯|本文)?(?:来源|來源|来自|來自)(?:于|於)?\s*[：:|｜]\s*{_NAME}",
    ),
    _saying(
        "自",
        rf"(?:本文|本篇|本稿|文章|内容|內容)\s*(?:系|为|為|由)?\s*(?:转载|轉載|转|轉|来|來|摘|选|選|节选|節選)自\s*[：:]?\s*{_NAME}",
    ),
    _saying("自", rf"(?:转载|轉載|转|轉|摘编|摘編|编译|編譯|综合)自\s*[：:]?\s*{_NAME}"),
    _saying(
        "首发|首發|原载|原載|原刊|首次",
        rf"(?:首发|首發|原载|原載|原刊|首次发表|首次發表)(?:于|於|自)\s*[：:]?\s*{_NAME}",
    ),
    _saying("授权|授權", rf"(?:授权|授權)(?:转载|轉載)自?\s*[：:]?\s*{_NAME}"),
    _saying(
        "first |originally ",
        rf"\b(?:first|originally) (?:appeared|published|posted|ran)(?: (?:on|in|by|at))+ {_ENGLISH_NAME}",
    ),
    _saying(
        "published|reprinted|syndicated|reproduced",
        rf"\b(?:re-?published|reprinted|syndicated|reproduced)(?: with permission)? (?:from|by permission of) {_ENGLISH_NAME}",
    ),
    _saying(
        "source|via|h/t|credit",
        rf"(?:^|[\n(\[—–-])\s*(?:source|via|h/t|credit)\s*[:：]?\s+{_ENGLISH_NAME}",
    ),
    _saying(
        "this ",
        rf"\bthis (?:article|story|post|piece|report) (?:is|was|comes) (?:\w+ ){{0,2}}(?:from|by) {_ENGLISH_NAME}",
    ),
)
_CITES = (
    _saying(
        "据|據|援引",
        rf"(?:据|據|援引)\s*(?:外媒|媒体|媒體)?\s*{_OUTLET}{_WHEN}(?:的)?(?:独家)?(?:报道|報道|報導|报导|消息|爆料|讯|訊)",
    ),
    _saying("讯|訊|电|電", r"(?:^|\n)\s*(?P<name>[\u4e00-\u9fff]{2,10}?)(?:讯|訊|\d+月\d+日[电電讯訊])"),
    _saying(
        "according to|reported by|report by",
        rf"\b(?:according to|as (?:first )?reported by|reported by|in a report by) {_ENGLISH_NAME}",
    ),
    _saying("report", rf"{_ENGLISH_NAME} (?:first )?(?:reports|reported)\b"),
    _saying("(", r"(?:^|\n)[^\n]{0,40}\((?P<name>[A-Z][\w ]{2,24})\)\s*[-—–]"),
)
# what only somebody says who asked for himself
_OWN = _saying(
    "本报|本報|本刊记者|本网记者|本站记者|记者从|記者從|独家获悉|told |interview with us|we ",
    r"本报(?:记者|讯)|本報(?:記者|訊)|本刊记者|本网记者|本站记者|记者从.{2,20}获悉|記者從.{2,20}獲悉|对本报|對本報|向本报|独家获悉"
    r"|\btold (?:us|this (?:news)?paper)\b|\bin an interview with us\b|\bwe (?:asked|spoke|contacted|reached)\b",
)
_SUFFIX = re.compile(
    r"(?:客户端|微信公众号|公众号|官方微博|官方微信|微博|官网|官方网站|网站|新媒体|新闻客户端|新闻网|新闻中心|快讯|电讯|通讯社|在线|app|网|记者.*|作者.*|综合|\b(?:wire|news|newsroom|tech|online))$"
    r"|(?:\.com|com|\.cn)$"
)
_NOBODY = frozenset(
    map(
        bare,
        (
            "网络",
            "互联网",
            "本站",
            "本网",
            "本报",
            "综合",
            "原创",
            "官方",
            "媒体",
            "外媒",
            "投稿",
            "自媒体",
            "该公司",
            "公司",
            "the company",
            "this",
            "it",
            "he",
            "she",
            "we",
            "police",
            "officials",
            "sources",
            "media",
            "据悉",
            "外电",
            "多家媒体",
            "知情人士",
            "the",
            "they",
            "reuters photo",
        ),
    )
)
# 据一名知情人士的话报道: somebody, but no outlet
_NO_OUTLET = re.compile(
    r"人士|的话|的話|一名|网友|網友|内部|公司|记者|記者|警方|部门|部門|我们|我們|此前|多家|相关|研究"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """``taken``: the article says it was taken from ``name`` (来源, 转载自, first appeared on); else it passes on what
    ``name`` reported (据…报道, according to …). ``phrase`` is how it says so."""

    name: str
    phrase: str
    taken: bool


def credits_of(article: Article) -> tuple[Credit, ...]:
    """All credits, the surest first: the page's own 来源, what stands at the head or the end, who is cited at the head."""
    text = article.text
    head, tail = text[:_HEAD], text[max(_HEAD, len(text) - _TAIL) :]
    found = [Credit(name=article.source_name, phrase=article.source_name, taken=True)] if article.source_name else []
    found += [credit for part in (head, tail) for credit in _said(part, _TAKEN, taken=True)]
    if not any(_OWN.found(text, text.lower())):
        found += _said(head, _CITES, taken=False)
    return tuple(credit for credit in found if _outlet(credit.name))


def _outlet(name: str) -> bool:
    return bool(bare(name)) and bare(name) not in _NOBODY and not _NO_OUTLET.search(name)


def _said(text: str, sayings: Iterable[_Saying], taken: bool) -> Iterator[Credit]:
    lowered = text.lower()
    for saying in sayings:
        for match in saying.found(text, lowered):
            yield Credit(name=match["name"].strip(" .-—"), phrase=match.group().strip(" \n，。,-—([")[:80], taken=taken)


class Names:
    """Which sources a name means: their titles, without what a site, an app or an account adds to an outlet's name."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        self._titles = dict(titles)
        self._ids: dict[str, set[str]] = {}
        for source, title in titles.items():
            for form in filter(None, (key(title), key(re.split(r"\s*[-–—|｜·:：]\s*", title)[0]))):
                self._ids.setdefault(form, set()).add(source)

    def find(self, name: str) -> frozenset[str]:
        """Ids of the sources with that name; none when nobody here has it."""
        return frozenset(self._ids.get(key(name), ()))

    def title(self, source_id: str) -> str:
        return self._titles.get(source_id, "")


@lru_cache(10_000)  # the names of all sources are asked for each story
def key(name: str) -> str:
    """An outlet's name, so that two spellings of it are equal."""
    folded = re.sub(r"^the\s+", "", fold(name).strip())
    shorter = _SUFFIX.sub("", folded.strip())
    return bare(shorter) if len(bare(shorter)) >= 2 else bare(folded)
