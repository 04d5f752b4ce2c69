"""The critique by a model: render → call → check. Plain code tests what the model says."""

from typing import Final

from chatbot.chains.agreement import differences, settle
from chatbot.chains.asking import Wanted, ask
from chatbot.chains.evaluator_reply import (
    CodedPart,
    Fault,
    Reply,
    Strength,
    invented,
    problems,
    schema,
    stands,
)
from chatbot.chains.quotes import find
from chatbot.chains.talk_lines import bullets, principles_text, talk_lines
from chatbot.domain.brevity import Said, shortened
from chatbot.domain.codes import Code, CodedSegment, Toward
from chatbot.domain.contents import AdvisorBrief
from chatbot.domain.critique import Critique, Finding
from chatbot.domain.errors import MalformedReply, ProviderError
from chatbot.domain.ports import ChatModel, Evaluation
from chatbot.domain.prompt import Message, Prompt, Template
from chatbot.domain.rubric import Rubric

MAX_FINDINGS: Final = 2
_WEIGHTS: Final = {"small": 0.3, "medium": 0.6, "large": 0.9}
_STRENGTH: Final = 0.5
#: Our reading of the model's "sure"; no one has measured it.
_SURE, _UNSURE = 0.9, 0.6
_DIRECTED: Final = frozenset(
    {Code.QUESTION, Code.SIMPLE_REFLECTION, Code.COMPLEX_REFLECTION, Code.AFFIRM}
)


class ModelEvaluator:
    """`Evaluator` on a language model, blind to the coder and to the client's inner state.

    Args:
        model: the model of the evaluator's role, whose settings hold the temperature.
        template: `prompts/evaluator.md`.
        rubric: whose principles are the closed list that findings come back to.
    """

    def __init__(self, model: ChatModel, template: Template, rubric: Rubric) -> None:
        self._model = model
        self._template = template
        self._principles = principles_text(rubric)
        self._ids = tuple(principle.id for principle in rubric.principles)
        self._schema = schema(self._ids)

    @property
    def name(self) -> str:
        """`provider:model`."""
        return self._model.name

    async def critique(self, evaluation: Evaluation) -> Critique:
        """Return the critique, with what could be verified of it.

        Raises:
            MalformedReply: the reply cannot be used, even after one repair.
            ProviderError: the model failed, or could not tell.
        """
        wanted = Wanted(
            form=Reply,
            schema=self._schema,
            problems=lambda said: problems(said, evaluation, self._ids),
            mend=lambda said: self._template.fill("repair", problems=said),
        )
        prompt = evaluator_prompt(self._template, self._principles, evaluation)
        reply = await ask(self._model, prompt, wanted)
        if reply.verdict == "cannot_tell":
            why = reply.summary.strip() or "it gave no reason."
            raise ProviderError(f"The evaluator could not tell: {why}")
        if _void(reply, evaluation, self._ids):
            wrong = problems(reply, evaluation, self._ids)
            raise MalformedReply(f"The evaluator's answer could not be used: {wrong[0]}")
        return self._critique(reply, evaluation)

    def _critique(self, reply: Reply, evaluation: Evaluation) -> Critique:
        """Keep what can be verified, drop and count the rest."""
        kept = [fault for fault in reply.findings if stands(fault, evaluation, self._ids)]
        faults = tuple(_finding(f, evaluation, _WEIGHTS[f.cost]) for f in kept[:MAX_FINDINGS])
        well = reply.done_well
        praised = well is not None and stands(well, evaluation, self._ids)
        praise = _finding(well, evaluation, _STRENGTH) if well and praised else None
        findings, done_well = shortened(Said(faults, praise))
        codes = settle(segment for part in reply.codes if (segment := _segment(part, evaluation)))
        first = findings[0] if findings else done_well
        usable = bool(findings) and not invented(reply.instead or "", evaluation)
        return Critique(
            turn_id=evaluation.turn_id,
            evaluator=self.name,
            summary=" ".join(reply.summary.split()),
            codes=codes,
            done_well=done_well,
            findings=findings,
            instead=reply.instead if usable and reply.instead else None,
            principle=first.principle if first else None,
            dropped=_unfound(reply, evaluation) + (len(reply.findings) - len(kept)),
            differences=differences(codes, evaluation.heard[-1].segments),
        )


def _void(reply: Reply, evaluation: Evaluation, ids: tuple[str, ...]) -> bool:
    """Say whether nothing that was found can be upheld, or the reply contradicts itself."""
    if reply.verdict == "change":
        return not any(stands(fault, evaluation, ids) for fault in reply.findings)
    return reply.verdict == "nothing_to_change" and bool(reply.findings)


def _unfound(reply: Reply, evaluation: Evaluation) -> int:
    """Count the quotes, outside the findings, that do not stand in the turn."""
    parts = (*reply.codes, *((reply.done_well,) if reply.done_well else ()))
    return sum(find(part.quote, evaluation.text) is None for part in parts)


def evaluator_prompt(template: Template, principles: str, evaluation: Evaluation) -> Prompt:
    """Render the prompt of one turn; all but the talk stays the same within a session."""
    brief = evaluation.brief
    system = template.fill(
        "system",
        principles=principles,
        stance=template.fill(f"stance_{evaluation.stance}"),
        role=brief.role,
        situation=brief.situation,
        recommendation=brief.recommendation,
        target_behaviour=brief.target_behaviour,
        may_cite=_may_cite(brief),
        must_tell=bullets(brief.must_tell),
        advisor_interest=brief.advisor_interest,
    )
    talk = evaluation.before.advisor(evaluation.text)
    number = str(len(talk.turns))
    user = template.fill("user", talk=talk_lines(talk), number=number)
    return Prompt(messages=(Message(role="system", text=system), Message(role="user", text=user)))


def _may_cite(brief: AdvisorBrief) -> str:
    cite = brief.may_cite
    return bullets((*cite.case_facts, *cite.evidence, *cite.fees, *cite.track_record))


def _finding(part: Fault | Strength, evaluation: Evaluation, weight: float) -> Finding:
    """Return the finding with the turn's own words; its quote is known to stand there."""
    place = find(part.quote, evaluation.text)
    assert place is not None
    return Finding(
        **place.model_dump(), kind="model", principle=part.principle, what=part.what, weight=weight
    )


def _segment(part: CodedPart, evaluation: Evaluation) -> CodedSegment | None:
    """Return the segment with the turn's own words, or None if it is not there or not coded."""
    place = find(part.quote, evaluation.text)
    if place is None or part.code == "cannot_tell":
        return None
    code = Code(part.code)
    return CodedSegment(
        **place.model_dump(),
        code=code,
        open=part.open if code is Code.QUESTION else None,
        toward=part.toward if code in _DIRECTED else Toward.NONE,
        confidence=_SURE if part.sure else _UNSURE,
    )
