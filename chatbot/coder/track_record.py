"""What was measured of the shipped coder: `reliability.json` beside this file, written by the evals.

Renew it with `make reliability` whenever the coder changes; until then nothing is claimed of it.
"""

import logging
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from pydantic import ValidationError

from chatbot.domain.reliability import Reliability

log = logging.getLogger(__name__)
SHIPPED: Final = files("chatbot.coder").joinpath("reliability.json")


def read_reliability(file: Traversable = SHIPPED) -> Reliability | None:
    """Return what was measured, or None where there is no file that can be believed.

    A broken file takes no talk away: it is said in the log, and codes are "not measured".
    """
    try:
        return Reliability.model_validate_json(file.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        problem = error.errors()[0]["msg"] if isinstance(error, ValidationError) else error
        log.warning("%s tells nothing of the coder (%s). Renew it: make reliability", file, problem)
        return None
