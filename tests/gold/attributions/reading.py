"""The invented texts with who says what (``chinese.txt``, ``english_*.txt``), read as gold rows; the scores of what was
found. The grammar of English is tuned on ``english_tune.txt`` alone.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]
_HERE = Path(__file__).parent
_ENOUGH = 0.5  # Dice of characters from which two spans are the same
_FIELDS = ("source", "source_type", "cue", "content", "status", "resolved")


def gold(name: str) -> list[Row]:
    """One row a text of ``name``.txt: doc, title, sentences with their attributions."""
    rows: list[Row] = []
    for line in (_HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            rows.append({"doc": f"{name}{len(rows)}", "title": line[3:], "sentences": []})
        elif line.startswith("= "):
            sentence = rows[-1]["sentences"][-1]
            sentence["attributions"].append(_attribution(sentence["text"], line[2:].split(" | ")))
        elif line and not line.startswith("#"):
            rows[-1]["sentences"].append({"text": line, "attributions": []})
    return rows


def _attribution(sentence: str, fields: list[str]) -> Row:
    """``fields``: one for each of _FIELDS; "-" where there is none."""
    one = dict(zip(_FIELDS, (field if field != "-" else None for field in fields), strict=True))
    one["content"] = _between(sentence, one["content"] or "")
    for name in ("source", "cue", "content"):
        if one[name] and one[name] not in sentence:
            raise ValueError(f"{one[name]!r} is no part of {sentence!r}")
    return one | {"basis": "cue" if one["cue"] else "quote"}


def _between(sentence: str, content: str) -> str:
    """ "a .. b": the part of the sentence from a to b."""
    first, dots, last = content.partition(" .. ")
    if not dots:
        return content
    start = sentence.index(first)
    return sentence[start : sentence.index(last, start) + len(last)]


def scores(wanted: list[Row], found: list[Row]) -> dict[str, float]:
    """F1 of attributions and of their sources; accuracy of source type and status over those found."""
    pairs = [pair for one, other in zip(wanted, found, strict=True) for pair in _pairs(one, other)]
    sources = [pair for pair in pairs if _same_source(*pair)]
    total = _count(wanted) + _count(found)
    return {
        "attribution": 2 * len(pairs) / total,
        "source": 2 * len(sources) / total,
        "source_type": sum(one["source_type"] == other["source_type"] for one, other in pairs) / len(pairs),
        "status": sum(one["status"] == other["status"] for one, other in pairs) / len(pairs),
    }


def _count(rows: list[Row]) -> int:
    return sum(len(sentence["attributions"]) for row in rows for sentence in row["sentences"])


def _pairs(wanted: Row, found: Row) -> Iterator[tuple[Row, Row]]:
    """Within a sentence, one to one, the best overlap of content first."""
    for sentence, other in zip(wanted["sentences"], found["sentences"], strict=True):
        scored = sorted(
            (-dice(one["content"], two["content"]), number, at)
            for number, one in enumerate(sentence["attributions"])
            for at, two in enumerate(other["attributions"])
        )
        left, right = set[int](), set[int]()
        for overlap, number, at in scored:
            if -overlap >= _ENOUGH and number not in left and at not in right:
                left.add(number)
                right.add(at)
                yield sentence["attributions"][number], other["attributions"][at]


def _same_source(one: Row, other: Row) -> bool:
    resolved = dice(one["resolved"] or "-", other["resolved"] or other["source"] or "")
    return max(dice(one["source"] or "", other["source"] or ""), resolved) >= _ENOUGH or not (
        one["source"] or one["resolved"] or other["source"]
    )


def dice(one: str, other: str) -> float:
    """Overlap of characters, 0 to 1."""
    if not one or not other:
        return 0.0
    return 2 * sum((Counter(one) & Counter(other)).values()) / (len(one) + len(other))
