"""Who speaks outside the role-play, with a model behind."""

from chatbot.chains.hint import hint
from chatbot.chains.time_out import answer
from chatbot.domain.contents import AdvisorBrief
from chatbot.domain.dialogue import Transcript
from chatbot.domain.ports import ChatModel, Hint
from chatbot.domain.prompt import Template
from chatbot.domain.rubric import Rubric


class ModelCoach:
    """`Coach` on a language model.

    Args:
        model: of the evaluator's role.
        hint_template: `prompts/hint.md`.
        time_out_template: `prompts/time_out.md`.
        rubric: whose principles a hint comes back to.
    """

    def __init__(
        self, model: ChatModel, hint_template: Template, time_out_template: Template, rubric: Rubric
    ) -> None:
        self._model = model
        self._hint = hint_template
        self._time_out = time_out_template
        self._rubric = rubric

    async def hint(self, transcript: Transcript, brief: AdvisorBrief, seed: str) -> Hint:
        """Suggest a direction. See `Coach.hint`.

        Raises:
            ProviderError: the model failed, or its reply cannot be used.
        """
        del seed
        return await hint(self._model, self._hint, self._rubric, transcript, brief)

    async def answer(self, question: str, facts: dict[str, str]) -> str:
        """Answer honestly. See `Coach.answer`.

        Raises:
            ProviderError: the model failed, or its reply is empty.
        """
        return await answer(self._model, self._time_out, question, facts)
