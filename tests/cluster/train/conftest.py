"""A small invented archive: events of a week, each told by several outlets in other words."""

import random
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from ribao.cluster.train.corpus import Item, Labelled

PLACES = ("海城", "云州", "江陵", "北岭", "南浦", "东川", "西丰", "临江")
ACTS = (
    ("地铁新线开通", "首条地铁今日运营", "subway line opens today"),
    ("发布芯片新规", "芯片管理办法出台", "issues new chip rules"),
    ("暴雨致停电", "大雨引发大面积断电", "storm cuts power"),
    ("书店宣布关门", "老书店停业", "old bookshop closes"),
    ("医院扩建完工", "新院区落成", "hospital extension finished"),
)
START = datetime(2026, 1, 5, 1, tzinfo=UTC)


def items_of(day: int) -> list[Item]:
    """Three outlets a place tell its event of the day."""
    chance = random.Random(day)
    found = []
    for at, place in enumerate(PLACES):
        act = ACTS[(at + day) % len(ACTS)]
        for outlet in range(3):
            when = START + timedelta(days=day, minutes=chance.randrange(600))
            told = f"{place}{act[outlet % 2]}，第{day}天{'现场' if outlet == 2 else ''}"
            found.append(
                Item(
                    id=f"{day}-{at}-{outlet}", source=f"s{outlet}", time=when.timestamp(),
                    day=when.date().isoformat(), title=told, summary=f"{place}的记者说，{act[1]}。" * 4,
                )
            )  # fmt: skip
    return sorted(found, key=lambda item: (item.time, item.id))


def labelled(day: int) -> Labelled:
    items = items_of(day)
    story = [PLACES.index(item.title[:2]) for item in items]
    stories = [{"ids": [item.id for item, own in zip(items, story, strict=True) if own == at]} for at in set(story)]
    gold = {"stories": stories, "roundups": [], "all_ids": [item.id for item in items]}
    return Labelled(
        day=items[0].day, items=tuple(items), story=np.array(story), roundup=np.zeros(len(items), np.bool_), gold=gold
    )


@pytest.fixture
def archive() -> list[Item]:
    return [item for day in range(6) for item in items_of(day)]


@pytest.fixture
def labels() -> list[Labelled]:
    return [labelled(day) for day in (4, 5)]
