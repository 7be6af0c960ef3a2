"""The whole daily as files for any static host: every edition, in every language, with its own search."""
