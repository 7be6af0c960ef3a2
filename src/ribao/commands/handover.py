"""Handing a command to the instance that runs on the same data folder, so that every command works at any time."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from ribao.support.i18n import gettext as _
from ribao.support.net.command import CommandRefused, stream_command
from ribao.support.problem import Problem
from ribao.support.progress import Progress
from ribao.support.work.instance import Instance


def hand_over(
    instance: Instance, name: str, arguments: Mapping[str, Any], progress: Progress, say: Callable[[str], None]
) -> int:
    """Run ``name`` there; what it says and how far it has come is told here. Returns its exit status."""
    if not instance.address:
        raise Problem(
            _("Another ribao (process {pid}) is at work on this data folder.").format(pid=instance.pid),
            _("Only one process may write to it at a time."),
            _("Wait until it has finished, or give another folder with --data."),
        )
    try:
        for line in stream_command(instance.address, instance.token, name, arguments):
            message = json.loads(line)
            if "exit" in message:
                return int(message["exit"])
            _tell(message, progress, say)
    except CommandRefused as refused:
        raise Problem(
            _("The running ribao (process {pid}, {address}) did not take the command.").format(
                pid=instance.pid, address=instance.address
            ),
            str(refused),
            _("Stop it and try again, or give another folder with --data."),
            exit_code=1,
        ) from None
    raise Problem(
        _("The running ribao stopped before the command was done."),
        remedy=_("Try again: what was done is kept."),
        exit_code=1,
    )


def _tell(message: Mapping[str, Any], progress: Progress, say: Callable[[str], None]) -> None:
    if "say" in message:
        say(message["say"])
    elif "note" in message:
        progress.say(message["note"])
    elif "start" in message:
        progress.start(message["start"], message.get("total", 0))
    elif "step" in message:
        progress.step(message["step"], message.get("done", 1), message.get("text", ""))
    elif "finish" in message:
        progress.finish(message["finish"])
