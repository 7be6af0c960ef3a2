"""The opening of a news text: what it is about stands there. One rule for what clustering reads and what it is trained on."""

CHARACTERS = 600
_HEAD = 60  # a text with an address in its head is a list of links (Hacker News), and tells of nothing


def opening(*texts: str) -> str:
    """The head of the first of these texts that has one; empty where none tells anything."""
    return next((text[:CHARACTERS] for text in texts if text and "://" not in text[:_HEAD]), "")
