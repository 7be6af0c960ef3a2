"""How sure what is said is: rules that stand firm, and weights for all the rest.

Firm is what the words alone settle: a refutation, a cue that foretells, a kind of source that may say but one thing, an
accusation, an opinion, a forecast of those who study others. What persons foretell, boasts, own plans and who may
confirm are but features of the weighing, and decide only where there are no weights.
"""

import re

from ribao.annotate.attribution.chinese_candidates import Candidate
from ribao.annotate.attribution.chinese_reading import Reading
from ribao.annotate.attribution.concern import Concern, concern
from ribao.annotate.attribution.features import sureness
from ribao.annotate.attribution.said import Context
from ribao.annotate.attribution.weighing import POSSIBLE, Weights
from ribao.types.attribution import SourceType, Status

_DENIES = re.compile(
    r".{0,16}(?:不实|并非|[是系为属]谣言|假新闻|子虚乌有|虚假|不存在|从未|没有此|误传|假消息|不属实|错误描述|无此)"
)
_REFUTED = re.compile(
    r".{0,56}?(?:不属实|不实|事实不符|失实|谣言|子虚乌有|假消息|虚假信息|毫无(?:事实)?(?:根据|依据)|没有(?:任何)?(?:事实)?(?:根据|依据)|无稽|"
    r"捏造|编造|完全错误|误读|误传|歪曲|抹黑|不予认同)"
)
_ANSWERS = re.compile(r"回应|回复|答复|澄清|辟谣")
_NEGATES = re.compile(
    r"[^。]{0,24}?(?:没有|并未|从未|并非|不是|不会|无意|未曾|假的|不属实|不持有)|[“「]?没(?=[被入去拿收提参])"
)
_CONTRARY = re.compile(r".{0,16}?并(?:没有|未|无|非|不)")
_FORETELLS = re.compile(
    r".{0,24}?(?:预计|有望|将持续|或将|将成为|将会|将达|将迎来|将进一步|大概率|势必|必将|会成为|会越来越|终将|恐将?|"
    r"未来[^,。]{0,8}[会将]|到 ?20\d\d|明年[^,。]{0,16}[会将]|[会将](?:出现)?在明年|20\d\d ?年(?:以后|之后))"
)
_OUTLOOK = re.compile(
    r".{0,40}?(?:将(?![军士领])|会(?:继续|再|上|下|涨|跌|增|减|升|降|达|带)|可能)"
)  # of those who study others
_LEAKED = re.compile(r"流出|泄露|外泄|曝光|网传|疑似")
_PLANS = re.compile(r".{0,22}?(?:将(?!军|士|领)|预计|计划|有望|拟|即将|力争|目标|明年|年内)")
_OPINIONS = ("认为", "指出", "相信", "觉得", "看来")
_BOASTS = ("声称", "宣称", "自称", "号称")
_MERELY = ("accuses", "outsider", "opinion")  # hints that are right as often as the weights are


def status(
    read: Reading, one: Candidate, kind: SourceType, name: str, context: Context, weights: Weights | None
) -> Status:
    """``kind``: of the source, as it was judged; ``name``: of the speaker in full, where the source does not give it."""
    if kind == SourceType.DOCUMENT and one.who and _LEAKED.search(read.folded, *one.who.phrase):
        return Status.UNVERIFIED
    about = concern(read, one, context, name)
    content, own = read.folded[slice(*one.content)], about.of_house
    firm = certain(kind, one, content, own)
    if firm is not None:
        return firm
    rule = _rule(kind, one, content, own)
    return weights.status(weighed(read, one, context, kind, about, rule), kind) if weights else rule


def weighed(
    read: Reading, one: Candidate, context: Context, kind: SourceType, about: Concern, rule: Status
) -> list[str]:
    """Features of the weighing, what the rules say among them."""
    hint = _hint(kind, one, read.folded[slice(*one.content)], about.of_house)
    return [*sureness(read, one, context, kind, about), f"rule={rule}", f"hint={hint}", f"hint={hint},{kind}"]


def certain(kind: SourceType, one: Candidate, content: str, own: bool | None) -> Status | None:
    """What the words alone settle: who may say but one thing, a refutation, a cue that foretells."""
    if Status.DENIED in POSSIBLE[kind] and _refutes(kind, one, content, own):
        return Status.DENIED
    if len(POSSIBLE[kind]) == 1 or kind == SourceType.ANONYMOUS:
        return POSSIBLE[kind][0]
    if one.action == "forecast" or one.word[:2] in ("预测", "预计", "预估"):
        return Status.FORECAST
    hint = _hint(kind, one, content, own)
    if hint == "foretells":
        return Status.FORECAST
    return Status.REPORTED if hint in _MERELY else None


def _refutes(kind: SourceType, one: Candidate, content: str, own: bool | None) -> bool:
    if one.action == "deny" or _DENIES.match(content):
        return True
    if kind != SourceType.ANONYMOUS and _REFUTED.match(content):
        return True
    answers = _ANSWERS.match(one.word) and _NEGATES.match(content)
    return bool(answers or (own is True and _CONTRARY.match(content)))


def _hint(kind: SourceType, one: Candidate, content: str, own: bool | None) -> str:
    """What it looks like: a forecast about others, an accusation, an opinion, a boast; "" for none of them."""
    if own is not True and kind in (SourceType.PERSON, SourceType.RESEARCH):
        if _FORETELLS.match(content):
            return "foretells"
        if kind == SourceType.RESEARCH and _OUTLOOK.match(content):
            return "outlook"
    return _merely_said(kind, one, own)


def _merely_said(kind: SourceType, one: Candidate, own: bool | None) -> str:
    """Accusations and boasts; opinions of persons, and whatever outsiders say."""
    if kind == SourceType.DOCUMENT:
        return ""
    if one.action == "accuse":
        return "accuses"
    if kind == SourceType.PERSON and one.who is not None and one.who.standing == "outsiders":
        return "outsider"
    if kind == SourceType.PERSON and own is not True and one.word in _OPINIONS:
        return "opinion"
    return "boast" if own is not True and one.word in _BOASTS else ""


def status_by_rule(kind: SourceType, one: Candidate, content: str, own: bool | None = None) -> Status:
    """Without weights. ``own``: whether the content is of the speaker's own house; None: not known."""
    return certain(kind, one, content, own) or _rule(kind, one, content, own)


def _rule(kind: SourceType, one: Candidate, content: str, own: bool | None) -> Status:
    """Where nothing is certain."""
    hint = _hint(kind, one, content, own)
    if hint:
        return Status.REPORTED if hint == "boast" else Status.FORECAST
    if own is not True and _PLANS.match(content):
        return Status.FORECAST
    if kind == SourceType.OFFICIAL:
        return Status.CONFIRMED
    if kind == SourceType.PERSON and one.who:
        return Status.REPORTED if own is False and one.action not in ("announce", "confirm") else Status.CONFIRMED
    return Status.REPORTED
