"""`huimin train`: the model that understands, and its scores."""

from time import perf_counter
from typing import Annotated

import typer

from commands.failing import FailedError
from nlu.evaluation.__main__ import main as evaluate
from nlu.training import train, wanted_model

app = typer.Typer()


@app.command(name="train")
def train_command(
    if_changed: Annotated[
        bool, typer.Option("--if-changed", help="do nothing when the model fits its sources")
    ] = False,
    report_scores: Annotated[
        bool, typer.Option("--report", help="print the scores on lines it never saw")
    ] = False,
) -> None:
    """Train the understanding model in its own environment."""
    started = perf_counter()
    model = wanted_model() if report_scores and wanted_model().exists() else None
    if model is None:
        if not (if_changed and wanted_model().exists()):
            typer.echo("training the understanding model (about three minutes)")
        made = train(if_changed=if_changed)
        model = made.path
        took = "" if made.was_there else f" in {perf_counter() - started:.0f} s"
        typer.echo(f"model {model.name} {'is up to date' if made.was_there else 'trained' + took}")
    if report_scores and evaluate(["report"]) != 0:
        raise FailedError("the report could not be made: its lines above say why")
