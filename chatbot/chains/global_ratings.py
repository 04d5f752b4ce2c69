"""The global ratings of a talk by a model: render → call → check. Plain code tests every quote."""

from typing import Final

from chatbot.chains.asking import Wanted, ask
from chatbot.chains.global_ratings_reply import (
    Upheld,
    form_of,
    problems,
    schema_of,
    upheld,
)
from chatbot.chains.talk_lines import bullets, talk_lines
from chatbot.domain.contents import AdvisorBrief, Stance
from chatbot.domain.dialogue import Transcript
from chatbot.domain.errors import MalformedReply, ProviderRejected
from chatbot.domain.global_ratings import (
    DIMENSION_NAMES,
    GlobalRating,
    GlobalRatings,
    LeftOut,
    rated_in,
)
from chatbot.domain.ports import ChatModel
from chatbot.domain.prompt import Message, Prompt, Template

#: A talk is rated whole or not at all. Characters, about 30,000 tokens of English.
LONGEST: Final = 120_000


class ModelRater:
    """`GlobalRater` on a language model, blind to the coder, the critiques and the client's state.

    Args:
        model: of the evaluator's role.
        template: `prompts/global_ratings.md`.
    """

    def __init__(self, model: ChatModel, template: Template) -> None:
        self._model = model
        self._template = template

    @property
    def name(self) -> str:
        """`provider:model`."""
        return self._model.name

    async def rate(
        self, transcript: Transcript, brief: AdvisorBrief, stance: Stance
    ) -> GlobalRatings:
        """Return the ratings whose quotes stand in the talk and bear them out.

        Raises:
            MalformedReply: none of them does, even after one repair.
            ProviderRejected: the talk is too long to be rated whole.
            ProviderError: the model failed.
        """
        if sum(len(turn.text) for turn in transcript.turns) > LONGEST:
            raise ProviderRejected("The talk is too long to be rated as a whole.")
        form = form_of(rated_in(stance))
        wanted = Wanted(
            form=form,
            schema=schema_of(form),
            problems=lambda said: problems(said, transcript),
            mend=lambda said: self._template.fill("repair", problems=said),
        )
        prompt = rating_prompt(self._template, transcript, brief, stance)
        reply = await ask(self._model, prompt, wanted)
        return self._kept(upheld(reply, transcript))

    def _kept(self, found: tuple[Upheld, ...]) -> GlobalRatings:
        standing = [one for one in found if one.objection is None]
        if not standing:
            first = found[0]
            raise MalformedReply(
                f"No rating could be upheld; of {DIMENSION_NAMES[first.dimension]}: "
                f"{first.objection}."
            )
        return GlobalRatings(
            rater=self.name,
            ratings=tuple(rating for one in standing if (rating := _rating(one))),
            left_out=tuple(
                LeftOut(dimension=one.dimension, reason=one.objection)
                for one in found
                if one.objection is not None
            ),
            dropped=sum(one.dropped for one in found),
        )


def _rating(one: Upheld) -> GlobalRating | None:
    if one.judged.score is None:
        return None
    return GlobalRating(
        dimension=one.dimension,
        score=one.judged.score,
        why=" ".join(one.judged.why.split()),
        evidence=one.evidence,
    )


def rating_prompt(
    template: Template, transcript: Transcript, brief: AdvisorBrief, stance: Stance
) -> Prompt:
    """Render the prompt of a talk; the talk is data, and all of it is there."""
    system = template.fill(
        "system",
        dimensions="\n\n".join(template.fill(dimension) for dimension in rated_in(stance)),
        stance=template.fill(f"stance_{stance}"),
        role=brief.role,
        situation=brief.situation,
        recommendation=brief.recommendation,
        target_behaviour=brief.target_behaviour,
        must_tell=bullets(brief.must_tell),
        advisor_interest=brief.advisor_interest,
    )
    user = template.fill("user", talk=talk_lines(transcript, LONGEST))
    return Prompt(messages=(Message(role="system", text=system), Message(role="user", text=user)))
