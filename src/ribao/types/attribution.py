"""Attribution: one sentence saying that somebody says something, and how sure that is."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Span = tuple[int, int]  # characters (code points), end exclusive


class SourceType(StrEnum):
    OFFICIAL = "official"  # an organisation, or whoever speaks for it
    PERSON = "named_person"
    MEDIA = "media"
    RESEARCH = "research"  # analysts, institutes, market researchers
    ANONYMOUS = "anonymous"  # 知情人士, 据悉, "people familiar with the matter"
    DOCUMENT = "document"
    SOCIAL = "social"  # users, posts, 网友


class Status(StrEnum):
    CONFIRMED = "confirmed"  # the concerned party says so itself: not that it is true
    REPORTED = "reported"  # a named third party says so
    UNVERIFIED = "unverified"  # nobody with a name stands behind it
    DENIED = "denied"
    FORECAST = "forecast"


class Basis(StrEnum):
    CUE = "cue"  # 表示, 据…报道, said
    QUOTE = "quote"  # quotation marks and a speaker, no verb
    CONTINUATION = "continuation"  # the account of the last speaker just goes on


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """All spans count in the string that ``where`` names: the article's "title", "text" or "summary".

    ``source`` None: it is elided, then ``resolved`` names it; ``resolved`` also names in full what a pronoun or 该公司
    stands for, and is empty where the source itself does. ``within``: the number, in the article's list, of the
    attribution whose content holds this one (据路透社援引知情人士: the second is within the first). ``hedges``: words
    such as 或将 or "may" in the content; ``negated``: what is said is said not to be.
    """

    where: str
    sentence: Span
    source: Span | None
    cue: Span | None
    content: Span
    source_type: SourceType
    status: Status
    basis: Basis = Basis.CUE
    resolved: str = ""
    within: int | None = None
    hedges: tuple[str, ...] = ()
    negated: bool = False

    def as_value(self) -> dict[str, Any]:
        """JSON-shaped, as it stands in the annotation of the maker "attribution"."""
        return {name: _plain(getattr(self, name)) for name in self.__slots__}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def attribution_of(value: dict[str, Any]) -> Attribution:
    """The way back from :meth:`Attribution.as_value`. Raises KeyError, TypeError or ValueError for anything else."""

    def span(name: str) -> Span | None:
        return None if value[name] is None else (int(value[name][0]), int(value[name][1]))

    sentence, content = span("sentence"), span("content")
    if sentence is None or content is None:
        raise ValueError("an attribution needs a sentence and a content")
    return Attribution(
        where=value["where"],
        sentence=sentence,
        source=span("source"),
        cue=span("cue"),
        content=content,
        source_type=SourceType(value["source_type"]),
        status=Status(value["status"]),
        basis=Basis(value["basis"]),
        resolved=value["resolved"],
        within=value["within"],
        hedges=tuple(value["hedges"]),
        negated=value["negated"],
    )
