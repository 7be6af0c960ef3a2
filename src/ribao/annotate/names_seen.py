"""Seen: one name at one place of a text, before short forms and overlaps are settled."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """``id`` and ``name`` are those of the thing. ``weak``: counts only where something else tells it is a name.

    ``shown``: the name in the script that stands there (英伟达, NVIDIA); empty when that is ``name``.
    ``organisation``: canonical name of a person's or a product's organisation, empty when not known. ``sort``: as in
    :class:`~ribao.annotate.names_table.Entry`. ``known``: from the tables, not by grammar.
    """

    start: int
    end: int
    kind: str
    id: str
    name: str
    shown: str = ""
    organisation: str = ""
    sort: str = ""
    weak: bool = False
    known: bool = False
