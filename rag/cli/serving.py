"""`rag serve` and `rag password`: the chat in a browser, and who may reach it."""

import getpass
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from rag.cli import options
from rag.errors import RagError
from rag.settings import Settings


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
    mcp: Annotated[bool, typer.Option("--mcp", help="Offer the page's endpoints to language models by MCP.")] = False,
) -> None:
    """Open the chat; where there is no index yet, it is built first, in the page."""
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
    )


def print_account(name: Annotated[str, typer.Argument(help="Who is to log in with it.")]) -> None:
    """Ask for a password and print the line of an auth file that lets NAME log in; from a pipe, read its first line."""
    from rag.web.accounts import account_line

    if sys.stdin.isatty():
        password = getpass.getpass(f"Password of {name}: ", sys.stderr)
        if getpass.getpass("Once more: ", sys.stderr) != password:
            raise RagError("The two passwords differ: run `rag password` again.")
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    print(account_line(name, password))
