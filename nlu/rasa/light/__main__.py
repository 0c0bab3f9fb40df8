"""Starts Rasa's command line lightly."""

import sys

from light.absent import LIBRARIES, NOT_SERVING, leave_out

leave_out(LIBRARIES | NOT_SERVING if sys.argv[1:2] == ["run"] else LIBRARIES)

# Nothing of Rasa may be imported before.
from rasa.__main__ import main  # noqa: E402
from rasa.core import agent, processor  # noqa: E402
from rasa.engine.storage import local_model_storage  # noqa: E402

from light.packing import QuickTar  # noqa: E402
from light.straight import StraightRunner  # noqa: E402
from light.together import TogetherProcessor  # noqa: E402

# Rasa names these in its code and takes no others.
agent.MessageProcessor = TogetherProcessor
processor.DaskGraphRunner = StraightRunner
local_model_storage.TarSafe = QuickTar

if __name__ == "__main__":
    main()
