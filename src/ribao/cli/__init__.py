"""The command line: options and words only. Each command's work is a function in ``ribao.commands``, imported when it
is called, so that ``ribao --help`` answers at once."""
