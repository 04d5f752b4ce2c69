"""MITI 4.2.1 counts and summary scores (Moyers, Manuel & Ernst 2014/2015)."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from chatbot.domain.codes import Code, Heard
from chatbot.domain.debrief import Counts, Scores

#: Below this many volleys no score is given, counts only.
MIN_VOLLEYS: Final = 20


def count(volleys: Iterable[Heard]) -> Counts:
    """Count behaviours over volleys: each code at most once a volley, one question, one reflection."""
    found: Counter[str] = Counter()
    total = 0
    for heard in volleys:
        total += 1
        for code in heard.codes - {Code.QUESTION}:
            found[code.name.lower()] += 1
        question = heard.get(Code.QUESTION)
        if question is not None:
            found["question_open" if question.open else "question_closed"] += 1
    return Counts(volleys=total, **found)


def score(counts: Counts) -> Scores | None:
    """Return the summary scores, or None below `MIN_VOLLEYS`.

    %CR = CR / (SR + CR), in percent; R:Q = (SR + CR) / Q; MI-adherent = Seek + AF + Emphasize;
    MI-non-adherent = C + P. Percent of MI-adherent behaviour was dropped from MITI on purpose.
    """
    if counts.volleys < MIN_VOLLEYS:
        return None
    reflections = counts.simple_reflection + counts.complex_reflection
    questions = counts.question_open + counts.question_closed
    return Scores(
        percent_complex=100 * counts.complex_reflection / reflections if reflections else None,
        reflections_to_questions=reflections / questions if questions else None,
        mi_adherent=counts.seek + counts.affirm + counts.emphasize,
        mi_non_adherent=counts.confront + counts.persuade,
    )
