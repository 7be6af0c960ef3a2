"""What stands in quotation marks and brackets, hidden character for character: a cue in there is another's word.

Linear in the sentence, whatever is nested or left open.
"""

import re

QUOTED = "\ue000"  # stands for a character within “”, 「」, 『』, "" or 《》
ASIDE = "\ue001"  # stands for a character within brackets, or a bracket
_PAIRS = {"“": "”", "「": "」", "『": "』", "《": "》"}
_BRACKETS = {"(": ")", "[": "]", "【": "】"}
_CLOSERS = {closer: opener for opener, closer in (_PAIRS | _BRACKETS).items()}

_MARKS = re.compile("[" + re.escape("".join([*_PAIRS, *_BRACKETS, *_CLOSERS, '"'])) + "]")


def mask(folded: str) -> str:
    """``folded`` with hidden insides, equally long. A quotation that is never closed hides what follows; one that was
    opened before hides what comes before its end. Quotation marks stay to be seen; brackets do not.
    """
    if not _MARKS.search(folded):
        return folded
    out: list[str] = []
    stack: list[str] = []
    inside = 0  # so many characters from the start are the end of a quotation that was opened before
    straight = folded.count('"') // 2 * 2
    for char in folded:
        if char == '"' and straight > 0:
            straight -= 1
            _straight(out, stack)
        elif char in _PAIRS or char in _BRACKETS:
            out.append(_seen(char, stack))
            stack.append(char)
        elif char in _CLOSERS:
            inside = len(out) if _CLOSERS[char] in _PAIRS and not stack else inside
            _close(char, out, stack)
        else:
            out.append(_hidden(char, stack))
    shown = _without_open_brackets(out, stack, folded)
    return QUOTED * inside + "".join(shown[inside:])


def _hidden(char: str, stack: list[str]) -> str:
    if not stack:
        return char
    return ASIDE if stack[0] in _BRACKETS else QUOTED


def _seen(char: str, stack: list[str]) -> str:
    if stack:
        return _hidden(char, stack)
    return ASIDE if char in _BRACKETS else char


def _straight(out: list[str], stack: list[str]) -> None:
    if stack and stack[-1] == '"':
        stack.pop()
        out.append(_hidden('"', stack))
    else:
        out.append(_hidden('"', stack))
        stack.append('"')


def _close(char: str, out: list[str], stack: list[str]) -> None:
    opener = _CLOSERS[char]
    if opener in stack[-12:]:
        while stack.pop() != opener:
            pass
        out.append(_seen(char, stack) if char not in ")]】" else ASIDE if not stack else _hidden(char, stack))
    else:
        out.append(_hidden(char, stack))


def _without_open_brackets(out: list[str], stack: list[str], folded: str) -> list[str]:
    """A bracket that is never closed hides nothing: the text goes on as if it were not there."""
    if stack and stack[0] in _BRACKETS:
        at = len(out) - 1
        while at >= 0 and out[at] == ASIDE:
            at -= 1
        out[at + 2 :] = list(mask(folded[at + 2 :])) if stack.count(stack[0]) < 8 else folded[at + 2 :]
    return out
