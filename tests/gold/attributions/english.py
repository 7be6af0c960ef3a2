"""The invented English texts with who says what: ``english_tune.txt`` and ``english_held.txt``, read as gold rows."""

from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
Row = dict[str, Any]


def gold(half: str) -> list[Row]:
    """``half``: "tune" or "held". One row a text: doc, title, sentences with their attributions."""
    rows: list[Row] = []
    for line in (_HERE / f"english_{half}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            rows.append({"doc": f"{half}{len(rows)}", "title": line[3:], "sentences": []})
        elif line.startswith("= "):
            sentence = rows[-1]["sentences"][-1]
            sentence["attributions"].append(_attribution(sentence["text"], line[2:].split(" | ")))
        elif line and not line.startswith("#"):
            rows[-1]["sentences"].append({"text": line, "attributions": []})
    return rows


def _attribution(sentence: str, fields: list[str]) -> Row:
    source, source_type, cue, content, status, resolved = (field if field != "-" else None for field in fields)
    one = {"source": source, "source_type": source_type, "cue": cue, "status": status, "resolved": resolved}
    one["content"] = _between(sentence, content or "")
    one["basis"] = "cue" if cue else "quote"
    for name in ("source", "cue", "content"):
        if one[name] and one[name] not in sentence:
            raise ValueError(f"{one[name]!r} is no part of {sentence!r}")
    return one


def _between(sentence: str, content: str) -> str:
    """ "a .. b": the part of the sentence from a to b."""
    first, dots, last = content.partition(" .. ")
    if not dots:
        return content
    start = sentence.index(first)
    return sentence[start : sentence.index(last, start) + len(last)]
