"""A client's question in the advisor's mouth: the same question, whole, asked by the same person."""

import pytest

from chatbot.domain.reporting import passes_on, reports


@pytest.mark.parametrize(
    ("back", "client"),
    [
        ("You want to know who put this in.", "Who put this in? Five percent?"),
        ("You're asking whether they'll stop when told.", "Will they stop when told?"),
        ("You'd like to know what I get out of it.", "What do you get out of it?"),
        ("You'd like a date and a firm.", "When was that? Give me a date and a firm."),
        ("You’d like to know what I would do.", "It’s your trade, what would you do?"),
        (
            "You're asking if she has got her place back.",
            "If it fails, has she got her place back?",
        ),
        ("You want to know if one door locks behind you.", "Does one door lock behind me?"),
        ("You're asking what that's worth to me.", "What's that worth to you?"),
        ("You're asking if I have that written down.", "Do you have that written down?"),
        ("You want to know how many it didn't work for.", "And how many did it not work for?"),
        ("You're asking if it doesn't hurt.", "Doesn't it hurt?"),
        ("You want to know what's holding it up.", "So I'd like to know what's holding it up."),
    ],
)
def test_questions_reported(back: str, client: str) -> None:
    assert reports(back, client)


@pytest.mark.parametrize(
    ("back", "client"),
    [
        ("You're asking who sold it.", "Who put this in?"),
        ("You want to know what you get out of it.", "What do you get out of it?"),
        ("You're asking how many winters have I seen.", "How many winters have you seen?"),
        ("You're asking if she got her place back.", "Has she got her place back?"),
        ("You're asking if your answer not clear.", "Was my answer not clear?"),
        ("You're asking if I know that after.", "And you know that after, what, ten minutes?"),
        ("You're asking if that's I saying that.", "Is that you saying that?"),
        ("You want to know which of you is under it.", "Which of us is under it?"),
        ("You want to know what I earn if you don't.", "And tell me what you earn if I don't."),
        ("You want to know what's that based on.", "What's that based on?"),
        ("You're asking if that's known, or is it hoped.", "Is that known, or is it hoped?"),
        ("You want to know if one door lock behind you.", "Does one door lock behind me?"),
        ("You're asking if I're being nice to you.", "Are you being nice to me?"),
        ("You want to know if now to the thing itself.", "Okay. And now to the thing itself?"),
        ("You're asking if I've done one yourselves.", "Have you done one yourself?"),
        ("You're asking who by.", "When was that calibrated, and who by?"),
        ("You want to know if that's the roof talking.", "Is that the roof talking, or your firm?"),
        ("You know who put this in.", "Who put this in?"),
        ("You're asking.", "Who put this in?"),
    ],
)
def test_questions_reported_wrongly(back: str, client: str) -> None:
    assert not reports(back, client)


@pytest.mark.parametrize(
    ("back", "client"),
    [
        ("You want to know what was its worst year.", "What was its worst year?"),
        ("You're asking why you wake them.", "So why would I wake them?"),
        ("You want to know how many.", "Out of how many?"),
        (
            "You're asking if it's strolling, or more.",
            "Is it strolling, or more, you know, marching?",
        ),
    ],
)
def test_half_a_question_is_not_reported(back: str, client: str) -> None:
    assert not reports(back, client)


@pytest.mark.parametrize(
    ("back", "request_", "passed_on"),
    [
        ("You want me to prove it.", "Prove it.", True),
        ("You're asking me to draw it for you.", "draw it for me. There's you.", True),
        ("You'd like me to send you the paper.", "send me the paper and I'll lose it", True),
        ("You’d like me to give you the lot.", "give us the lot, to the last penny.", False),
        ("You want me to give you the lot.", "give me the lot, to the last penny.", True),
        ("You want me to give me the lot.", "give me the lot, to the last penny.", False),
        ("You want me to leave the folder.", "leave the folder with Shirley.", False),
        ("You want me to with Shirley.", "leave the folder with Shirley.", False),
        ("You want me to.", "leave it.", False),
        ("Leave it.", "leave it.", False),
    ],
)
def test_what_a_client_wants_done_is_reported(back: str, request_: str, passed_on: bool) -> None:
    assert passes_on(back, request_) is passed_on
