"""What can be written after run.py."""

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from config.embedded.environment import ROOT
from config.embedded.site import LAST_PORT


@dataclass
class Options:
    """What the person asked for."""

    port: int
    data: Path
    sample: bool
    command: list[str] = field(default_factory=list)


class NorwegianHelp(argparse.HelpFormatter):
    """argparse's help, with the one word of its own in Norwegian."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, prefix or "Bruk: ")


class Parser(argparse.ArgumentParser):
    """argparse, refusing with one Norwegian line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{message}. Se python3 run.py --help\n")


def port_number(text: str) -> int:
    """A port a program can listen on."""
    if not text.isdigit() or not 1 <= int(text) <= LAST_PORT:
        raise argparse.ArgumentTypeError(f"porten må være et tall fra 1 til {LAST_PORT}")
    return int(text)


def parse(arguments: Sequence[str]) -> Options:
    """Read the arguments. Prints one line and exits with 2 when they can't be understood."""
    words = list(arguments)
    split = words.index("--") if "--" in words else len(words)
    parser = make_parser()
    known, unknown = parser.parse_known_args(words[:split])
    if unknown:
        parser.error(f"Forstår ikke {' '.join(unknown)}")
    if words[split:] == ["--"]:
        parser.error("Skriv en kommando etter --")
    return Options(known.port, known.data, not known.no_sample, words[split + 1 :])


def make_parser() -> Parser:
    """The options, with their help."""
    parser = Parser(
        prog="python3 run.py",
        usage="python3 run.py [--port TALL] [--data MAPPE] [--no-sample] [-- KOMMANDO …]",
        description="Starter hele systemet med egen database og kø. Stopp med Ctrl-C; dataene blir liggende.",
        epilog="Etter -- kan det stå en kommando som kjøres i samme miljø: python3 run.py -- python manage.py shell",
        formatter_class=NorwegianHelp,
        add_help=False,
        allow_abbrev=False,
    )
    options = parser.add_argument_group("valg")
    options.add_argument("--help", "-h", action="help", help="vis denne hjelpen")
    options.add_argument(
        "--port", type=port_number, default=8000, metavar="TALL", help="porten nettstedet svarer på (8000)"
    )
    options.add_argument(
        "--data", type=Path, default=ROOT / ".data", metavar="MAPPE", help="mappen dataene ligger i (.data)"
    )
    options.add_argument("--no-sample", action="store_true", help="bare grunndata, ingen eksempler")
    return parser
