"""The command line's words. Standard library only: help and usage errors come before anything is installed."""

from __future__ import annotations

import argparse
from typing import NoReturn

FORMATS = ("markdown", "json", "text", "pdf", "docx", "csv", "fhir")
Commands = argparse._SubParsersAction  # the only name argparse has for this type


class _Parser(argparse.ArgumentParser):
    """A mistake is one line that says where to look, not a page of usage."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{message}. See `python {self.prog} --help`.\n")


def parse(argv: list[str]) -> argparse.Namespace:
    """Read the command line; no command means `serve`. Exits 2 with one line on a mistake."""
    parser = _parser()
    return parser.parse_args(_with_command(argv))


def _with_command(argv: list[str]) -> list[str]:
    """Options without a command belong to `serve`; those that stand before a command are moved to its end."""
    rest = list(argv)
    leading: list[str] = []
    while rest and (rest[0] in ("--home", "--cpu") or rest[0].startswith("--home=")):
        takes_value = rest[0] == "--home" and len(rest) > 1
        leading += rest[: 2 if takes_value else 1]
        del rest[: 2 if takes_value else 1]
    if not rest or (rest[0].startswith("-") and rest[0] not in ("-h", "--help", "--version")):
        rest.insert(0, "serve")
    return [rest[0], *leading, *rest[1:]] if rest[0] == "test" else rest + leading


def _parser() -> argparse.ArgumentParser:
    from app import __version__

    parser = _Parser(
        prog="run.py",
        description="An offline bilingual desk for taking a medical history. Without a command it opens the page.",
    )
    parser.add_argument("--version", action="version", version=f"BiMediX Desk {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for family in (_page, _talk, _judge, _record, _transfer, _models, _care):
        family(commands)
    return parser


def _add(commands: Commands, name: str, about: str, *, json: bool = False) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=about, description=about)
    command.add_argument("--home", metavar="DIR", help="where this desk keeps its record and models (or BIMEDIX_HOME)")
    command.add_argument("--cpu", action="store_true", help="do not use a graphics card, also when installing")
    if json:
        command.add_argument("--json", action="store_true", help="print JSON, one object a line")
    return command


def _model_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--model", metavar="NAME", help="a model's name from `models list`, or a .gguf file")
    command.add_argument("--server", metavar="URL", help="use an OpenAI-compatible server at this address instead")
    _placement_options(command)


def _placement_options(command: argparse.ArgumentParser) -> None:
    """What is left out is chosen from the machine's free memory; see `models plan`."""
    command.add_argument("--context", type=int, metavar="TOKENS", help="size of the model's context")
    command.add_argument("--gpu-layers", type=int, metavar="N", help="layers on the graphics card")
    command.add_argument("--cpu-experts", type=int, metavar="N", help="layers whose experts stay on the processor")
    command.add_argument("--kv", choices=("f16", "q8_0"), help="precision of the cache of what was read")
    command.add_argument("--tensor-split", metavar="A,B", help="shares of several graphics cards")


def _page(commands: Commands) -> None:
    serve = _add(commands, "serve", "open the page (the default)")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (this machine only by default)")
    serve.add_argument("--port", type=int, default=7860, help="port; the next free one is taken where it is in use")
    serve.add_argument("--no-browser", action="store_true", help="do not open a browser window")
    serve.add_argument("--tls-certificate", metavar="FILE", help="certificate; needed to listen beyond this machine")
    serve.add_argument("--tls-key", metavar="FILE", help="the certificate's key")
    _model_options(serve)
    test = _add(commands, "test", "check everything: format, lint, types, tests")
    test.add_argument(
        "pytest", nargs=argparse.REMAINDER, metavar="...", help="arguments for pytest; then only pytest runs"
    )


def _talk(commands: Commands) -> None:
    chat = _add(commands, "chat", "one user message a line of standard input", json=True)
    chat.add_argument("--conversation", metavar="ID", help="go on with this conversation")
    chat.add_argument("--language", choices=("auto", "ar", "en"), default="auto", help="the reply's language")
    chat.add_argument("--mode", choices=("interview", "ask"), default="interview", help="take a history, or answer")
    _model_options(chat)
    bench = _add(commands, "bench", "measure the engine beside stock llama-cpp-python", json=True)
    bench.add_argument("--record", action="store_true", help="measure the record instead")
    bench.add_argument("--export", action="store_true", help="measure the exports instead")
    _model_options(bench)


def _judge(commands: Commands) -> None:
    _add(commands, "detect", "the language and direction of each line of standard input", json=True)
    _add(commands, "triage", "the alarms in each line of standard input", json=True)


def _record(commands: Commands) -> None:
    note = _add(commands, "note", "the history of a conversation, with its sources", json=True)
    note.add_argument("id", metavar="ID")
    note.add_argument("--language", choices=("ar", "en"), help="the note's language; the conversation's by default")
    group = commands.add_parser("conversations", help="list, show, search, rename, delete, restore, purge, import")
    actions = group.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = _add(actions, "list", "all conversations, newest first", json=True)
    listing.add_argument("--deleted", action="store_true", help="the deleted ones, which can still be restored")
    for name, about in (
        ("show", "every message"),
        ("delete", "put away; restorable for 30 days"),
        ("restore", "undo delete"),
        ("hold", "keep it from being deleted or purged"),
        ("release", "undo hold"),
    ):
        _add(actions, name, about, json=True).add_argument("id", metavar="ID")
    _add(actions, "search", "find words in everything said and noted", json=True).add_argument(
        "text", nargs="+", metavar="TEXT"
    )
    rename = _add(actions, "rename", "give it another title", json=True)
    rename.add_argument("id", metavar="ID")
    rename.add_argument("title", nargs="+", metavar="TITLE")
    purge = _add(actions, "purge", "remove for good what is older", json=True)
    purge.add_argument("--older-than", type=int, required=True, metavar="DAYS")
    purge.add_argument("--dry-run", action="store_true", help="only say what would go")
    _add(actions, "import", "bring back a JSON export", json=True).add_argument("file", metavar="FILE")


def _transfer(commands: Commands) -> None:
    export = _add(commands, "export", "write the transcript and the note to a file")
    export.add_argument("id", metavar="ID", nargs="+", help="one conversation; several make a zip")
    export.add_argument("--format", choices=FORMATS, required=True)
    export.add_argument("--output", metavar="FILE", required=True)
    export.add_argument("--language", choices=("ar", "en", "both"), help="the conversation's by default")
    export.add_argument(
        "--deidentify", action="store_true", help="replace names, numbers and dates; an aid, not a guarantee"
    )
    export.add_argument("--hijri", action="store_true", help="show the Hijri date beside the Gregorian")
    export.add_argument("--password", action="store_true", help="ask for a password and protect a PDF or zip with it")
    export.add_argument("--isolates", action="store_true", help="keep Unicode direction marks in plain text")


def _models(commands: Commands) -> None:
    group = commands.add_parser("models", help="list, get, import, remove, plan")
    actions = group.add_subparsers(dest="action", metavar="ACTION", required=True)
    _add(actions, "list", "every model the desk knows", json=True)
    get = _add(actions, "get", "download a model", json=True)
    get.add_argument("name", metavar="NAME")
    get.add_argument("--accept-licence", action="store_true", help="you have read the licence and accept it")
    bring = _add(actions, "import", "check a GGUF file and keep it", json=True)
    bring.add_argument("file", metavar="FILE")
    bring.add_argument("--name", help="the name to list it under; a catalogue name makes it that model")
    bring.add_argument("--accept-licence", action="store_true", help="you have read the licence and accept it")
    bring.add_argument("--template", help="the prompt template it was trained with")
    _add(actions, "remove", "delete a model's files", json=True).add_argument("name", metavar="NAME")
    plan = _add(actions, "plan", "how a model would be placed on this machine", json=True)
    plan.add_argument("name", metavar="NAME")
    _placement_options(plan)


def _care(commands: Commands) -> None:
    _add(commands, "doctor", "what is installed, what the machine has, whether the record is whole", json=True)
    for name, about in (("backup", "copy the record to FILE"), ("restore", "put FILE in the record's place")):
        _add(commands, name, about).add_argument("file", metavar="FILE")
    users = commands.add_parser("users", help="accounts of this desk")
    actions = users.add_subparsers(dest="action", metavar="ACTION", required=True)
    _add(actions, "list", "all accounts", json=True)
    add = _add(actions, "add", "a new account; asks for its password")
    add.add_argument("name")
    add.add_argument("--role", choices=("clinician", "administrator"), default="clinician")
    for name, about in (("password", "set a new password, which also ends a lock-out"), ("remove", "close an account")):
        _add(actions, name, about).add_argument("name")
    encrypt = commands.add_parser("encryption", help="encrypt the record at rest")
    actions = encrypt.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, about in (
        ("on", "encrypt"),
        ("off", "decrypt"),
        ("change", "another passphrase"),
        ("status", "how it stands"),
    ):
        _add(actions, name, about)
    audit = commands.add_parser("audit", help="the log of who did what")
    actions = audit.add_subparsers(dest="action", metavar="ACTION", required=True)
    _add(actions, "verify", "find the first broken link", json=True)
    _add(actions, "export", "write the log to FILE").add_argument("file", metavar="FILE")
