"""`rag serve`, `rag password`, `rag key` and `rag feedback`: the chat in a browser, who may reach it, be it people or
programs, and what readers thought of it."""

import getpass
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.cli import options
from rag.cli.printing import print_json
from rag.errors import IndexMissing, RagError
from rag.settings import Settings

if TYPE_CHECKING:
    from rag.api.keys import Key


def open_chat(
    index: options.Index = None,
    corpus: Annotated[Path | None, typer.Option("--corpus", help="Indexed at first start. [$RAG_CORPUS]")] = None,
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen on.")] = 7860,
    root_path: Annotated[
        str | None, typer.Option("--root-path", help="Where a proxy shows the page, such as /articles.")
    ] = None,
    auth_file: Annotated[
        Path | None, typer.Option("--auth-file", help="Who may log in: a file of lines that `rag password` prints.")
    ] = None,
    no_auth: Annotated[bool, typer.Option("--no-auth", help="Let whoever reaches --host ask without a login.")] = False,
    allow_host: Annotated[
        list[str] | None, typer.Option("--allow-host", help="A name that the page is asked by, as behind a proxy.")
    ] = None,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="Leave out of the page what changes the articles.")
    ] = False,
    allow_fetch: Annotated[
        bool, typer.Option("--allow-fetch", help="Let readers of the page have articles fetched by their addresses.")
    ] = False,
    mcp: Annotated[bool, typer.Option("--mcp", help="Offer the articles to language models as tools, by MCP.")] = False,
    metrics: Annotated[bool, typer.Option("--metrics", help="Offer figures to Prometheus at /metrics.")] = False,
) -> None:
    """Open the chat; where there is no index yet, it is built first, in the page.

    Example: rag serve --corpus my-articles --port 8000
    """
    settings = Settings.from_environment()
    from rag.web.serving import serve

    serve(
        replace(settings, index=index or settings.index, corpus=corpus or settings.corpus),
        host=host,
        port=port,
        root_path=root_path,
        auth_file=auth_file,
        no_auth=no_auth,
        allowed_hosts=allow_host or (),
        read_only=read_only,
        allow_fetch=allow_fetch,
        mcp=mcp,
        metrics=metrics,
    )


def manage_keys(
    name: Annotated[str | None, typer.Argument(help="Which program; without one the keys are listed.")] = None,
    index: options.Index = None,
    per_minute: Annotated[int, typer.Option("--per-minute", min=1, help="Requests a minute that it may make.")] = 60,
    at_once: Annotated[int, typer.Option("--at-once", min=1, help="Requests that it may make at once.")] = 4,
    remove: Annotated[bool, typer.Option("--remove", help="Take its key away.")] = False,
    as_json: options.Json = False,
) -> None:
    """Make a key for a program, print it this once, and let programs ask with a key alone; or list the keys.

    Example: rag key newsroom --per-minute 30
    """
    from rag.api.keys import FILE, Keys
    from rag.index.place import place_of

    place = place_of(index or Settings.from_environment().index)
    if not place.exists():  # of a place that is spelled wrong nobody would ever ask the keys
        raise IndexMissing(f"There is no index in {place.name}: run `rag index` first.", path=place.location)
    keys = Keys(place.sidecar(FILE))
    if name is None:
        if remove:
            raise RagError("--remove takes the name of a key: `rag key` lists them.")
        _list_keys(keys.listed(), as_json=as_json)
    elif remove:
        keys.remove(name)
        if not keys.listed():
            print(f"That was the last: no program may ask, until {keys.sidecar.name} is deleted.", file=sys.stderr)
    else:
        secret = keys.make(name, per_minute=per_minute, at_once=at_once)
        print(f"The key of {name}, which is not kept and not shown again:", file=sys.stderr)
        print(secret)


def _list_keys(keys: "Sequence[Key]", *, as_json: bool) -> None:
    if as_json:
        told = [{name: value for name, value in asdict(key).items() if name != "sha256"} for key in keys]
        print_json({"keys": told})
        return
    for key in keys:
        print(f"{key.name}: made {key.made}, {key.per_minute} requests a minute, {key.at_once} at once")
    if not keys:
        print("There is no key.", file=sys.stderr)


def print_feedback(index: options.Index = None) -> None:
    """Print what readers thought of answers, a line of JSON for each, oldest first.

    Example: rag feedback
    """
    from rag.answers.feedback import FILE, Feedback
    from rag.index.place import place_of

    feedback = Feedback(place_of(index or Settings.from_environment().index).sidecar(FILE))
    for record in feedback.read():
        print(json.dumps(record, ensure_ascii=False))
    if feedback.torn:
        print(f"Passed over, as they were not written to their end: {feedback.torn}", file=sys.stderr)


def print_account(name: Annotated[str, typer.Argument(help="Who is to log in with it.")]) -> None:
    """Ask for a password and print the line of an auth file that lets NAME log in; from a pipe, read its first line.

    Example: rag password ada
    """
    from rag.web.accounts import account_line

    if sys.stdin.isatty():
        password = getpass.getpass(f"Password of {name}: ", sys.stderr)
        if getpass.getpass("Once more: ", sys.stderr) != password:
            raise RagError("The two passwords differ: run `rag password` again.")
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    print(account_line(name, password))
