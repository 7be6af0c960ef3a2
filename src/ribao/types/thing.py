"""Thing: a person, organisation or product that the news speaks of, and what is stated about it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ribao.types.attribution import Span, Status


class ThingKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"
    PRODUCT = "product"
    PLACE = "place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """``id`` is a slug of kind and name, the same in each run. ``aliases``: other forms met, in any language."""

    id: str
    kind: ThingKind
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """That an article names a thing: ``times`` in all, ``in_title`` or not. ``role``: 首席执行官, "chief executive"."""

    thing: Thing
    article_id: str
    times: int = 1
    in_title: bool = False
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Specification:
    """A stated property of a product (``name`` "battery", ``value`` "6000mAh"), and the words that state it."""

    thing_id: str
    name: str
    value: str
    status: Status
    article_id: str
    revision: int
    at: datetime
    where: str
    span: Span
    quote: str
