"""Words: the tokens of a text, Chinese by dictionary (rjieba), others by letters; cut once and used everywhere.

Numbers keep their unit ("6000亿元", "6500mah") and model numbers stay whole ("rtx5090" beside "rtx"): these are
what tells two products, or two events, apart.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path

from ribao.support.folding import fold
from ribao.support.opening import opening
from ribao.types.article import Article
from ribao.types.words import Words

_DATA = Path(__file__).with_name("data")
_SCALE = r"(?:万亿|千万|百万|亿|万|千)?"
_UNIT = (
    r"(?:年|月|日|点|%|‰|美元|欧元|日元|港元|港币|韩元|英镑|卢比|元|人|名|位|岁|天|小时|分钟|秒|周|倍|次|架|艘|枚|辆|台|部|款|家|套|件|"
    r"公里|千米|米|厘米|毫米|吨|公斤|千克|克|斤|平方米|英寸|寸|级|度|个百分点|个基点|个月|个|票|张|届|强|代|期|号|轮|核)?"
)
_PIECE = re.compile(
    rf"(?P<number>\d[\d,]*(?:\.\d+)?(?![a-z\d.])\s?{_SCALE}{_UNIT})"
    r"|(?P<latin>[a-z0-9]+(?:[-.+&'’][a-z0-9]+)*)"
    r"|(?P<han>[\u3400-\u4dbf\u4e00-\u9fff]+)"
    r"|(?P<other>[^\W\d_]+)"
)
_APOSTROPHE = re.compile(r"['’]s?$|['’]")
_GLUED = re.compile(r"([a-z]{4,})(\d+)([a-z]*)")  # iphone18pro, as hot lists write it
_MODEL_NUMBER = re.compile(r"\d{1,5}[a-z]{0,2}")
_SHORT_WORD = re.compile(r"[a-z]{2,12}")


def tokens(text: str, most: int | None = None) -> tuple[str, ...]:
    """Tokens in reading order, the first ``most``: folded, without stop words and lone Chinese characters.

    Repeats are kept.
    """
    names, silent = _names(), stop_words()
    telling = (token for token in _with_models(_pieces(fold(text))) if token not in silent)
    return tuple(names.get(token, token) for token in islice(telling, most))


def words_of(article: Article, most_lead: int | None = None) -> Words:
    """The tokens of the headline, and of the lead (the first ``most_lead``): the opening of the text, else of the summary."""
    return Words(title=tokens(article.title), lead=tokens(opening(article.text, article.summary), most_lead))


def _pieces(folded: str) -> Iterator[str]:
    for match in _PIECE.finditer(folded):
        piece = match.group()
        if match.lastgroup == "han":
            yield from _chinese(piece)
        elif match.lastgroup == "number":
            yield piece.replace(",", "").replace(" ", "")
        else:
            yield from _latin(piece)


def _chinese(run: str) -> Iterator[str]:
    import rjieba

    for word in rjieba.cut(run):
        if len(word) > 1:
            yield word


def _latin(piece: str) -> Iterator[str]:
    if piece.isalpha():
        yield piece
        return
    word = _APOSTROPHE.sub("", piece)
    glued = _GLUED.fullmatch(word)
    if glued:
        yield from (part for part in glued.groups() if part)
    elif any(char.isdigit() for char in word):
        yield word.replace("-", "")  # gpt-5 and gpt5 are one model
    else:
        yield word


def _with_models(pieces: Iterable[str]) -> Iterator[str]:
    """A word and the number that follows it are also one token: "mate", "80" → "mate", "mate80", "80"."""
    previous = ""
    for piece in pieces:
        if (
            piece[0].isdigit()
            and _MODEL_NUMBER.fullmatch(piece)
            and _SHORT_WORD.fullmatch(previous)
            and previous not in stop_words()
        ):
            yield previous + piece
        if len(piece) > 1 or not piece.isascii():
            yield piece
        previous = piece


@cache
def stop_words() -> frozenset[str]:
    """Words that tell nothing of what a text is about."""
    return frozenset(word for line in _lines("stopwords.txt") for word in line)


def spellings(name: str) -> tuple[str, ...]:
    """The other forms of a name (names.txt); none for a word that is no name."""
    return _spellings().get(name, ())


@cache
def _spellings() -> dict[str, tuple[str, ...]]:
    return {name: tuple(others) for name, *others in _lines("names.txt")}


@cache
def _names() -> dict[str, str]:
    """Each other form of a name → its first form (names.txt)."""
    return {other: name for name, *others in _lines("names.txt") for other in others}


def _lines(file: str) -> list[list[str]]:
    lines = (_DATA / file).read_text(encoding="utf-8").splitlines()
    return [fold(line).split() for line in lines if line.strip() and not line.startswith("#")]
