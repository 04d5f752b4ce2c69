"""`Debriefer`: codes the client's turns, has the talk rated if a model can, builds the debrief."""

import asyncio
from collections.abc import Awaitable, Callable
from random import Random
from typing import Final

from chatbot.domain.debrief import Debrief
from chatbot.domain.errors import SparringError
from chatbot.domain.global_ratings import Globals, NotRated
from chatbot.domain.ports import Coder, GlobalRater
from chatbot.domain.practice import TalkTally
from chatbot.domain.rubric import Rubric
from chatbot.domain.scores import MIN_VOLLEYS
from chatbot.domain.talk import Talk
from chatbot.report.debrief import Besides, build_debrief
from chatbot.report.wording import plural

#: Seconds that a debrief waits for the global ratings.
DEADLINE_S: Final = 60.0
OFFLINE: Final = (
    "Not rated offline. Partnership, Empathy, Cultivating Change Talk and Softening Sustain Talk "
    "need a reader: attach a model as evaluator. Counts do not stand in for them."
)

#: Returns what earlier talks say: of this owner, leaving out the talk of this id.
Earlier = Callable[[str, str], Awaitable[tuple[TalkTally, ...]]]


async def _none(_owner: str, _session_id: str) -> tuple[TalkTally, ...]:
    return ()


class Debriefing:
    """Makes the debrief of a talk; without a model, the same for the same logs.

    Args:
        coder: hears the client's turns.
        rubric: principles and coaching texts.
        rater: rates the talk as a whole; None: not rated offline.
        earlier: what earlier talks say about what to practise.
        deadline: seconds to wait for the rater.
    """

    def __init__(
        self,
        coder: Coder,
        rubric: Rubric,
        rater: GlobalRater | None = None,
        earlier: Earlier = _none,
        *,
        deadline: float = DEADLINE_S,
    ) -> None:
        self._coder = coder
        self._rubric = rubric
        self._rater = rater
        self._earlier = earlier
        self._deadline = deadline

    async def debrief(self, talk: Talk) -> Debrief:
        """Return the debrief; critiques still missing count as unscored."""
        started = talk.started
        target = started.persona.advisor_brief.target_behaviour
        said = talk.transcript.answered()
        heard = [await self._coder.code_client(text, target, to) for text, to in said]
        beside = Besides(
            globals=await self._globals(talk),
            earlier=await self._earlier(started.owner, started.session_id),
        )
        return build_debrief(talk, self._rubric, heard, Random(f"{started.seed}:debrief"), beside)

    async def _globals(self, talk: Talk) -> Globals:
        """Return the ratings, or why there are none: too short, offline, or what failed."""
        turns = len(talk.branch)
        if turns < MIN_VOLLEYS:
            had = plural(turns, "turn")
            text = f"Too short to rate: it takes {MIN_VOLLEYS} turns, and this talk has {had}."
            return NotRated(cause="too_short", reason=text)
        if self._rater is None:
            return NotRated(cause="offline", reason=OFFLINE)
        persona = talk.started.persona
        try:
            async with asyncio.timeout(self._deadline):
                return await self._rater.rate(
                    talk.transcript, persona.advisor_brief, persona.stance
                )
        except TimeoutError:
            why = f"The ratings were not ready within {self._deadline:.0f} seconds."
        except SparringError as error:
            why = str(error)
        return NotRated(cause="failed", reason=f"Not rated. {why}")
