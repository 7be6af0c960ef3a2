"""Names that no table knows, in Chinese text: by surname and title, by the middle dot, by the suffix 公司 or 研究院."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from ribao.annotate.names_seen import Seen
from ribao.annotate.names_table import thing_id
from ribao.annotate.names_words import grammar

Tag = tuple[int, int, str, str]  # start, end, word, part of speech as the dictionary gives it
_HAN = re.compile(r"[\u4e00-\u9fff]")
_EDGE = " \n\t，。、：；！？“”\"'‘’（）()《》「」『』【】|｜丨,.!?;:"
_BEHIND = frozenset(  # what may stand directly behind a Chinese person's name
    _EDGE + "表称说在于对和与及等的将也则曾向从就把被为是认透指强坦直告介宣回近日今昨本还又都并接出发先女致通谈补写转"
    "解以再已正亲担离加卸辞任去跟给到时来率带领博教让请叫没不想要会能可应须即兼"
)
_NEVER = frozenset(  # what no given name is written with
    "表称说在于对与及的将也则曾向从就把被是认透指告等还又都并为今昨近本接已再谈写到给跟去个们此该其这那有无不者兼"
)
_DOUBTFUL = frozenset("于和应向时从全由初来经任单计平管解万方包高常路官农商关强文温安")  # surnames that are words too
_SAYS = (
    r"(?:近日|今日|日前|此前|随后|昨日|也|还|则|曾|周[一二三四五六日]){0,2}(?:在[^，。\n]{1,16})?"
    r"(?:表示|称|说|透露|指出|认为|坦言|强调|介绍|告诉|回应|直言|补充|解释|写道|宣布|辞任|卸任|离职|加盟|担任|出任|博士|教授|院士|先生|女士|董事长|总经理|局长|部长|行长|校长|院长|[:：](?=.))"
)
_NEXT_WORDS = ("日前", "本周", "本月", "本人", "来自", "来到", "加入", "加盟", "达成", "特别", "出席", "出任", "生前", "希望",
               "同时", "科技", "万分", "今日", "尤其", "因此", "都是", "都在", "都将", "多次", "基本", "当天", "当日", "登台")  # fmt: skip
_NEXT = frozenset("于曾")
_NAMES = ("nr", "ns", "nt", "nz", "eng", "j", "nrt", "nrfg")  # parts of speech of proper names
_OUTER = ("p", "c", "u", "d", "r", "m", "q", "f", "x", "v", "t", "y", "a")
_LONGEST = 16  # characters of an organisation's name before its suffix
_INTELLIGENCE = (
    "人工",
    "具身",
    "空间",
    "群体",
    "商业",
    "超级",
    "通用",
    "物理",
    "端侧",
    "边缘",
    "车载",
    "全屋",
    "苹果",
)  # 智能 as an idea
_ACTS = ("发布公告", "公告", "发布", "宣布", "表示", "称", "回应", "确认", "证实", "否认", "透露", "披露", "CEO", "ceo", "首席", "创始人", "董事", "总裁", "副总裁", "官方", "方面", "旗下", "完成")  # fmt: skip


def tags(folded: str) -> list[Tag]:
    """The dictionary's words of the text with their places. Empty where there is no Chinese."""
    if not _HAN.search(folded):
        return []
    import rjieba

    found, at = [], 0
    for word, part in rjieba.tag(folded):
        found.append((at, at + len(word), word, part))
        at += len(word)
    return found if at == len(folded) else []


def dotted(folded: str) -> Iterator[Seen]:
    """蒂姆·库克: runs of characters that foreign names are written with, around a middle dot."""
    for match in _dotted().finditer(folded):
        yield _person(folded, match.start(), _without_next(folded, match.start(), match.end()))


@cache
def _dotted() -> re.Pattern[str]:
    chars = grammar().transliteration
    return re.compile(rf"(?:[{chars}]{{1,7}}|[a-z]{{1,12}}\.?)(?:[·•‧・･][{chars}]{{1,8}}){{1,3}}")


def _without_next(folded: str, start: int, end: int) -> int:
    """马斯克曾说, 库克日前: the last characters may belong to the next word."""
    while end - start > 3 and (folded[end - 1] in _NEXT or folded[end - 1 : end + 1] in _NEXT_WORDS):
        end -= 1
    return end - 2 if folded[end - 2 : end] in _NEXT_WORDS and end - start > 5 else end


def titled(folded: str, words: list[Tag], role_ends: Iterable[int]) -> Iterator[Seen]:
    """董事长王启明: a title, then surname and given name."""
    parts = {start: (end, part) for start, end, _, part in words}
    for at in role_ends:
        start = at + 1 if folded[at : at + 1] == " " else at
        end = _name_end(folded, start)
        word_end, part = parts.get(start, (0, ""))
        if not end and part.startswith("nr") and 2 <= word_end - start <= 6:
            yield _person(folded, start, word_end)  # 总理谢里夫下调: the dictionary knows it for a name
        if end and (folded[start] not in _DOUBTFUL or parts.get(start, (0, ""))[1].startswith("nr")):
            yield _person(folded, start, end)


def speaking(folded: str, words: list[Tag]) -> Iterator[Seen]:
    """王启明表示: surname and given name between a boundary and a verb of saying."""
    parts = {start: (end, part) for start, end, _, part in words}
    for match in _speaking().finditer(folded):
        start, end = match.span("name")
        word_end, part = parts.get(start, (end, ""))
        if part.startswith("nr") and word_end <= end:
            yield _person(folded, start, end)


@cache
def _speaking() -> re.Pattern[str]:
    surnames = "|".join(sorted(grammar().double_surnames)) + "|[" + "".join(sorted(grammar().surnames)) + "]"
    never = "".join(sorted(_NEVER))
    return re.compile(
        rf"(?:(?<![\u4e00-\u9fff])|(?<=[由让请据]))(?P<name>(?:{surnames})(?:(?![{never}])[\u4e00-\u9fff]){{1,2}}?) ?(?={_SAYS})"
    )


def _name_end(folded: str, start: int) -> int | None:
    """The end of the Chinese name that begins there, three characters before two."""
    double = folded[start : start + 2] in grammar().double_surnames
    if not double and folded[start : start + 1] not in grammar().surnames:
        return None
    for given in (2, 1):
        end = start + (2 if double else 1) + given
        name = folded[start + (2 if double else 1) : end]
        behind = folded[end : end + 1]
        if len(name) == given and all(_HAN.match(c) and c not in _NEVER for c in name) and (behind in _BEHIND):
            return end
    return None


def _person(folded: str, start: int, end: int) -> Seen:
    name = folded[start:end]
    return Seen(start=start, end=end, kind="person", id=thing_id("person", name), name=name)


def organisations(folded: str, words: list[Tag]) -> Iterator[Seen]:
    """上海人工智能实验室: back from the suffix over the words that a name is made of."""
    index = {at: number for number, (start, end, _, _) in enumerate(words) for at in range(start, end)}
    for match in _suffix().finditer(folded):
        number = index.get(match.start())
        if number is None:
            continue
        start = _start(folded, words, number, match.start())
        if start is not None and _is_name(folded, words, index, start, match):
            name = folded[start : match.end()]
            yield Seen(start=start, end=match.end(), kind="organisation", id=thing_id("organisation", name), name=name)


@cache
def _suffix() -> re.Pattern[str]:
    words = "|".join(map(re.escape, grammar().suffixes))
    return re.compile(rf"(?:{words})(?![长们化界版类型股])")


def _start(folded: str, words: list[Tag], number: int, suffix: int) -> int | None:
    """Where the name begins; None when nothing of a name stands before the suffix."""
    start = words[number][0]
    if start < suffix and words[number][2] in grammar().stop_words:
        return None
    for at in range(number - 1, max(-1, number - 8), -1):
        begin, _, word, part = words[at]
        if suffix - begin > _LONGEST or not _may_be_inside(word, part):
            break
        start = begin
    return start if suffix - start >= 2 else None


def _may_be_inside(word: str, part: str) -> bool:
    if word in grammar().inner:
        return True
    if word in grammar().stop_words or (len(word) == 1 and word in grammar().stops) or word in _EDGE:
        return False
    return (
        not part.startswith(_OUTER)
        or (part == "vn" and len(word) > 1)
        or part == "eng"
        or (word.isascii() and word.isalnum())
    )


def _is_name(folded: str, words: list[Tag], index: dict[int, int], start: int, suffix: re.Match[str]) -> bool:
    """A proper name among its words; a weak suffix (科技, 银行) needs a boundary before and an act behind."""
    if suffix.group() == "智能" and folded[start : suffix.start()].endswith(_INTELLIGENCE):
        return False
    inside = words[index[start] : index[suffix.start()] + 1]
    proper = any(part in _NAMES for _, _, _, part in inside)
    if suffix.group() in grammar().weak_suffixes:
        bounded = start == 0 or folded[start - 1] in _EDGE or words[index[start - 1]][2] in grammar().stop_words
        return bounded and 2 <= suffix.start() - start <= 6 and folded[suffix.end() :].startswith(_ACTS)
    return proper or folded[suffix.end() :].startswith(_ACTS)
