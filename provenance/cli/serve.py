"""`provenance serve`: the desk, a page and an HTTP API."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from provenance.web import settings as defaults


def serve(
    index: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="An index to search; the first one is the default.")
    ] = None,
    indexes: Annotated[Path | None, typer.Option(help="The folder of indexes.")] = None,
    host: Annotated[
        str, typer.Option(help="The address to listen on; another than this computer's wants a --token.")
    ] = defaults.DEFAULT_HOST,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = defaults.DEFAULT_PORT,
    token: Annotated[
        str | None, typer.Option(envvar="PROVENANCE_TOKEN", help="What everyone who uses the desk has to know.")
    ] = None,
    allow_host: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Another name under which the desk is reached.")
    ] = None,
    history: Annotated[Path | None, typer.Option(help="The file of the history (else in your data folder).")] = None,
    keep_days: Annotated[
        int, typer.Option(min=0, help="Delete reports after so many days; 0 keeps them until they are deleted.")
    ] = defaults.DEFAULT_KEEP_DAYS,
    workers: Annotated[int, typer.Option(min=0, max=64, help="Processes that compute; 0: one for each core.")] = 0,
    queue: Annotated[
        int, typer.Option(min=0, help="Requests that may wait before the next is turned away; 0: some for each worker.")
    ] = 0,
    timeout: Annotated[float, typer.Option(min=1, help="Seconds that one check may take.")] = defaults.DEFAULT_SECONDS,
    proxy: Annotated[
        str | None, typer.Option(metavar="URL", help="Fetch pages through this proxy, which then resolves names.")
    ] = None,
    embedder: Annotated[str, typer.Option(help="`embedded`, or a sentence-transformers model.")] = "embedded",
    allow_private: Annotated[
        list[str] | None, typer.Option(metavar="HOST", help="Let this host be fetched although its address is private.")
    ] = None,
) -> None:
    """Serve the desk to browsers and programs, until Ctrl-C."""
    import asyncio

    from provenance.ingest.demo import DEMO, user_data_folder
    from provenance.library import index_home
    from provenance.web.server import serve as serve_desk

    settings = defaults.Settings(
        home=index_home(indexes),
        history=history or user_data_folder() / "desk.sqlite",
        indexes=tuple(dict.fromkeys(index or [DEMO])),
        host=host,
        port=port,
        token=token,
        hosts=tuple(allow_host or ()),
        embedder=embedder,
        workers=workers,
        queue=queue,
        seconds=timeout,
        keep_days=keep_days,
        proxy=proxy,
        allow_private=tuple(allow_private or ()),
    )

    def opened(address: str) -> None:
        typer.echo(f"The desk is open at {address} (Ctrl-C ends it).")
        typer.echo(f"Its history is {settings.history}.")

    asyncio.run(serve_desk(settings, opened))
    typer.echo("The desk is closed.")
