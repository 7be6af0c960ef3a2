"""Invented headlines that look like news: words by Zipf's law, events of one or more tellings, in Chinese and in English.

The words are those of the shipped lexicon, so they are cut and matched as real ones are; names are invented. The same
seed gives the same headlines.
"""

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import accumulate
from pathlib import Path

import ribao.cluster

BEGIN = datetime(2031, 5, 6, tzinfo=UTC).timestamp()
SEED = 20310506
_SURNAMES, _GIVEN = "林苏沈顾陆秦江岳贺叶唐程白温", "岚屿青石鹭云雀海松泉桥星渡明川汀远山临澜霁禾"
_SYLLABLES = (
    "ba",
    "ken",
    "lor",
    "mi",
    "tas",
    "vo",
    "rin",
    "del",
    "qua",
    "zel",
    "hon",
    "fer",
    "gis",
    "nu",
    "sar",
    "wex",
)
_COUNTED = ("亿元", "万台", "人", "%", "小时", "公里", "家", "名")
_SOURCES = 60
_SPREAD = 6 * 3600  # seconds within which most tellings of an event appear


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """``time``: seconds since 1970. ``summary`` is empty for most, as in hot lists.

    ``pieces``: the words of which an invented title was made, and ``more``: those that its summary has beside them.
    """

    id: str
    title: str
    summary: str
    time: float
    source: str
    pieces: tuple[str, ...] = ()
    more: tuple[str, ...] = ()


def invented(count: int, span_hours: float, seed: int = SEED) -> list[Headline]:
    """``count`` headlines within ``span_hours``, in order of time. Those of another seed have other ids."""
    chance = random.Random(seed)
    told: list[Headline] = []
    while len(told) < count:
        told += _event(chance, span_hours * 3600, seed % 4096 << 20 | len(told))
    return sorted(told[:count], key=lambda headline: (headline.time, headline.id))


def archived(folder: Path, count: int) -> list[Headline]:
    """The first ``count`` of the archives (``*.jsonl.gz``) in a folder, in order of time."""
    found: list[Headline] = []
    for file in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            found += [_read(json.loads(line)) for line in lines]
        if len(found) >= count:
            break
    return sorted(found, key=lambda headline: (headline.time, headline.id))[:count]


def _read(item: dict[str, str]) -> Headline:
    time = datetime.fromisoformat(item["t"]).timestamp()
    return Headline(
        id=item["id"], title=item["title"], summary=item.get("summary") or "", time=time, source=item["source"]
    )


def _event(chance: random.Random, span: float, number: int) -> Iterator[Headline]:
    """The tellings of one event: mostly one, sometimes many; each keeps most of its words and adds some."""
    name, foreign = _name(chance), _foreign_name(chance)
    core = [_word(chance) for _ in range(chance.randint(4, 7))]
    figure = f"{chance.randrange(2, 999)}{chance.choice(_COUNTED)}" if chance.random() < 0.4 else ""
    begin, tellings = chance.random() * span, min(1 + int(chance.expovariate(0.9)), 40)
    for at in range(tellings):
        english = chance.random() < 0.2
        words = [chinese if not english else latin for chinese, latin in _telling(chance, core)]
        who = foreign if english else name
        title = (
            f"{who.title()} {' '.join(words)} {figure}"
            if english
            else f"{who}{''.join(words[:3])} {''.join(words[3:])}{figure}"
        )
        more = tuple(_word(chance)[english] for _ in range(30)) if chance.random() < 0.3 else ()
        yield Headline(
            id=f"{number + at:08x}",
            title=title.strip(),
            summary=_summary(title, more, english) if more else "",
            pieces=(who, *words, figure),
            more=more,
            time=BEGIN + min(begin + at * chance.random() * _SPREAD / tellings, span),
            source=f"source-{chance.randrange(_SOURCES)}",
        )


def _telling(chance: random.Random, core: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    kept = [word for word in core if chance.random() < 0.75]
    return [*kept, *(_word(chance) for _ in range(chance.randint(0, 2)))]


def _summary(title: str, more: Sequence[str], english: bool) -> str:
    return f"{title}{'. ' if english else '。'}{(' ' if english else '').join(more)}"


def _name(chance: random.Random) -> str:
    return chance.choice(_SURNAMES) + "".join(chance.sample(_GIVEN, chance.randint(1, 2)))


def _foreign_name(chance: random.Random) -> str:
    return "".join(chance.sample(_SYLLABLES, chance.randint(2, 3)))


def _word(chance: random.Random) -> tuple[str, str]:
    """A word in Chinese and in English, by Zipf's law."""
    words, weights = _vocabulary()
    return chance.choices(words, cum_weights=weights)[0]


@cache
def _vocabulary() -> tuple[list[tuple[str, str]], list[float]]:
    lines = (Path(ribao.cluster.__file__).parent / "data" / "lexicon.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    words = [(chinese, english.split(",")[0]) for chinese, english in rows if len(chinese) <= 4]
    random.Random(SEED).shuffle(words)
    return words, list(accumulate(1 / (rank + 20) for rank in range(len(words))))
