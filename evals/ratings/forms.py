"""What raters are asked: for each kind of sheet, what they see and which answers there are."""

from typing import Final

from evals.ratings.form import Column, Form, Kind, Part

_FIVE: Final = ("1", "2", "3", "4", "5")
_CHOICE: Final = ("A", "B", "tie")
_YES_NO: Final = ("yes", "no")
_GENERAL: Final = """\
Rate each item on its own, in the order given. Do not talk with other raters before all are done,
and do not go back to make answers fit each other. The texts are what was said in practice talks
between an advisor and a client who doubts the advice; some or all of it may have been written by a
program, and you are not told which. Leave an answer empty if you cannot tell, and use the comment
for anything odd.

Fill in either the form (sheet.html: opens in any browser, works offline, keeps your answers on this
machine; download them at the end) or the table (sheet.csv, in any spreadsheet). Save your answers
as a CSV file with your name, for example ada.csv, and hand it to whoever asked you. Do not open any
other file of this folder."""

FORMS: Final[dict[Kind, Form]] = {
    Kind.REPLIES: Form(
        kind=Kind.REPLIES,
        shows={"before": "What was said before", "advisor": "The advisor", "reply": "The client"},
        columns=(
            Column(
                name="trust_change",
                asks="What did the advisor's turn do to this client's trust in the advisor?",
                answers=("-3", "-2", "-1", "0", "1", "2", "3"),
                level="ordinal",
            ),
            Column(
                name="fits",
                asks="Does the client's reply follow from what the advisor said?",
                answers=_FIVE,
                level="ordinal",
            ),
            Column(
                name="natural",
                asks="Does the reply sound like a person talking?",
                answers=_FIVE,
                level="ordinal",
            ),
        ),
        brief="You read an advisor's turn and the client's reply.\n\n"
        "trust_change: from -3 (destroys trust) over 0 (changes nothing) to 3 (builds much trust). "
        "Judge by what the advisor did and how the client takes it, not by whether the client "
        "agrees: a client may trust more and still say no.\n"
        "fits: 1 (answers something else) to 5 (just what such a person might answer).\n"
        "natural: 1 (no person talks like this) to 5 (I hear the person).",
    ),
    Kind.FINDINGS: Form(
        kind=Kind.FINDINGS,
        shows={
            "before": "What was said before",
            "client_turn": "The client",
            "advisor_turn": "The advisor",
            "quote": "The critique quotes",
            "finding": "The critique says",
            "better_wording": "It would rather say",
        },
        columns=(
            Column(
                name="finding_correct",
                asks="Is the critique right about the words it quotes?",
                answers=("yes", "no", "unsure"),
                part=Part.FINDING,
            ),
            Column(
                name="wording_preferred",
                asks="Would you rather hear the other wording than what was said?",
                answers=("yes", "no"),
                part=Part.FINDING,
            ),
            Column(
                name="harmful",
                asks="Would following this critique do harm?",
                answers=("yes", "no"),
                part=Part.FINDING,
            ),
            Column(
                name="good_turn",
                asks="Would a fair supervisor leave this turn as it is?",
                answers=("yes", "no", "unsure"),
                part=Part.TURN,
            ),
        ),
        brief="You read a client's turn and the advisor's answer, by the measure of motivational "
        "interviewing: the advisor wants to understand the doubt, leaves the choice with the "
        "client, informs with permission, answers straight questions straight, and does not "
        "push.\n\nSome items show a critique of the advisor's turn.\n"
        "finding_correct: yes if what it says of the quoted words is true and worth saying; no if "
        "it is wrong or petty; unsure if a careful colleague could see it either way.\n"
        "wording_preferred: yes if the other wording would do better in this place. Leave it empty "
        "if none is given.\n"
        "harmful: yes if an advisor who followed it would hurt the client, hide something, or "
        "manipulate.\n\nOther items show no critique.\n"
        "good_turn: yes if a fair supervisor would leave the turn as it is; it need not be perfect.",
    ),
    Kind.BELIEVABILITY: Form(
        kind=Kind.BELIEVABILITY,
        shows={"talk": "The talk"},
        columns=(
            Column(
                name="believable",
                asks="Could this client be a real person in such a talk?",
                answers=_FIVE,
                level="ordinal",
            ),
            Column(
                name="follows",
                asks="Does each client turn follow from the one before?",
                answers=_FIVE,
                level="ordinal",
            ),
        ),
        brief="You read whole talks. Judge the client only; the advisor may be good or bad.\n\n"
        "believable: 1 (a machine or a caricature) to 5 (I could have met this person).\n"
        "follows: 1 (the client talks past the advisor) to 5 (each turn follows from the last).",
    ),
    Kind.PAIRS: Form(
        kind=Kind.PAIRS,
        shows={"talk_a": "Talk A", "talk_b": "Talk B"},
        columns=(
            Column(
                name="more_believable",
                asks="Which client could rather be a real person?",
                answers=_CHOICE,
            ),
            Column(
                name="follows_better",
                asks="In which talk does each client turn rather follow from the one before?",
                answers=_CHOICE,
            ),
        ),
        brief="You read two talks with the same client, and compare the client in them. The "
        "advisors may be good or bad, and need not say the same; do not judge them. Length is no "
        "merit.\n\nmore_believable, follows_better: A, B, or tie if you see no difference.",
    ),
    Kind.VOICE: Form(
        kind=Kind.VOICE,
        shows={
            "person": "The client",
            "before": "The client had said",
            "advisor": "The advisor",
            "act": "What the client was to do",
            "say": "What the client was to tell",
            "reply": "What the client said",
        },
        columns=(
            Column(
                name="conveyed",
                asks="Is what the client was to tell told, whole and right?",
                answers=_YES_NO,
            ),
            Column(
                name="flipped",
                asks="Are I and you, or who did what to whom, mixed up; or is it an advisor's line?",
                answers=_YES_NO,
            ),
            Column(
                name="beyond",
                asks="Does it claim a fact that was not to be told and that nobody had said?",
                answers=_YES_NO,
            ),
            Column(
                name="fits",
                asks="Does it fit what the client was to do, the advisor's turn, and the person?",
                answers=("0", "1", "2"),
                level="ordinal",
            ),
        ),
        brief="Somebody decided what a client does next (the act) and what is told; somebody else "
        "put it into words. You judge the words.\n\n"
        "conveyed: yes if all that was to be told is there in sense: each name, number, day and "
        "'not'. Other words are fine, and so is leaving out a turn of phrase. Where nothing was to "
        "be told: yes if the client does what they were to do.\n"
        "flipped: yes if the reply says 'you' where the client means themselves or the reverse, "
        "turns round who did what, or speaks as an advisor would.\n"
        "beyond: yes if it claims a fact (a person, figure, event, plan) that is neither in what "
        "was to be told nor in what either had said. Feelings, jokes and manners of speaking are "
        "no facts.\n"
        "fits: 0 (no), 1 (more or less), 2 (yes): a person like this, doing this, could well have "
        "answered this turn with these words.",
    ),
    Kind.WORDINGS: Form(
        kind=Kind.WORDINGS,
        shows={
            "client_turn": "The client",
            "advisor_turn": "The advisor said",
            "wording": "Another wording",
        },
        columns=(
            Column(
                name="sayable",
                asks="Could the other wording be said aloud here as it stands?",
                answers=_YES_NO,
            ),
            Column(
                name="better",
                asks="Would you rather hear it than what the advisor said?",
                answers=_YES_NO,
            ),
        ),
        brief="You read what a client said, what an advisor answered, and another wording that "
        "the advisor could have used.\n\n"
        "sayable: yes if a sensible person could say just these words at this place: clear, "
        "complete, fitting what the client said. A place for the advisor's own fact in square "
        "brackets is fine.\n"
        "better: yes if it would do this client more good than what the advisor said.",
    ),
}


def brief_of(form: Form) -> str:
    """Return the whole brief for raters."""
    return f"{form.brief}\n\n{_GENERAL}\n"
