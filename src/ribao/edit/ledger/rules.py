"""Rules: who may confirm what, read from ``edit/data/confirming.toml``, where anyone may add a row."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ribao.edit.ledger.cast import Cast
from ribao.edit.ledger.persons import leads
from ribao.edit.ledger.speakers import answers_for_itself
from ribao.support.folding import bare, fold
from ribao.types.attribution import SourceType
from ribao.types.thing import ThingKind

_FILE = Path(__file__).parent.parent / "data" / "confirming.toml"
_NAMED = ("subject", "somewhere", "alone", "staff", "needless")
_WHO = (ThingKind.PERSON, ThingKind.ORGANISATION)


_INNER = re.compile(r"(?:公司|董事会|管理层|股东会|股东大会)[^，。；]{0,10}?批准")  # no authority's approval


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """One way to be the concerned party: see the head of the file."""

    kinds: frozenset[SourceType]
    named: str
    is_: re.Pattern[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """``matter`` None: every matter. ``why``: a sentence for the reader, by language (zh, en)."""

    name: str
    matter: re.Pattern[str] | None
    who: tuple[Who, ...]
    why: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """``rule``: by which a speaker may confirm or deny; empty: it may not. ``office``: to tell it, of whomever, is the
    speaker's office, as that of police or a court is.
    """

    rule: str = ""
    office: bool = False


def concerned(statement: str, speaker: str, kind: SourceType, cast: Cast) -> Concern:
    """Whether that statement is this speaker's to confirm, or to deny."""
    folded = _INNER.sub("", fold(statement))
    rule = next((r for r in load() if r.matter is None or r.matter.search(folded)), None)
    if rule is None or not (cast.sure(speaker) or answers_for_itself(speaker)):
        return Concern()
    who = next((who for who in rule.who if _fits(who, statement, speaker, kind, cast)), None)
    return Concern(rule=rule.name, office=who.named == "needless") if who else Concern()


def _fits(who: Who, statement: str, speaker: str, kind: SourceType, cast: Cast) -> bool:
    if kind not in who.kinds or (who.is_ is not None and not _holds_office(who.is_, speaker)):
        return False
    if who.named == "needless":
        return True
    if who.named in ("alone", "staff") and kind is SourceType.DOCUMENT and _nobodys(speaker, cast):
        return False
    parties = cast.parties(speaker)
    named = [place.named for place in cast.places(statement)]
    own = [one for one in named if one.id in parties or bare(one.organisation) in _bare_names(parties, cast)]
    if who.named == "alone":
        # a product of which nobody says whose it is may be the speaker's
        return not _unknown_other(statement, speaker) and all(
            one in own for one in named if one.kind in _WHO or one.organisation
        )
    if who.named == "staff":  # a person of whom nobody says whose he is may be the speaker's
        return all(one in own for one in named if one.kind is ThingKind.ORGANISATION or one.organisation)
    if who.named == "somewhere":
        return bool(own) or _says(statement, speaker)
    return (bool(own) and named[0] in own) if named else _says(statement[: len(speaker) + 8], speaker)


_FILED = re.compile(
    r"公告|公示|财报|年报|季报|招股|说明书|业绩|起诉书|判决|裁定|诉状|\b(?:filings?|prospectus|annual report|quarterly report|earnings|indictment|ruling)\b"
)


def _nobodys(speaker: str, cast: Cast) -> bool:
    """Whether a paper says not whose it is: 内部通知, 一张海报. What is filed in public is its maker's."""
    named = any(place.named.kind in _WHO for place in cast.places(speaker))
    return not (named or _FILED.search(fold(speaker)))


_NO_OFFICE = re.compile(
    r"俱乐部|总部|事业部|事业群|内部|全部|部分|部门|[东西南北中]部|(?:公关|市场|营业|品牌|法务|销售|运营|产品|技术|研发|手机|门市|编辑|项目|人力资源)部|"
    r"邮局|格局|布局|结局|\b(?:news|press|ad|advertising|talent|rating|ratings|travel|estate) agency\b"
)


def _holds_office(words: re.Pattern[str], speaker: str) -> bool:
    """Whether one of the words stands in its name, and not within one that only looks like an office: 部 in 俱乐部."""
    folded = fold(speaker)
    other = [match.span() for match in _NO_OFFICE.finditer(folded)]
    spans = (match.span() for match in words.finditer(folded))
    return any(not any(o[0] <= a and b <= o[1] and b - a < o[1] - o[0] for o in other) for a, b in spans)


_THIRD = re.compile(  # of whom it speaks, without a name
    r"^(?:the |our |its )?(?:prime minister|pm|president|government|market|industry|economy|public|consumers|customers|users|rivals?|competitors?|regulators?|"
    r"police|courts?|voters|investors|analysts|world|country)\b(?! of\b)",
    re.IGNORECASE,
)
_FIRM = re.compile(
    r"^(?!新款|旗下|全系|部分|多款|两款|首款|折叠|智能手机|国产|国内|全球)[\u4e00-\u9fffA-Za-z]{2,6}?"
    r"(?:公司|集团|科技|汽车|手机|银行|大学|药业|软件|网络|航空|影业|电池|能源|智能|证券|俱乐部|半导体|电子)"
    r"|^(?=[^\u4e00-\u9fff]*$)(?!(?:The|An?|It|Its|There|Their|This|These|All|No|Some|Both|Any|About|More|Over|Nearly|As|In|On|Our|We|Users|Customers) )(?:[A-Z][A-Za-z&]+ ){1,3}(?![A-Z]{0,3}\d)"
)


def _unknown_other(statement: str, speaker: str) -> bool:
    """Whether it begins with a party that nobody knows by name, a firm, a person, "the PM", and is not the speaker."""
    third = _THIRD.match(statement)
    if third and bare(third.group().split(" ", 1)[-1]) not in bare(speaker):
        return True
    match = _FIRM.match(statement)
    begins = match.group() if match else leads(statement)
    return bool(begins) and bare(begins) not in bare(speaker)


def _bare_names(parties: frozenset[str], cast: Cast) -> frozenset[str]:
    """The bare names under which these parties go."""
    return frozenset(bare(form) for form, one in cast.forms.items() if one.id in parties) - {""}


_NO_NAME = frozenset(
    [
        "公司",
        "该公司",
        "官方",
        "集团",
        "企业",
        "厂商",
        "平台",
        "品牌",
        "方面",
        "company",
        "thecompany",
        "thefirm",
        "thegroup",
    ]
)


def _says(statement: str, speaker: str) -> bool:
    """Whether the speaker's own name is in it; 公司 is in everybody's."""
    return bool(bare(speaker)) and bare(speaker) not in _NO_NAME and bare(speaker) in bare(statement)


def why(name: str, language: str) -> str:
    """The sentence of that rule, in zh or en; empty for a rule that there is no more."""
    rule = next((rule for rule in load() if rule.name == name), None)
    return rule.why["zh" if language.startswith("zh") else "en"] if rule else ""


@cache
def load(path: Path = _FILE) -> tuple[Rule, ...]:
    """Raises ValueError, naming the rule, for a file that is not of the shape its head describes."""
    rows = tomllib.loads(path.read_text(encoding="utf-8")).get("rule", [])
    return tuple(_rule(row, path.name) for row in rows)


def _rule(row: Mapping[str, Any], file: str) -> Rule:
    name = row.get("name", "?")
    try:
        return Rule(
            name=row["name"],
            matter=matter(row["zh"], row["en"]),
            who=tuple(_who(who) for who in row["who"]),
            why={"zh": row["why"]["zh"], "en": row["why"]["en"]},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ValueError(f"{file}, rule {name!r}: {error!r}") from error


def _who(row: Mapping[str, Any]) -> Who:
    if row["named"] not in _NAMED or (row["named"] == "needless" and not row.get("is")):
        raise ValueError(f"named has to be one of {', '.join(_NAMED)}; needless wants is")
    words = row.get("is", [])
    han, latin = [w for w in words if not w.isascii()], [w for w in words if w.isascii()]
    return Who(kinds=frozenset(map(SourceType, row["kinds"])), named=row["named"], is_=matter(han, latin))


def matter(chinese: Sequence[str], english: Sequence[str]) -> re.Pattern[str] | None:
    """Finds one of the words in a folded text: Chinese ones anywhere, English ones whole, "*" for any ending."""
    words = [re.escape(fold(word)) for word in chinese]
    words += [rf"\b{'[a-z]*'.join(map(re.escape, fold(word).split('*')))}\b" for word in english]
    return re.compile("|".join(words)) if words else None
