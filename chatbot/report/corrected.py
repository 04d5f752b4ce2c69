"""A debrief after a person has corrected codes: what is counted, and that it is said."""

from chatbot.domain.debrief import Debrief
from chatbot.domain.events import CodeCorrected
from chatbot.domain.scores import count, score
from chatbot.domain.second_look import second_look
from chatbot.domain.talk import Talk
from chatbot.report.wording import plural


def as_corrected(talk: Talk, debrief: Debrief) -> Debrief:
    """Return the debrief with counts and scores of the codes as they stand now.

    Corrections may come after the debrief was made. Where none ever came, it stays as recorded.
    """
    if not any(isinstance(event, CodeCorrected) for event in talk.events):
        return debrief
    counts = count(review.heard for review in talk.branch_reviews)
    return debrief.model_copy(update={"counts": counts, "scores": score(counts)})


def corrections_note(talk: Talk) -> str | None:
    """Say what the person made of codes and findings; None if they said nothing."""
    found = second_look(talk.branch_reviews)
    said = []
    if found.corrected:
        said.append(f"{plural(found.corrected, 'code')} corrected by you; your codes are counted.")
    if found.turns and found.said:
        turns = "turn" if found.turns == 1 else f"{found.turns} turns"
        said.append(
            f"In the {turns} that you looked at, {found.stood} of {found.said} codes stood."
        )
    if found.contested:
        said.append(f"You disagree with {plural(found.contested, 'point')} of the critiques.")
    return " ".join(said) or None
