"""Alembic's environment. A migration is one file in ``versions/``, numbered ``r0002_what.py``; see technotes/store."""
