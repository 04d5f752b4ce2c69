"""`python -m evals.corpora.build`: the corpus as CSV, from the talks as they were written.

`train.csv` holds the talks whose authors labelled them; `dev.csv` such talks by hands of their own,
written first and labelled afterwards, which nothing is learned from; `test.csv` the talks written
without any codes in mind, each labelled blind by two others (`annotator_id` L1, L2). Texts are
spoken English of our own; the column form is that of `docs/corpus.md`.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import count
from pathlib import Path
from typing import Final

from chatbot.domain.client_talk import Talk
from chatbot.domain.codes import Behaviour
from chatbot.domain.dialogue import Speaker
from evals.corpora.talks import TalkError, TalkTurn, WrittenTalk, read_talks
from evals.label_cells import Direction, Span
from evals.labelled import Annotation, LabelledTalk, Quality, Utterance
from evals.labels import write_labels

FOLDER: Final = Path(__file__).parent / "miti"
#: Number of the first talk of each part.
FIRST: Final = {"train": 1, "test": 1001, "dev": 6001}
#: MITI codes to the four main behaviours of AnnoMI; the longest coded piece names the turn.
_MAIN: Final = {
    "Q_open": Behaviour.QUESTION,
    "Q_closed": Behaviour.QUESTION,
    "SR": Behaviour.REFLECTION,
    "CR": Behaviour.REFLECTION,
    "GI": Behaviour.INPUT,
    "P": Behaviour.INPUT,
    "PwP": Behaviour.INPUT,
}


def annotation(turn: TalkTurn, annotator: str) -> Annotation:
    """Return the labels of one turn in the form of the CSV."""
    if turn.speaker == "client":
        return Annotation(
            annotator=annotator, talk=_talk(turn.client_codes), client_codes=turn.client_codes
        )
    codes = {span.code for span in turn.spans}
    named = [span for span in turn.spans if span.code in _MAIN]
    longest = max(named, key=lambda span: span.end - span.start, default=None)
    directed = [span for span in turn.spans if span.toward is not None]
    return Annotation(
        annotator=annotator,
        behaviour=_MAIN[longest.code] if longest else Behaviour.OTHER,
        question="open" if "Q_open" in codes else "closed" if "Q_closed" in codes else None,
        reflection="complex" if "CR" in codes else "simple" if "SR" in codes else None,
        input="information" if "GI" in codes else "advice" if codes & {"P", "PwP"} else None,
        miti=tuple(span.code for span in turn.spans),
        markers=turn.markers,
        toward=tuple(Direction(code=s.code, toward=s.toward) for s in directed if s.toward),
        spans=tuple(Span(code=s.code, start=s.start, end=s.end) for s in turn.spans),
    )


def _talk(codes: Sequence[str]) -> Talk:
    """Change or sustain by the first type that has a side; discord alone is neutral to the change."""
    for code in codes:
        if code.endswith("+"):
            return Talk.CHANGE
        if code.endswith("-"):
            return Talk.SUSTAIN
    return Talk.NEUTRAL


def labelled(versions: Sequence[tuple[str, WrittenTalk]], number: int, split: str) -> LabelledTalk:
    """Return one talk with the labels of all its annotators.

    Raises:
        TalkError: the annotators' texts differ.
    """
    first = versions[0][1]
    texts = [[turn.text.strip() for turn in talk.turns] for _, talk in versions]
    if any(other != texts[0] for other in texts):
        raise TalkError(f"talk {first.id}: the annotators' texts differ")
    utterances = []
    for i, turn in enumerate(first.turns):
        marks = tuple(annotation(talk.turns[i], who) for who, talk in versions)
        speaker = Speaker(turn.speaker)
        utterances.append(
            Utterance(utterance_id=i, speaker=speaker, text=turn.text, annotations=marks)
        )
    return LabelledTalk(
        transcript_id=str(number),
        quality=Quality(first.quality),
        topic=first.domain,
        target_behaviour=first.target,
        split=split,
        utterances=tuple(utterances),
    )


def authors_talks(files: Iterable[Path], split: str) -> list[LabelledTalk]:
    """Return the talks labelled by their authors."""
    numbers = count(FIRST[split])
    return [
        labelled([("", talk)], next(numbers), split) for path in files for talk in read_talks(path)
    ]


def test_talks(files: Iterable[Path]) -> list[LabelledTalk]:
    """Return the talks labelled blind; a file is named TALKS.ANNOTATOR.txt."""
    versions: dict[str, list[tuple[str, WrittenTalk]]] = defaultdict(list)
    for path in files:
        for talk in read_talks(path):
            versions[talk.id].append((path.stem.partition(".")[2], talk))
    numbers = count(FIRST["test"])
    return [labelled(versions[key], next(numbers), "test") for key in sorted(versions)]


def main() -> int:
    """Write the files; returns 1 if a talk cannot be read."""
    try:
        train = authors_talks(sorted((FOLDER / "talks").glob("h*.txt")), "train")
        dev = authors_talks(sorted((FOLDER / "talks").glob("dev-*.txt")), "dev")
        test = test_talks(sorted((FOLDER / "blind").glob("*.txt")))
    except TalkError as error:
        print(error)
        return 1
    for name, talks in (("train", train), ("dev", dev), ("test", test)):
        write_labels(FOLDER / f"{name}.csv", talks)
        said = sum(u.speaker is Speaker.ADVISOR for talk in talks for u in talk.utterances)
        print(f"{name}.csv: {len(talks)} talks, {said} advisor turns")
    return 0


if __name__ == "__main__":
    sys.exit(main())
