"""Critique, hints and honest answers without a model: the local coder and our own texts."""

import re
from random import Random
from typing import Final

from chatbot.domain.client_talk import ClientTalk, Talk
from chatbot.domain.contents import AdvisorBrief
from chatbot.domain.critic import criticise
from chatbot.domain.critique import Critique
from chatbot.domain.dialogue import Transcript
from chatbot.domain.findings import Case
from chatbot.domain.ports import Coder, Evaluation, Hint
from chatbot.domain.rubric import Rubric

_ABOUT_MACHINE: Final = re.compile(
    r"\b(?:ai|bots?|chatbot|robot|machine|program|computer|human|real|person|model|who are you)\b",
    re.IGNORECASE,
)
_ABOUT_CRITIQUE: Final = re.compile(
    r"\b(?:critique|feedback|score|scoring|rat(?:e|ing)|codes?|coach|evaluat\w*)\b", re.IGNORECASE
)
#: How many earlier client turns the critique looks back on.
LOOKS_BACK: Final = 3


class OfflineEvaluator:
    """`Evaluator` that needs no network: what the coder heard, put into a coach's words."""

    def __init__(self, coder: Coder, rubric: Rubric) -> None:
        self._coder = coder
        self._rubric = rubric
        self.name = f"offline ({coder.name})"

    async def critique(self, evaluation: Evaluation) -> Critique:
        """See `Evaluator.critique`."""
        said = evaluation.before.answered()[-LOOKS_BACK:]
        target = evaluation.brief.target_behaviour
        coded = tuple([await self._coder.code_client(text, target, to) for text, to in said])
        client = coded[-1] if coded else ClientTalk()
        case = Case(evaluation=evaluation, client=client, earlier_client=coded[:-1])
        return criticise(case, self._rubric, self.name)


class OfflineCoach:
    """`Coach` that needs no network."""

    def __init__(self, coder: Coder, rubric: Rubric) -> None:
        self._coder = coder
        self._rubric = rubric

    async def hint(self, transcript: Transcript, brief: AdvisorBrief, seed: str) -> Hint:
        """Choose a direction by what the client just did. See `Coach.hint`."""
        said, to = transcript.answered()[-1] if transcript.last_client else ("", "")
        talk = await self._coder.code_client(said, brief.target_behaviour, to)
        found = Random(seed).choice(self._rubric.hints[_situation(talk)])
        return Hint(text=found.text, principle=found.principle)

    async def answer(self, question: str, facts: dict[str, str]) -> str:
        """Say honestly what this is; other questions get a pointer. See `Coach.answer`."""
        speaks = (
            "What you read from the client are lines written beforehand for this person; rules "
            "choose among them, and no language model is at work."
            if facts["voice"] == "lines"
            else f"What you read from the client is written by a language model ({facts['voice']})."
        )
        if _ABOUT_MACHINE.search(question):
            return f"Yes, this is a program. You are talking with {facts['client']}. {speaks}"
        if _ABOUT_CRITIQUE.search(question):
            return (
                f"The critique comes from: {facts['evaluator']}. It hears your words as codes of "
                "motivational interviewing, and it errs now and then; trust your own ear too."
            )
        return (
            "Without a language model I can answer only what this is and how it works. "
            f"You are talking with {facts['client']}. {speaks} For a direction in the talk, ask "
            "for a hint. The client has heard nothing of this."
        )


def _situation(talk: ClientTalk) -> str:
    """Name the situation, the most urgent first."""
    ordered = (
        (talk.evasion, "evading"),
        (talk.question is not None, "after_question"),
        (talk.discord, "under_discord"),
        (talk.commitment, "after_commitment"),
        (talk.feeling, "after_disclosure"),
        (talk.talk is Talk.CHANGE, "after_change_talk"),
        (talk.minimal, "after_silence"),
    )
    return next((name for applies, name in ordered if applies), "after_doubt")
