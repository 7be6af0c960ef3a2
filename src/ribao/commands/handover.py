"""Handing a command to the instance that runs on the same data folder, so that every command works at any time."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ribao.support import i18n
from ribao.support.i18n import gettext as _
from ribao.support.net.command import CommandRefused, stream_command
from ribao.support.problem import Problem
from ribao.support.progress import Progress
from ribao.support.work.instance import Instance


def hand_over(
    instance: Instance, name: str, arguments: Mapping[str, Any], progress: Progress, say: Callable[[str], None]
) -> int:
    """Run ``name`` there, in this caller's language; what it says and how far it has come is told here.

    Returns its exit status; raises the Problem that it raised, or one of its own.
    """
    if not instance.address:
        raise Problem(
            _("Another ribao (process {pid}) is at work on this data folder.").format(pid=instance.pid),
            _("Only one process may write to it at a time."),
            _("Wait until it has finished, or give another folder with --data."),
        )
    said: dict[str, str] = {}
    for message in _messages(instance, name, {**arguments, "lang": i18n.language()}):
        if "problem" in message:
            said = message["problem"]
        elif "exit" in message and said:
            raise Problem(said["what"], said["why"], said["remedy"], exit_code=int(message["exit"]))
        elif "exit" in message:
            return int(message["exit"])
        elif "say" in message:
            say(message["say"])
        elif "progress" in message:
            _pass_on(message["progress"], progress)
    raise Problem(
        _("The running ribao stopped before the command was done."), "", _("Try again: what was done is kept."), 1
    )


def _messages(instance: Instance, name: str, arguments: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    try:
        yield from map(json.loads, stream_command(instance.address, instance.token, name, arguments))
    except CommandRefused as refused:
        raise Problem(
            _("The running ribao (process {pid}, {address}) did not take the command.").format(
                pid=instance.pid, address=instance.address
            ),
            str(refused),
            _("Stop it and try again, or give another folder with --data."),
            1,
        ) from None


def _pass_on(event: Mapping[str, Any], progress: Progress) -> None:
    match event["event"]:
        case "start":
            progress.start(event["stage"], event["total"])
        case "step":
            progress.step(event["stage"], event["done"], event["note"])
        case "finish":
            progress.finish(event["stage"])
