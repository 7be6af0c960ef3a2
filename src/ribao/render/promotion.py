"""A promotion mark in one plain sentence: how many signs of which kind, whether anybody else is heard, whose word it is."""

from collections.abc import Collection, Iterable, Mapping
from functools import reduce
from typing import Any

from ribao.edit.corrected import OWNER
from ribao.edit.marks import Found, promotional
from ribao.render.bundle import Bundle
from ribao.support.i18n import N_
from ribao.support.i18n import gettext as _
from ribao.types.edition import Entry

SHOWN = 3  # kinds of evidence that are told
# what is told together: (one, many), and the kinds
GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (N_("declared as paid for"), N_("declared as paid for"), ("sponsored",)),
    (N_("1 nudge to buy"), N_("{n} nudges to buy"), ("where to buy", "hurry")),
    (N_("1 mention of a bargain"), N_("{n} mentions of a bargain"), ("coupon", "low price", "sale", "giveaway")),
    (N_("1 shopping tip"), N_("{n} shopping tips"), ("buying guide", "tested")),
    (N_("1 piece of praise"), N_("{n} pieces of praise"), ("praise",)),
    (N_("1 stock phrase of press releases"), N_("{n} stock phrases of press releases"), ("stock phrase",)),
    (N_("contact details of a seller"), N_("contact details of a seller"), ("contact",)),
    (N_("the outlet's own offers"), N_("the outlet's own offers"), ("own business",)),
)


def promoted_entry(bundle: Bundle, entry: Entry, headlined: str) -> bool:
    """Whether the entry is shown as promotion: its headline's article is, or most of its originals are."""
    return promotional(_found(bundle, headlined)) or 2 * len(promoted(bundle, entry)) > len(originals_of(entry))


def promoted(bundle: Bundle, entry: Entry) -> tuple[str, ...]:
    """Ids of its originals that count as promotion, in order."""
    return tuple(id_ for id_ in originals_of(entry) if promotional(_found(bundle, id_)))


def originals_of(entry: Entry) -> tuple[str, ...]:
    return tuple(one.id for one in entry.articles if one.repost_of is None)


def _found(bundle: Bundle, article_id: str) -> Found:
    return bundle.annotations.get(article_id, {})


def by_owner(found: Found) -> bool:
    return "promotion" in found and found["promotion"].value.get("by") == OWNER


def said(found: Found, outlets: int = 1) -> str:
    """The sentence, in the reader's language; empty for an article that is not marked and that nobody corrected.

    ``outlets``: independent sources of its story.
    """
    mark = found.get("promotion")
    if mark is None or not (promotional(found) or by_owner(found)):
        return ""
    if by_owner(found):
        return _("Marked as promotion by you") if promotional(found) else _("Not promotion, by your word")
    reasons = list(_counted(mark.value.get("spans", ())))[:SHOWN]
    if mark.value.get("bylines"):
        reasons.append(_("one text under {n} names").format(n=mark.value["bylines"]))
    if mark.value.get("voices") == 0 and outlets <= 1:
        reasons.append(_("no independent source"))
    told = reduce(_and, reasons) if reasons else ""
    return _("Marked as promotion: {reasons}").format(reasons=told) if told else _("Marked as promotion")


def _and(first: str, rest: str) -> str:
    """A comma of clauses: Chinese parts the items of a list by another one."""
    return _("{first}, {rest}").format(first=first, rest=rest)


def _counted(spans: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    """Most signs first, but what declares itself before all. Words that overlap are one sign."""
    listed = list(spans)
    counts = [(_apart(listed, kinds), one, many) for one, many, kinds in GROUPS]
    ranked = sorted((row for row in counts if row[0]), key=lambda row: (row[1] != GROUPS[0][0], -row[0]))
    return [_(one) if count == 1 else _(many).format(n=count) for count, one, many in ranked]


def _apart(spans: Iterable[Mapping[str, Any]], kinds: Collection[str]) -> int:
    """How many places of a text speak so: spans that touch count once."""
    count, place, end = 0, "", -1
    for span in sorted((one for one in spans if one.get("why") in kinds), key=lambda s: (s["where"], s["start"])):
        if span["where"] != place or span["start"] > end:
            count, place, end = count + 1, span["where"], span["end"]
        end = max(end, span["end"])
    return count
