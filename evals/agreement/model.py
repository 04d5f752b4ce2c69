"""A model-backed evaluator as the judge: every answer is logged, so that nothing is paid twice.

The evaluator codes advisor turns only and blind to the coder, which stands in for the earlier
volleys of the talk. Its log holds codes and offsets, no text of the transcripts.
"""

import asyncio
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import AsyncIterator, Final, Literal

from pydantic import TypeAdapter, ValidationError

from chatbot.domain.base import Value
from chatbot.domain.codes import Heard
from chatbot.domain.critique import Critique
from chatbot.domain.errors import ProviderError, SparringError
from chatbot.domain.ports import Coder, Evaluation, Evaluator
from evals.agreement.judging import Judged, Progress, hear_talk, listener, volleys
from evals.agreement.values import Produced
from evals.labelled import LabelledTalk
