"""Who says what in English sentences: speakers, layers, status, pronouns; and what is no attribution at all."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ribao.annotate.attribution import english
from ribao.annotate.attribution.said import Context, Said
from ribao.types.attribution import Basis, SourceType, Status
from tests.examples import many


def read(*sentences: str) -> list[tuple[str, Said]]:
    """What the last sentence says, after the others, as (sentence, said)."""
    context, found = Context(), []
    for sentence in sentences:
        found = english.attributions(sentence, context)
        context = context.after(sentence, found, english.mentions(sentence))
    return [(sentences[-1], one) for one in found]


def parts(sentence: str, one: Said) -> tuple[str, str, str]:
    source, cue = (sentence[slice(*span)] if span else "" for span in (one.source, one.cue))
    return source, cue, sentence[slice(*one.content)]


@pytest.mark.parametrize(
    ("sentence", "source", "cue", "content"),
    [
        ("Heron said it would sue.", "Heron", "said", "it would sue"),
        ("“We won,” said Mira Vance, the founder.", "Mira Vance", "said", "We won"),
        ("The bridge is safe, the city said on Monday.", "the city", "said", "The bridge is safe"),
        ("According to IDC, sales fell.", "IDC", "According to", "sales fell"),
        ("Sales fell, according to IDC.", "IDC", "according to", "Sales fell"),
        ("Mira Vance, chief executive of Heron, told reporters that it won.", "Mira Vance", "told", "it won"),
        ("“Never,” he said, “will we sell the lighthouse.”", "he", "said", "will we sell the lighthouse"),
    ],
)
def test_speaker_cue_and_content(sentence: str, source: str, cue: str, content: str) -> None:
    [(text, one)] = read(sentence)
    assert parts(text, one) == (source, cue, content)


def test_an_office_with_a_name_is_not_the_one_that_was_named_last() -> None:
    [(text, one)] = read("Heron will pay, the Ledger Times reported.", "The European Commission said it would look.")
    assert parts(text, one)[0] == "The European Commission"
    assert one.resolved == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "Heron will pay, the Ledger Times reported, citing a person who was not authorized to speak publicly.",
        "The companies could announce a deal next week, the people said.",
        "The departure follows months of tension, both people said.",
        "Everybody knew why she was unhappy, one senior employee said.",
    ],
)
def test_people_without_a_name_are_anonymous_and_what_could_be_announced_is_not(sentence: str) -> None:
    *_, (_text, last) = read(sentence)
    assert last.source_type is SourceType.ANONYMOUS
    assert last.status is Status.UNVERIFIED
    assert all(one.status is not Status.CONFIRMED for _, one in read(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "Heron declined to comment.",
        "Heron did not say when it would ship.",
        "It is hard to say what happened.",
        "Says Studio hired a new chief.",
        "The tide was low and the ferry waited.",
        "",
        "   ",
    ],
)
def test_what_attributes_nothing(sentence: str) -> None:
    assert read(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "status", "kind"),
    [
        ("Heron said it had opened a plant.", Status.CONFIRMED, SourceType.OFFICIAL),
        ("Heron denied that it copied the hinge.", Status.DENIED, SourceType.OFFICIAL),
        ("People familiar with the matter said Heron would close.", Status.UNVERIFIED, SourceType.ANONYMOUS),
        ("Reuters reported that Heron had closed.", Status.REPORTED, SourceType.MEDIA),
        ("IDC expects sales to fall next year.", Status.FORECAST, SourceType.RESEARCH),
        ("A court filing shows that Heron knew.", Status.REPORTED, SourceType.DOCUMENT),
        ("Several users said the map was wrong.", Status.UNVERIFIED, SourceType.SOCIAL),
        ("Heron is reportedly closing a plant.", Status.UNVERIFIED, SourceType.ANONYMOUS),
        ("Anselm Pike, an analyst at Alder, said the price was fair.", Status.REPORTED, SourceType.PERSON),
    ],
)
def test_how_sure_and_who(sentence: str, status: Status, kind: SourceType) -> None:
    [(_, one)] = read(sentence)
    assert (one.status, one.source_type) == (status, kind)


def test_layers() -> None:
    [(text, outer), (_, inner)] = read(
        "Reuters reported on Monday, citing two people briefed on it, that Heron had closed."
    )
    assert parts(text, outer) == ("Reuters", "reported", "Heron had closed")
    assert parts(text, inner) == ("two people briefed on it", "citing", "Heron had closed")
    assert inner.within == 0


def test_pronouns_are_resolved() -> None:
    [(_, she)] = read("Mira Vance, chief executive of Heron, left.", "She said the time had come.")
    assert she.resolved == "Mira Vance"
    [(_, firm)] = read("Heron Robotics closed a plant.", "The company said demand was weak.")
    assert firm.resolved == "Heron Robotics"


def test_an_elided_speaker_is_the_one_before() -> None:
    found = read("Heron said it was sorry, adding that the robots were safe.")
    assert [(one.resolved, one.source) for _, one in found][1] == ("Heron", None)


def test_hedges_and_negation_are_kept() -> None:
    [(_, one)] = read("Heron said it may not ship this year.")
    assert one.hedges == ("may",)
    assert one.negated


def test_a_bare_quotation_goes_on_for_the_last_speaker() -> None:
    [(text, one)] = read("Mira Vance, chief executive of Heron, said the robot was ready.", "“It is a good robot.”")
    assert (one.basis, one.resolved, parts(text, one)[2]) == (Basis.QUOTE, "Mira Vance", "It is a good robot")


PIECES = ["Heron ", "said ", "that ", "“", "”", '"', ", ", "according to ", "citing ", "denied ", "she ", "The company ", "will ", "Reuters ", "reported ", ".", "told ", "people familiar ", "adding ", "(", ")", "苹果", "as saying "]  # fmt: skip


@settings(max_examples=many(200), deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=25))
def test_every_span_is_a_part_of_its_sentence(pieces: list[str]) -> None:
    sentence = "".join(pieces)
    english.mentions(sentence)
    for number, one in enumerate(english.attributions(sentence, Context(title="x"))):
        for span in (one.source, one.cue, one.content):
            assert span is None or 0 <= span[0] < span[1] <= len(sentence)
        assert one.within is None or 0 <= one.within < number


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["said ", "“", "Heron said, ", "according to ", "a, b, ", "The x ", "citing, ", "A and B ", "that "]
)
def test_a_sentence_without_end_takes_no_second(piece: str) -> None:
    english.attributions("Heron said it won.", Context())  # reads the tables
    sentence = (piece * 100_000)[:100_000]
    started = time.process_time()
    english.attributions(sentence, Context())
    english.mentions(sentence)
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    "headline",
    [
        "Heron Said to Net $40 Million on Lighthouse Debt",
        "Ferry operator Heron said to be weighing a sale",
        "HERON IS SAID TO CONSIDER SELLING ITS FERRIES",
    ],
)
def test_a_headline_that_has_it_said_is_a_rumour(headline: str) -> None:
    [(text, one)] = read(headline)
    assert (one.source, one.source_type, one.status) == (None, SourceType.ANONYMOUS, Status.UNVERIFIED)
    assert text[slice(*one.content)] == headline


@pytest.mark.parametrize(
    "sentence",
    [
        "What the mayor said to residents after the storm",
        "Heron shows off new display tech",
        "Heron adds a way to create automated timetables",
        "A Luminous Lighthouse at the Edge of the Map Confirmed with Sonar",
        "Gap in the harbour wall confirmed by divers",
        "Mira Vance responds to Heron's letter",
    ],
)
def test_verbs_that_say_nothing_with_what_follows(sentence: str) -> None:
    assert read(sentence) == []


def test_what_somebody_adds_is_said_where_it_is_a_sentence() -> None:
    *_, (text, one) = read("Mira Vance adds they would never sell the lighthouse.")
    assert parts(text, one) == ("Mira Vance", "adds", "they would never sell the lighthouse")


@pytest.mark.parametrize(
    ("speaker", "kind"),
    [
        ("Baroness Wynn", SourceType.PERSON),
        ("King Osric", SourceType.PERSON),
        ("Zuckerberg", SourceType.PERSON),
        ("Wynn Motors", SourceType.OFFICIAL),
    ],
)
def test_a_title_or_a_surname_known_by_heart_makes_a_person(speaker: str, kind: SourceType) -> None:
    [(text, one)] = read(f"{speaker} said the bridge was old.")
    assert (parts(text, one)[0], one.source_type) == (speaker, kind)
