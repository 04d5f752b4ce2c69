"""What each of those who take part in a turn is shown: coder, voice and evaluator."""

from chatbot.domain.bounds import bounds
from chatbot.domain.client_state import ClientState
from chatbot.domain.codes import Heard
from chatbot.domain.moves import Move
from chatbot.domain.ports import Brief, Evaluation, Volley
from chatbot.domain.talk import Talk


def volley_of(talk: Talk, words: str) -> Volley:
    """Show the coder the words in their context."""
    return Volley(
        text=words,
        before=talk.transcript,
        persona=talk.started.persona,
        heard=tuple(exchange.heard for exchange in talk.branch),
        just_told=talk.just_told,
    )


def brief_of(talk: Talk, words: str, heard: Heard, move: Move, state: ClientState) -> Brief:
    """Show the voice the move, and what it may do and tell instead.

    Args:
        talk: before the words.
        words: the advisor's.
        heard: what the coder heard in them.
        move: what the client does next.
        state: after the words.
    """
    persona = talk.started.persona
    return Brief(
        persona=persona,
        transcript=talk.transcript.advisor(words),
        heard=heard,
        move=move,
        lines_used=(talk.started.opening, *(e.reply.text for e in talk.branch)),
        told=talk.state.told,
        leeway=bounds(state, heard, persona, move),
        seed=f"{talk.started.seed}:{talk.state.turn + 1}:voice",
    )


def evaluation_of(talk: Talk, turn_id: str, words: str, heard: Heard) -> Evaluation:
    """Show the evaluator what an observer in the room would see, and nothing of the persona."""
    earlier = []
    for exchange in talk.branch:
        if exchange.turn_id == turn_id:
            break
        earlier.append(exchange.heard)
    started = talk.started
    return Evaluation(
        turn_id=turn_id,
        text=words,
        before=talk.transcript_before(turn_id),
        brief=started.persona.advisor_brief,
        stance=started.persona.stance,
        heard=tuple(h.model_copy(update={"touches": ()}) for h in (*earlier, heard)),
        seed=f"{started.seed}:{len(earlier) + 1}:critique",
    )
