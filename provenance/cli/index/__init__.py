"""`provenance index`: making and looking after indexes."""

from __future__ import annotations

import typer

from provenance.cli.index import changing, filling, keeping, showing

app = typer.Typer(help="Make and look after indexes of original reporting.", no_args_is_help=True)
app.command("rebuild")(filling.rebuild)
app.command("update")(filling.update)
app.command("add")(filling.add)
app.command("remove")(changing.remove)
app.command("list")(showing.list_)
app.command("info")(showing.info)
app.command("verify")(keeping.verify)
app.command("compact")(changing.compact)
app.command("backup")(keeping.backup)
app.command("restore")(keeping.restore)
