"""Cues: what the words by which somebody speaks do to what is said. To deny, to correct, to ask for, to report."""

import re

from ribao.edit.ledger.wording import requests
from ribao.support.folding import fold
from ribao.types.attribution import Attribution

_DENYING = ("否认", "否定", "驳斥", "辟谣", "拒绝承认", "反驳", "den", "refut", "reject", "disput", "dismiss", "rebut")
_REPORTING = re.compile(r"^(?:报道|報導|報道|讯|\breport(?:s|ed)?)", re.IGNORECASE)
_CORRECTING = re.compile(r"辟谣|澄清|(?:否认|驳斥|反驳|回应)[^，]{0,4}(?:称|说|表示|指出|道)$")
_ANEW = re.compile(r"[，,；;：:]")
_IT = re.compile(
    r"^ ?(?:it|this|that|(?:the |these |those )?(?:reports?|claims?|rumou?rs?|allegations?|此事|此说|传闻|此传闻|该传闻|该说法|这一说法|指控))[:：;；] ?",
    re.IGNORECASE,
)
_UP_TO = re.compile(r"[：:；;]|(?<=[\u3400-\u9fff])\s(?=[\u3400-\u9fff])")


def cue_of(whole: str, one: Attribution) -> str:
    """Its words, in the text or headline that its spans count in; empty where it has none."""
    return whole[slice(*one.cue)] if one.cue else ""


def corrects(cue: str) -> bool:
    """Whether what follows the cue is so, and its contrary denied: 辟谣称没有裁员."""
    return bool(_CORRECTING.search(fold(cue)))


def denies(cue: str) -> bool:
    """Whether the cue itself denies: then the content is what is denied, unless it also corrects."""
    folded = fold(cue)
    return any(word in folded for word in _DENYING)


def denies_content(cue: str) -> bool:
    """Whether the content is what is denied."""
    return denies(cue) and not corrects(cue)


def reports(cue: str) -> bool:
    """报道, 讯: who says so is an outlet."""
    return bool(_REPORTING.search(cue))


def denied_part(whole: str, one: Attribution, content: str) -> str:
    """甲否认砍掉项目：新机照常发布: of a headline only what stands before the colon is denied; 甲否认此事：… is all its own."""
    it = _IT.match(content) if denies_content(cue_of(whole, one)) else None
    if it and it.end() < len(content):
        return content[it.end() :]
    if one.where != "title" or not denies_content(cue_of(whole, one)):
        return content
    return _UP_TO.split(content, maxsplit=1)[0] or content


def apart(whole: str, one: Attribution) -> bool:
    """主办方否认，强调票已售罄; 主办方驳斥：票已售罄: what is denied stands before the cue, and what follows is so."""
    behind = whole[one.cue[1] : one.content[0]] if one.cue else ""
    return bool(_ANEW.search(behind) or _IT.match(whole[slice(*one.content)]))


def acted(whole: str, one: Attribution) -> str:
    """Who asks for a thing does not say that it is so: then the statement is that it is asked for. Else empty."""
    if one.cue is None or not requests(whole[slice(*one.cue)]):
        return ""
    start = min(one.cue[0], one.source[0]) if one.source else one.cue[0]
    told = whole[start : max(one.content[1], one.cue[1])] if start < one.content[0] else ""
    return told if one.source or not one.resolved else one.resolved + (" " if told[:1].isascii() else "") + told
