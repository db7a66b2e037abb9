"""Whether a command line of CCHC is one: the command is there and takes these options."""

import shlex

from django.core.management import get_commands, load_command_class

from cchc.config import cli
from cchc.reading import command as reading


def refusal(line: str) -> str:
    """Why `cchc …` would be refused; empty when it would not."""
    name, *words = shlex.split(line)[1:]
    if name not in cli.COMMANDS:
        return f"no such command: {name}"
    if name == "manage":
        return "" if words[0] in get_commands() else f"no such command of Django: {words[0]}"
    try:
        if name == "run":
            cli.run_options(words)
        elif name == "read":
            reading._options(words)
        else:
            load_command_class("cchc.config", name).create_parser("cchc", name).parse_args(words)
    except (Exception, SystemExit) as error:  # argparse leaves by SystemExit, Django's by CommandError
        return f"{line}: {error}"
    return ""
