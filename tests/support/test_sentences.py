"""Sentences are cut where a reader would cut them, and are always pieces of the text."""

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ribao.support.sentences import sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("灯塔亮了。港口很静！真的吗？", ["灯塔亮了。", "港口很静！", "真的吗？"]),
        ("他说：“亮了。真的亮了。”第二天有雾。", ["他说：“亮了。真的亮了。”", "第二天有雾。"]),
        ("“亮了。”他说。港口很静。", ["“亮了。”他说。", "港口很静。"]),
        ("她喊「亮了！」，众人鼓掌。", ["她喊「亮了！」，众人鼓掌。"]),
        ("售价3.5万元。v2.0版。", ["售价3.5万元。", "v2.0版。"]),
        ("一句\n两句。三句", ["一句", "两句。", "三句"]),
        ("“没有收尾的引号。后面还有。", ["“没有收尾的引号。", "后面还有。"]),
        (
            "Mr. Otter of Heron Inc. left. The U.S. Coast Guard came.",
            ["Mr. Otter of Heron Inc. left.", "The U.S. Coast Guard came."],
        ),
        ("It rose 3.5 percent. See heron.example today.", ["It rose 3.5 percent.", "See heron.example today."]),
        ("“We did it. At last.” The harbour cheered.", ["“We did it. At last.”", "The harbour cheered."]),
        ('She said "yes!" and left. He stayed.', ['She said "yes!" and left.', "He stayed."]),
        ("Opened at 9 a.m. on Friday. Closed later.", ["Opened at 9 a.m. on Friday.", "Closed later."]),
        ("  \n \n", []),
    ],
)
def test_cuts(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@settings(deadline=None)
@given(st.text(alphabet="灯塔亮了。！？“”「」.!?\"'() \nAbUS.3 "))
def test_nothing_but_blanks_is_lost_and_order_is_kept(text: str) -> None:
    spans = list(sentences(text))
    assert all(start < end for start, end in spans)
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(spans))
    assert "".join("".join(cut(text)).split()) == "".join(text.split())


@pytest.mark.parametrize("piece", ["“", "。", ". ", "a.", '"x', "（"])
def test_a_long_line_of_one_thing_is_linear(piece: str) -> None:
    start = time.perf_counter()
    list(sentences(piece * (100_000 // len(piece))))
    assert time.perf_counter() - start < 1
