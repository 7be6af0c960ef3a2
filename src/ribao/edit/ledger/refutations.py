"""Refutations: headlines that name a rumour and who calls it untrue, in one: 甲回应收购乙：消息不实; 将收购乙？甲：谣言.

What is called untrue is then the claim, and not the headline, which nobody denies.
"""

import re
from dataclasses import dataclass

from ribao.edit.ledger.wording import denies_emptily, trimmed, unlabelled
from ribao.support.folding import bare

_ANSWERED = re.compile(
    r"^(?P<who>[^：:，,。；;？?！!]{2,20}?)(?:官方|方面|再次|再度|紧急|深夜|正式)?(?P<how>回应|否认|澄清|辟谣|驳斥)(?P<what>[^：:？?]{2,50})[：:](?P<tail>[^：:]{2,24})$"
)
_ASKED = re.compile(
    r"^(?P<what>[^：:？?]{4,60})[？?] ?(?P<who>[^：:，,。；;？?！!]{2,16}?)(?:官方|方面|最新|紧急)?(?:回应|辟谣|澄清|否认|发声|称)?[：:，,](?P<tail>[^：:]{2,24})$"
)
_TOLD = re.compile(
    r"^(?P<rumour>有(?:报道|消息|传言|传闻|媒体|网友|网民)称|网传|网曝|传言称|传闻称|媒体称)(?P<what>[^：:？?]{6,60})[，, ](?P<who>[^：:，,。；; ]{2,16}?)(?:官方|方面)?(?:回应|辟谣|澄清)?[：:](?P<tail>[^：:]{2,24})$"
)
_OPENING = re.compile(
    r"^(?:有(?:报道|消息|传言|传闻|媒体|网友|网民)称|网传|网曝|传闻|传|曝|所谓|有关|关于|称|其)+(?!统)"
)
_CLOSING = re.compile(r"(?:的|等|一事|相关|有关)*(?:传闻|传言|谣言|说法|消息|报道|爆料|网传|质疑|一事)$")
_DETAILS = re.compile(r"信息|内容|言论|情况|表述|描述|截图")  # what is untrue of a thing need not be the thing
_AUTHORITY = re.compile(r"(?:局|部|委|厅|署|院|办|府|会|警方|公安|官方|当地|多地|当事人|使馆|学校|大学)$")
_DOUBTED = re.compile(r"网传|传闻|传言|谣言|消息|爆料|曝|[“「]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refutation:
    """``who`` calls ``what`` untrue, in the headline's own words. ``own``: of itself, as who answers for others does not."""

    who: str
    what: str
    own: bool


def refutation(headline: str) -> Refutation | None:
    """None where a headline is no such thing, or leaves open what of it is untrue. Linear: all runs are bounded."""
    text = unlabelled(headline.strip())[:160]
    text = re.split(r"[；;｜|]", text)[-1].strip()
    match = _ANSWERED.match(text) or _ASKED.match(text) or _TOLD.match(text)
    if match is None or not denies_emptily(trimmed(match["tail"])):
        return None
    if match.re is _ANSWERED and match["how"] == "回应" and not _sure(match["what"], match["tail"]):
        return None
    what = trimmed(_CLOSING.sub("", _OPENING.sub("", trimmed(match["what"]))))
    who = match["who"].strip(" “”")
    own = match.re is _ANSWERED and not _AUTHORITY.search(who)
    return Refutation(who=who, what=what, own=own) if len(bare(what)) >= 2 else None


def _sure(what: str, tail: str) -> bool:
    """回应员工离世：网传信息不实 leaves open what of it is untrue."""
    return bool(_DOUBTED.search(what)) or not _DETAILS.search(tail)
