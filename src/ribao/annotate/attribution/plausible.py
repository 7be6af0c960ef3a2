"""Plausible: is this the name of anybody at all? What a grammar takes for a speaker may be half a clause.

A wrong speaker is a false thing told, so such an attribution is dropped: nobody is better than anybody.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from ribao.annotate.attribution.chinese_kinds import known
from ribao.annotate.attribution.said import Said
from ribao.support.folding import fold
from ribao.types.attribution import SourceType

_HAN = re.compile(r"[\u3400-\u9fff]")
_QUOTED = re.compile(r"[“「《『\"][^”」》』\"]*[”」》』\"]")
_ENDS = re.compile(
    r"(?:[的了着將将被把给給与與和或及]|[不才只就可都也][会會能要]|一点要|应当|應當|应该|可能|必须|不得|不要|作出|做出|得到|约为|标|標|上述|谎|曾|一度|感受|"
    r"辞职|离职|裁员|停产|停工|涨价|降价|推迟|延期|道歉|致歉|召回|破产|去世|被捕|"
    r"[看听读试吃喝][完过]|随缘|不多|(?<![外买小])卖(?![家方员点场店])[^,]{1,3})$"
)
_HOLDS = re.compile(
    r"没有|沒有|未经|未經|还在|還在|还没|已经|已經|正在|不是|并非|低于|高于|得到|希望|如果|因为|因為|虽然|例如|包括|一点|是否|为了|為了|原定|原訂|以免|避免"
)
_STARTS = re.compile(
    r"^(?:致电|致電|如何|怎么|怎样|为何|为什么|等|及|或|(?:被|把|让|使|款|则|則)(?![\u4e00-\u9fff]{1,2}$))"
)
_COUNTED = re.compile(r"^\d+ ?(?:款|项|種|种|台|部|个|年|月|日|%|万|亿)")
_ONE = frozenset("他她它其")
_ENGLISH_CLAUSE = re.compile(
    r"\b(?:what|which|that|does|do|is|are|was|were|because|if|when|than|according)\b", re.IGNORECASE
)
_ENGLISH_TAIL = re.compile(
    r"(?: (?:said|says|say|told|has|have|had|was|were|also|quietly|denied|confirmed|reportedly|later|then|now|only|first))+$"
)
_NOBODY = frozenset({"number", "the number", "makers", "one", "there", "this", "these", "those", "both", "all", "some"})


def plausible(source: str) -> bool:
    """Whether these words can be somebody who says something. Linear in their length."""
    text = fold(_QUOTED.sub("“”", source[:200])).strip()
    return _in_chinese(text) if _HAN.search(text) else _in_english(text)


def _in_chinese(text: str) -> bool:
    if len(text) < 2:
        return text in _ONE
    if known(text) or text.endswith(("先生", "女士")):
        return not (_HOLDS.search(text) or _COUNTED.match(text))
    return not (_ENDS.search(text) or _HOLDS.search(text) or _STARTS.match(text) or _COUNTED.match(text))


def _in_english(text: str) -> bool:
    return bool(text) and text not in _NOBODY and not _ENGLISH_CLAUSE.search(text)


def sifted(sentence: str, found: Sequence[Said]) -> list[Said]:
    """``found`` without those whose speaker is nobody; English verbs behind a speaker are cut off."""
    kept = [at for at, one in enumerate(found) if _somebody(sentence, one)]
    places = {at: new for new, at in enumerate(kept)}
    return [_cut(sentence, _moved(found[at], places)) for at in kept]


def _moved(one: Said, places: dict[int, int]) -> Said:
    """With the new number of the layer around it."""
    return one if one.within is None else replace(one, within=places.get(one.within))


def _somebody(sentence: str, one: Said) -> bool:
    if one.source is None or one.source_type in (SourceType.ANONYMOUS, SourceType.SOCIAL):
        return True
    return plausible(_without_verbs(sentence[slice(*one.source)]))


def _cut(sentence: str, one: Said) -> Said:
    if one.source is None:
        return one
    start, end = one.source
    cut = start + len(_without_verbs(sentence[start:end]))
    return one if cut == end else replace(one, source=(start, cut))


def _without_verbs(source: str) -> str:
    return source if _HAN.search(source) else _ENGLISH_TAIL.sub("", source) or source
