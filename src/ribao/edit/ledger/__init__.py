"""The claim ledger of a story: who says what, how sure, since when. See docs/technotes/ledger.md."""
