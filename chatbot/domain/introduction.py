"""Who a client is, in two sentences for somebody who is about to meet them. Pure."""

from typing import Final

from chatbot.domain.contents import Concern, Layer
from chatbot.domain.persona import Persona
from chatbot.domain.words import content_words, cue_pattern, whole_sentences

SENTENCES: Final = 2
#: A sentence with so many cues of a hidden concern, or so many of its own words, tells it.
_CUES: Final = 2
_SHARED: Final = 3


def introduction(persona: Persona) -> str:
    """Return the first one or two sentences in a row that give nothing hidden away; may be empty.

    A sentence is left out if it holds two cues of a concern that lies deeper than the surface,
    three of the words in which the client would tell it, or is one of its sentences.
    """
    deeper = [one for one in persona.concerns if one.layer is not Layer.SURFACE]
    kept: list[str] = []
    for sentence in whole_sentences(persona.about):
        if any(_tells(sentence, concern) for concern in deeper):
            if kept:  # what follows would hang in the air
                break
        elif len(kept) < SENTENCES:
            kept.append(sentence)
    return " ".join(kept)


def _tells(sentence: str, concern: Concern) -> bool:
    cues = sum(cue_pattern(cue).search(sentence) is not None for cue in concern.cues)
    shared = content_words(concern.say) & content_words(sentence)
    verbatim = sentence.rstrip(".!?… ") in concern.say
    return verbatim or cues >= _CUES or len(shared) >= _SHARED
