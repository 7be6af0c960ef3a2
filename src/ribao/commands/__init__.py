"""What the commands do; the words and options are in ``cli.py``."""
