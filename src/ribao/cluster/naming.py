"""Names of stories that last: a story found anew keeps the id under which readers know most of its articles."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256


def story_id(first_article_id: str) -> str:
    return "s" + sha256(first_article_id.encode()).hexdigest()[:15]


def named(groups: Sequence[Sequence[str]], known: Mapping[str, str]) -> list[str]:
    """The id of each group (article ids, the first one first). ``known``: article id → id of its story until now.

    The group that holds most of a known story's articles keeps its id; of equals, the one listed first. A group that
    keeps none is called after its first article, or, where that name is taken, after the next one.
    """
    claims = sorted(
        (-count, at, story)
        for at, group in enumerate(groups)
        for story, count in Counter(known[article] for article in group if article in known).items()
    )
    names: dict[int, str] = {}
    taken: set[str] = set()
    for _, at, story in claims:
        if at not in names and story not in taken:
            names[at] = story
            taken.add(story)
    for at, group in enumerate(groups):
        if at not in names:
            names[at] = _fresh(group, taken)
            taken.add(names[at])
    return [names[at] for at in range(len(groups))]


def _fresh(group: Iterable[str], taken: set[str]) -> str:
    name = ""
    for article in group:
        name = story_id(article)
        if name not in taken:
            return name
    return story_id(name)
