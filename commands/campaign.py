"""`huimin campaign`: mass messages, from a draft to the report."""

import typer

from commands import campaign_doubts, campaign_drafts, campaign_moves, campaign_reports

app = typer.Typer(help="Write, approve, launch and account for campaigns.", no_args_is_help=True)
for part in (campaign_drafts, campaign_moves, campaign_reports, campaign_doubts):
    app.registered_commands += part.app.registered_commands
