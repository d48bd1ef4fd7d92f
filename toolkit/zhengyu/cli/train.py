"""`zhengyu train`: the group of commands that make models from people's own annotated texts.

A command adds itself from its own file, or stands here: `@train_app.command("name")`.
"""

from __future__ import annotations

import typer

train_app = typer.Typer(
    no_args_is_help=True,
    help="Train models on texts that you have annotated.",
)


@train_app.callback()
def _group() -> None:
    """Train models on texts that you have annotated."""
