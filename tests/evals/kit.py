"""Labelled talks made up for the tests, and an evaluator that knows the answers."""

from collections.abc import Callable
from pathlib import Path
from random import Random

from chatbot.domain.codes import Code, CodedSegment
from chatbot.domain.critique import Critique
from chatbot.domain.dialogue import Speaker
from chatbot.domain.ports import Evaluation
from evals.labelled import Annotation, LabelledTalk, Quality, Utterance

TALKS = Path(__file__).parent / "talks.csv"

#: A line for each code, and AnnoMI's class of it.
SAID = {
    "Q_open": ("What would that be like?", "question"),
    "SR": ("So that bothers you.", "reflection"),
    "CR": ("Your name is at stake there.", "reflection"),
    "GI": ("It costs ten a month.", "therapist_input"),
    "P": ("You must do it now.", "therapist_input"),
    "C": ("That is plainly wrong.", "other"),
    "AF": ("You stood up for your son.", "other"),
}
GOOD = ("Q_open", "SR", "CR", "AF", "CR")
POOR = ("P", "C", "GI", "P", "Q_open", "SR")


def made_up(talks: int = 24, volleys: int = 12, seed: int = 1) -> tuple[LabelledTalk, ...]:
    """Return talks of good and of poor advisors in turn, with MITI codes."""
    dice = Random(seed)
    return tuple(
        _talk(f"t{number}", Quality.LOW if number % 2 else Quality.HIGH, volleys, dice)
        for number in range(talks)
    )


def _talk(name: str, quality: Quality, volleys: int, dice: Random) -> LabelledTalk:
    codes = GOOD if quality is Quality.HIGH else POOR
    said = []
    for number in range(volleys):
        code = dice.choice(codes)
        text, behaviour = SAID[code]
        labels = {
            "behaviour": behaviour,
            "miti": (code,),
            "markers": (),
            "question": "open" if code == "Q_open" else None,
            "reflection": {"SR": "simple", "CR": "complex"}.get(code),
            "input": "advice" if code in {"GI", "P"} else None,
        }
        said.append(
            Utterance(
                utterance_id=number,
                speaker=Speaker.ADVISOR,
                text=text,
                annotations=(Annotation.model_validate(labels),),
            )
        )
    return LabelledTalk(transcript_id=name, quality=quality, utterances=tuple(said))


class Oracle:
    """An evaluator that hears in every line of `SAID` what was meant, unless told otherwise."""

    name = "test:oracle"

    def __init__(self, spoil: Callable[[Evaluation, str], str] = lambda _e, code: code) -> None:
        self.asked: list[Evaluation] = []
        self._spoil = spoil
        self._codes = {text: code for code, (text, _) in SAID.items()}

    async def critique(self, evaluation: Evaluation) -> Critique:
        self.asked.append(evaluation)
        said = evaluation.text
        code = self._spoil(evaluation, self._codes[said])
        asks = code.startswith("Q_")
        segment = CodedSegment(
            quote=said,
            start=0,
            end=len(said),
            code=Code.QUESTION if asks else Code(code),
            open=code == "Q_open" if asks else None,
            confidence=0.9,
        )
        return Critique(
            turn_id=evaluation.turn_id, evaluator=self.name, summary="", codes=(segment,)
        )
