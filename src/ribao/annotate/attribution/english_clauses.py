"""Where in an English sentence somebody says something: speaker, cue and content as spans. Words and shapes only."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ribao.annotate.attribution.english_line import Clause, Line
from ribao.annotate.attribution.english_words import words
from ribao.annotate.attribution.masking import QUOTED
from ribao.types.attribution import Span

_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_TIME = (
    rf"(?:on |late |early |last |this |in |earlier |later )*(?:{_DAY}|{_MONTH}|today|yesterday|then|recently|previously|week|month|year|"
    rf"morning|afternoon|evening|night|spring|summer|autumn|winter|(?:19|20)\d\d)\b(?: (?:morning|afternoon|evening|night|\d{{1,2}}(?:, \d{{4}})?))?"
)
_PLACE = (
    r"(?:in|on|at|during|through|via|to|with|for) (?:an? |the |its |his |her |their |one )?(?:[\w’'-]{1,20} ){0,5}?"
    r"(?:(?:blog|forum|news|press|earnings|conference|court|regulatory) (?:post|conference|release|call|filing)|statement|interview|post|posts|email|e-mail|filing|letter|memo|note|conference|call|briefing|podcast|report|newsletter|blog|tweet|"
    r"thread|message|hearing|event|keynote|article|column|X|Reddit|LinkedIn|Weibo|Twitter|Facebook|Bluesky|reporters|release|Paris|London|"
    r"speech|panel|video|stage|investors|analysts|staff|employees|customers|clients)\b(?: (?:on|with|to|in|at|for) (?:the )?[A-Z][\w’'-]{0,20}(?: [A-Z][\w’'-]{0,20}){0,3})?"
)
_ADJUNCT = re.compile(
    rf",? ?(?:(?:{_TIME}|{_PLACE}|on [A-Z]\w{{2,20}}|(?:[\w-]{{1,12}} )?(?:years|months|weeks|days) ago|for (?:years|months)|publicly|again|separately|correctly|repeatedly|later|earlier|however|too|there),? ?){{1,4}}"
)
_OBJECT = re.compile(
    r" (?:reporters|investors|analysts|employees|staff|lawmakers|journalists|customers|shareholders|developers|parliament|him|her|them|us|me|"
    r"(?:the |an? |his |her |its |their )(?:[\w’'-]{1,20} ){0,3}?[\w’'-]{1,20}(?= (?:that|on|in|at|they|it|he|she|not|to)\b|[:,.]|$)|"
    r"(?:The |the )?[A-Z][\w’'.-]{0,20}(?: [A-Z][\w’'.-]{0,20}){0,4})"
)
_LEADING = re.compile(
    rf"(?:(?:But|And|Yet|So|Still|Meanwhile|Separately|However|Also|Then|Earlier|Later|Instead|Nevertheless|Asked about [^,]{{1,60}}|{_TIME.replace('(?:on |', '(?:[Oo]n |[Ii]n |')}|"
    rf"{_PLACE.replace('(?:in|', '(?:[Ii]n|')}),? )+"
)
_TRAILING = re.compile(
    rf"(?:,? (?:{_TIME}|also|has|have|had|later|earlier|recently|previously|first|again|repeatedly|publicly|separately|quickly|however|"
    r"already|then|further|itself|himself|herself|themselves|privately|only|who|which|that|did|does|do|will|would|now|still|even|once|for their part|for its part|before))+$",
    re.IGNORECASE,
)
_ORDER = r"[Aa]ccording to|[Aa]s reported by|[Cc]iting|[Ii]n the words of|[Pp]er(?= (?:a|an|the|[A-Z]))|[Aa]s told by"
_ACCORDING = re.compile(rf"(?<![\w-])(?:{_ORDER})(?= )")
_HEARSAY = re.compile(
    r"(?<![\w-])(?:reportedly|allegedly|purportedly|supposedly)(?![\w-])|"
    r"(?<![\w-])(?i:is|are|was|were) (?P<passive>(?i:said|rumou?red|believed|thought|understood|alleged))(?= (?i:to)\b)|"
    r"(?<![\w-])[Ii]t (?:is|was) (?P<it>said|rumou?red|understood|believed)(?= that\b)"
)
_HEARER = (
    r"(?:me|him|her|them|us|you|it|an?|the|his|their|its|my|our|your|this|that|each|one|reporters|journalists|staff|employees|workers|investors|analysts|"
    r"lawmakers|fans|parents|customers|users|people|voters|friends|colleagues)\b"
)
_SAID_TO = re.compile(  # of a headline: Apollo Said to Net $250 Million, KKR said to be eyeing disposal; not "said to Reuters"
    rf"(?<![\w-])(?:(?P<lower>said)(?= to (?!{_HEARER}|[A-Z]))|(?P<capital>S(?:aid|AID))(?= [Tt][Oo] (?!(?i:{_HEARER}))[A-Z]))"
)
_PASSIVE = re.compile(r"(?i:\b(?:is|are|was|were) )$")
_IT_IS_SO = re.compile(r"(?: (?:it|this|that|the (?:report|claim|rumou?r|allegation)s?))?: ?")  # denies it: …
_ASKED = re.compile(r"\b(?:what|who|whom|how|which)\b", re.IGNORECASE)
_SPLIT = re.compile(
    r"(?:, |; | [–—-] ?|: |[”\"] )(?:but |and |while |though |although |as |because |after |when |whereas |since |where |so )?|"
    r" (?:but|while|though|although|because|after|when|whereas|where|whether|as|since|until|that) (?=[A-Za-z])|"
    r" and (?=(?:he|she|it|they|we) )"
)
_SUBJECT = re.compile(
    r"(?:[A-Z]|[a-z]+['’]s |(?:the|a|an|its|his|her|their|our|one|two|three|four|five|some|several|many|most|he|she|it|they|who|people|both|local|other|another|former|current|senior|security|industry|analysts?|researchers?|sources?|officials?|users?|customers?|spokes\w+|company|critics|experts|lawyers|executives|[a-z]+ers|[a-z]{2,20}s) ?)"
)
_POST = re.compile(
    r" (?:who|which|speaking|seen|published|released|led|including|of whom|that)\b|[.;:]|,| (?:in (?:a|an|the|his|her|its) (?:statement|interview|post|email|note|blog|newsletter)|on (?:X|Reddit|Weibo)|at (?:a|the) |in [A-Z])| (?="
    + _TIME
    + r")"
)
_ASIDE_SOURCE = re.compile(
    r" (?:seen|reviewed|obtained|published|released|viewed|dated|posted|filed|sent|issued|led|interviewed) |, (?:who|which|speaking|citing) "
)
_INVERTS = re.compile(
    r"said|says|wrote|writes|added|adds|explained|noted|argued|argues|warned|replied|tweeted|posted|recalled|claimed|insisted|joked|"
    r"predicts|predicted|reports|reported|cautioned|quipped|concluded|stressed|continued|commented|remarked"
)
_PREPOSITION = re.compile(
    r" ?(?:(?i:with|by|off|out|up|into|to|of)|(?:for|from|in|on|at|as|and|or|about|so|yes|no)(?! (?:the )?[A-Z]))\b"
)
_QUOTED_AS = re.compile(r"\b(?:quot|cit)(?:ed|es|ing|e) (?P<name>[^,“”]{3,80}) as$")
_PRONOUN = re.compile(r"(?:it|he|she|they|we|I|that|this|there)\b")
_CLAUSE = re.compile(
    r"(?:it|they|he|she|we|I|there|this|these|those|some|its|the|a|an|their|his|her|[A-Z][\w’'-]*|[\w-]{2,16}s)(?: [\w’'&.-]{1,20}){0,7}? "
    r"(?:is|are|was|were|has|have|had|will|would|could|may|might|can|should|must|does|did|do|[a-z]{2,14}(?:ed|s))\b"
)
_WORD = re.compile(r"[\w’'-]+")


def clauses(line: Line) -> list[Clause]:
    """In order of position. Spans are within the sentence and never empty but for a speaker that is not there."""
    found = [*_by_phrase(line), *_by_hearsay(line)]
    taken = [one.cue for one in found]
    for match in words().cue.finditer(line.masked):
        if not any(start <= match.start() < end for start, end in taken):
            one = _by_verb(line, match, found)
            if one:
                found.append(one)
    kept = [_trimmed(line, one) for one in _bounded(line, sorted(found, key=lambda one: one.cue))]
    return [one for one in kept if one.content[0] < one.content[1] and len(line.text[slice(*one.content)]) > 2]


def _by_hearsay(line: Line) -> Iterator[Clause]:
    for match in _HEARSAY.finditer(line.masked):
        that = re.compile(r" that ").match(line.masked, match.end())
        content = (that.end(), line.end) if that else (0, line.end)
        cue = match.span(match.lastgroup or 0)
        yield Clause(source=None, cue=cue, content=content, group="hearsay")
    for match in _SAID_TO.finditer(line.masked):
        if not _ASKED.search(line.masked, 0, match.start()) and not _PASSIVE.search(line.masked, 0, match.start()):
            yield Clause(source=None, cue=match.span(), content=(0, line.end), group="hearsay")


def _by_phrase(line: Line) -> Iterator[Clause]:
    """According to X, ...; ..., according to X; ..., citing X."""
    for match in _ACCORDING.finditer(line.masked):
        start = match.end() + 1
        stop = _source_end(line, start)
        if stop <= start:
            continue
        group = "citing" if match.group().lower() == "citing" else "according"
        before = line.masked[: match.start()].rstrip(" ,")
        if before.strip("“” "):
            content, outer = (_clause_start(line, len(before)), len(before)), True
            if group == "according" and line.masked[stop : stop + 1] == "," and _continues(line, stop + 1, before):
                content = (content[0], line.end)
        else:
            behind = re.compile(r"[^,]{0,80},? ?").match(line.masked, stop)
            content, outer = (behind.end() if behind and "," in behind.group() else stop, line.end), False
        yield Clause(source=(start, stop), cue=match.span(), content=content, group=group, outer=outer)


def _continues(line: Line, at: int, before: str) -> bool:
    """A second delay, according to the agency, would cost ..."""
    return bool(
        re.compile(r" (?:would|will|is|are|was|were|has|have|had|could|may|might|can)\b").match(line.masked, at)
    )


def _source_end(line: Line, start: int) -> int:
    stop = _POST.search(line.masked, start + 1, line.end)
    end = stop.start() if stop else line.end
    # "a report by Bloomberg in May": the first preposition of time ends it, "familiar with the matter" does not
    return min(end, start + 140)


def _clause_start(line: Line, end: int) -> int:
    return 0


def _by_verb(line: Line, match: re.Match[str], found: list[Clause]) -> Clause | None:
    verb, group = match.group().lower(), words().verbs[match.group().lower()]
    before = line.masked[: match.start()].rstrip()
    if _is_no_cue(before):
        return None
    quoted = _QUOTED_AS.search(before) if verb == "saying" else None
    if quoted:
        return _with_content(line, quoted.span("name"), match, verb, group)
    if before.endswith((" but", " and")):
        return _participle(line, match, verb, group, found)
    inverted = _inverted(line, match, before)
    if inverted:
        return replace(inverted, group=group)
    source = _subject(line, match.start())
    if source is None:
        return _participle(line, match, verb, group, found)
    return _with_content(line, source, match, verb, group)


def _is_no_cue(before: str) -> bool:
    """To say, did not say, was first reported (by): adverbs in between are stepped over."""
    last = [word.lower() for word in _WORD.findall(before[-40:])]
    while last and last[-1] in ("first", "also", "later", "previously", "widely", "then", "earlier", "initially"):
        last.pop()
    return bool(last) and (last[-1] in words().not_before or last[-1].endswith(("n't", "n’t")))


def _inverted(line: Line, match: re.Match[str], before: str) -> Clause | None:
    """ "...," said X."""
    start = match.end() + 1
    if not before.endswith((",", "”", '"', "?", "!", "’")) or line.masked[start - 1 : start] != " ":
        return None
    if not _INVERTS.fullmatch(match.group()) or not _SUBJECT.match(line.masked, start):
        return None
    if _CLAUSE.match(line.masked, start) or _PRONOUN.match(line.masked, start):
        return None
    stop = _source_end(line, start)
    source = _trim_source(line, start, stop)
    if source is None:
        return None
    content = (0, len(before.rstrip(",")))
    quote = line.masked.find("“", stop)
    if quote > 0 and line.end - quote > content[1]:
        content = (quote, line.end)
    return Clause(source=source, cue=match.span(), content=content, group="say", outer=True)


def _subject(line: Line, cue: int) -> Span | None:
    """The words before the cue that name who speaks; an apposition between commas is stepped over."""
    stop = len(line.masked[:cue].rstrip())
    if line.masked[:stop].endswith(","):
        return _before_apposition(line, stop - 1)
    starts = [0, *(m.end() for m in _SPLIT.finditer(line.masked, 0, stop))]
    for start in reversed(starts):
        if start < stop:
            return _trim_source(line, start, stop)
    return None


def _before_apposition(line: Line, stop: int) -> Span | None:
    """Mira Vance, chief executive of Heron, said."""
    commas = [m.start() for m in re.finditer(", ", line.masked[:stop])]
    for comma in reversed(commas[-3:]):
        inside = line.masked[comma + 2 : stop]
        if re.match(
            r"(?:who|which|whose|the|a|an|its|their|his|her|speaking|citing|chief|[a-z]|\d\d$|[A-Z][\w]+(?:['’]s)? (?:[a-z]|CEO|chief))",
            inside,
        ):
            starts = [0, *(m.end() for m in _SPLIT.finditer(line.masked, 0, comma))]
            for start in reversed(starts):
                source = _trim_source(line, start, comma)
                if (source and line.masked[source[0]].isupper()) or (source and _SUBJECT.match(line.masked, source[0])):
                    return source
        elif re.match(r"Inc\.?|LLC|Ltd\.?", inside) or _is_name_of(line.masked[:comma], inside):
            starts = [0, *(m.end() for m in _SPLIT.finditer(line.masked, 0, comma))]
            return _trim_source(line, starts[-1], stop)
    return None


def _is_name_of(before: str, inside: str) -> bool:
    """The ministry's spokesman, Henrik Dahl, said: the name stands in the apposition."""
    return bool(re.fullmatch(r"(?:(?:[A-Z][\w’'.-]*|of|the|and|for|de|van|von) ?){1,7}", inside)) and bool(
        re.search(r"(?:\b(?:the|its|their|an?|his|her|our)|['’]s) [^,]{2,60}$", before, re.IGNORECASE)
    )


def _trim_source(line: Line, start: int, stop: int) -> Span | None:
    """Without adverbs, times and places about it; None when what is left cannot speak."""
    lead = _LEADING.match(line.masked, start, stop)
    if lead and lead.end() < stop:
        start = lead.end()
    aside = _ASIDE_SOURCE.search(line.masked, start + 3, stop)
    if aside:
        stop = aside.start()
    tail = _TRAILING.search(line.masked[start:stop])
    if tail:
        stop = start + tail.start()
    text = line.masked[start:stop]
    if not text.strip() or QUOTED in text or len(text) > 120 or not _SUBJECT.match(text):
        return None
    shift = len(text) - len(text.lstrip(" ,"))
    return start + shift, start + len(text.rstrip(" ,"))


def _participle(line: Line, match: re.Match[str], verb: str, group: str, found: list[Clause]) -> Clause | None:
    """..., adding that ...: the speaker is the one before."""
    earlier = [one for one in found if one.cue[1] < match.start() and one.source]
    joined = re.search(r"(?:,|\band|\bbut)$", line.masked[: match.start()].rstrip())
    if not earlier or not joined or not (verb.endswith("ing") or joined.group() != ","):
        return None
    return _with_content(line, None, match, verb, group)


def _with_content(line: Line, source: Span | None, match: re.Match[str], verb: str, group: str) -> Clause | None:
    at = _behind(line, match.end(), verb)
    rest = line.masked[at : line.end]
    that = re.match(r" ?that\b(?! (?:is|was|will|would|has|had|could)\b) ?", rest)
    quote = re.match(r"[ ,:]*[“\"]", rest)
    if _left_content(line, source, rest):
        return _leftward(line, source, match, group)
    if not rest.strip(" ,.:") or (verb in words().needs_that and not (that or quote or _may_lack_that(verb, rest))):
        return None
    if rest.startswith(",") and not quote:
        return None
    if (
        group in ("say", "media", "show")
        and not (that or quote or rest.lstrip().startswith(":"))
        and not _states(verb, rest)
    ):
        return None
    start = at + (that.end() if that else len(rest) - len(rest.lstrip(" ,:")))
    if group == "deny" and _IT_IS_SO.match(rest):
        group, start = "say", at + _length(_IT_IS_SO.pattern, rest)
    elif group == "deny":
        start += _length(
            r"(?:any |the )?(?:reports?|claims?|rumou?rs?|allegations?|suggestions?|a report) (?:that )?",
            line.masked[start : line.end],
        )
    return Clause(source=source, cue=match.span(), content=(start, line.end), group=group)


def _length(pattern: str, text: str) -> int:
    match = re.match(pattern, text)
    return match.end() if match else 0


def _may_lack_that(verb: str, rest: str) -> bool:
    if verb in ("add", "adds", "added"):
        return _adds(rest)
    return verb in words().takes_object or (
        bool(_CLAUSE.match(rest.strip())) and verb not in ("report", "reports", "note", "claim", "estimate")
    )


def _adds(rest: str) -> bool:
    """Adds: what somebody says besides, or what a maker puts in (adds a way to …)."""
    return bool(_PRONOUN.match(rest.strip()))


def _states(verb: str, rest: str) -> bool:
    """Heron said it would ship; Heron confirmed the theft: a clause or an object, and no preposition. Claims: no object."""
    if verb in ("claim", "claims", "claimed"):
        return rest.startswith(" to ") or bool(_CLAUSE.match(rest.strip()))
    return not _PREPOSITION.match(rest)


def _behind(line: Line, at: int, verb: str) -> int:
    """Past the hearer, the time, the place and whom it is from: told reporters in Paris on Tuesday, citing X, that"""
    if verb in words().names_object and verb in ("told", "tells", "tell", "reminded", "assured", "informed"):
        hearer = _OBJECT.match(line.masked, at)
        rest = line.masked[hearer.end() :] if hearer else ""
        if hearer and not re.match(r" to \w", rest):
            at = hearer.end()
    adjunct = _ADJUNCT.match(line.masked, at)
    at = adjunct.end() if adjunct and adjunct.group().strip(" ,") else at
    citing = re.compile(r",? ?citing [^,]{1,140}, ").match(line.masked, at)
    return citing.end() if citing else at


def _left_content(line: Line, source: Span | None, rest: str) -> bool:
    """..., the company said on Tuesday."""
    if source is None or source[0] < 4:
        return False
    before = line.masked[: source[0]].rstrip()
    return before.endswith((",", "”", '"', "?", "!")) and (
        not rest.strip(" ,.")
        or bool(re.match(r", (?:citing|according|adding|“)|,? ?[“]|, which|, (?:who|the|a) ", rest))
        or rest.startswith(",")
    )


def _leftward(line: Line, source: Span | None, match: re.Match[str], group: str) -> Clause | None:
    if source is None:
        return None
    before = line.masked[: source[0]].rstrip()
    lead = re.search(r"(?:,)? ?(?:(?:But|And|while|as) )?$", before)
    stop = lead.start() if lead and lead.group() else len(before)
    content = (0, stop)
    quote = line.masked.find("“", match.end())
    if quote > 0 and line.end - quote > stop:
        content = (quote, line.end)
    elif re.match(
        r", (?:citing|according|adding|who|which|the |a |in |[A-Z])", line.masked[match.end() :]
    ) is None and re.match(r", [a-z]", line.masked[match.end() :]):
        content = (0, line.end)  # The firm's own tests, it noted, had found no fault
    return Clause(source=source, cue=match.span(), content=content, group=group, outer=True)


def _bounded(line: Line, found: list[Clause]) -> list[Clause]:
    """A content ends where a later speaker of the whole, or a new main clause with its own speaker, begins."""
    out: list[Clause] = []
    for number, one in enumerate(found):
        stop = one.content[1]
        told = [o for o in out if o.group not in ("citing", "hearsay")]
        if one.group == "citing" and told:
            out.append(replace(one, content=told[-1].content))
            continue
        for other in found[number + 1 :]:
            first = min(other.source[0] if other.source else other.cue[0], other.cue[0])
            if not one.content[0] < first < stop:
                continue
            gap = line.masked[one.content[0] : first]
            cut = re.search(r"(?:,? (?:but|while|though|although)(?: also)? ?|, and ?|, | and )$", gap)
            inner = other.content[0] > first and not other.outer and other.source is not None
            if cut and (other.outer or not inner or cut.group().strip(" ,")):
                stop = one.content[0] + cut.start()
        if one.outer and one.group != "citing":
            start = next((o.content[0] for o in found[:number] if o.content[0] <= 0), one.content[0])
            out.append(replace(one, content=(min(start, one.content[0]), one.content[1])))
        else:
            out.append(replace(one, content=(one.content[0], stop)))
    return out


def _trimmed(line: Line, one: Clause) -> Clause:
    """Without the comma, the colon, and quotation marks that only close or only open."""
    start, stop = one.content
    while start < stop and line.text[start] in " ,:;":
        start += 1
    while stop > start and line.text[stop - 1] in " ,:;.!?":
        stop -= 1
    text = line.text[start:stop]
    if text and text[0] in '“"' and (text[-1] in '”"' or not re.search('[”"]', text[1:])):
        start += 1
        while stop > start and line.text[stop - 1] in '”" ,.!?':
            stop -= 1
    elif text and text[-1] in '”"' and not re.search('[“"]', text[:-1]):
        stop -= 1
        while stop > start and line.text[stop - 1] in " ,.!?":
            stop -= 1
    return replace(one, content=(start, stop))
