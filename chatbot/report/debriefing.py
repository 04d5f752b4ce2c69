"""`Debriefer` without a model: codes the client's turns and builds the debrief."""

from random import Random

from chatbot.domain.debrief import Debrief
from chatbot.domain.dialogue import Speaker
from chatbot.domain.ports import Coder
from chatbot.domain.rubric import Rubric
from chatbot.domain.talk import Talk
from chatbot.report.debrief import build_debrief


class Debriefing:
    """Makes the debrief of a talk: the same for the same log."""

    def __init__(self, coder: Coder, rubric: Rubric) -> None:
        self._coder = coder
        self._rubric = rubric

    async def debrief(self, talk: Talk) -> Debrief:
        """Return the debrief; critiques still missing count as unscored."""
        target = talk.started.persona.advisor_brief.target_behaviour
        said = talk.transcript.said_by(Speaker.CLIENT)
        heard = [await self._coder.code_client(text, target) for text in said]
        return build_debrief(talk, self._rubric, heard, Random(f"{talk.started.seed}:debrief"))
