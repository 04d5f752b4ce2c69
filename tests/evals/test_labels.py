from pathlib import Path

import pytest

from chatbot.domain.codes import Behaviour, Marker, Toward
from chatbot.domain.dialogue import Speaker
from evals.label_cells import Direction, Span
from evals.labels import Annotation, LabelError, Quality, read_labels, write_labels
from tests.evals.kit import TALKS, made_up

HEAD = "transcript_id,utterance_id,interlocutor,utterance_text"


def read(tmp_path: Path, text: str | bytes) -> str:
    """Return the message of the error that reading gives."""
    path = tmp_path / "talks.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(LabelError) as error:
        read_labels(path)
    message = str(error.value)
    assert message.startswith(str(path))
    return message.removeprefix(str(path))


def test_all_columns_are_read() -> None:
    talks = {talk.transcript_id: talk for talk in read_labels(TALKS)}
    pots, shed = talks["pots"], talks["shed"]
    assert (pots.quality, pots.split) == (Quality.HIGH, "test")
    assert pots.target_behaviour == "put fifty a month into the fund by May"
    assert shed.quality is Quality.LOW
    first = pots.utterances[1]
    assert first.speaker is Speaker.ADVISOR
    (labels,) = first.annotations
    assert labels == Annotation(
        behaviour=Behaviour.QUESTION,
        question="open",
        reflection="complex",
        miti=("CR", "Q_open"),
        markers=(),
        toward=(
            Direction(code="CR", toward=Toward.SUSTAIN),
            Direction(code="Q_open", toward=Toward.SUSTAIN),
        ),
        spans=(Span(code="CR", start=0, end=45), Span(code="Q_open", start=46, end=75)),
    )
    assert first.text[0:45] == "You want to know that your money stays yours."
    assert pots.utterances[7].annotations[0].markers == (Marker.DISCLOSES_INTEREST,)
    assert shed.utterances[1].annotations[0].client_codes == ("R-", "discord")
    assert shed.utterances[3].annotations[0].client_codes == ()


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "again.csv"
    for talks in (read_labels(TALKS), made_up()):
        write_labels(path, talks)
        assert read_labels(path) == talks
    write_labels(path, read_labels(TALKS))
    twice = path.read_bytes()
    write_labels(path, read_labels(path))
    assert path.read_bytes() == twice


def test_several_annotators_and_text_over_several_lines(tmp_path: Path) -> None:
    path = tmp_path / "two.csv"
    path.write_text(
        "\ufefftranscript_id,utterance_id,interlocutor,utterance_text,annotator_id,"
        "client_talk_type,client_codes\r\n"
        '1,5,client,"So, well,\n""maybe"".",b,neutral,\r\n'
        '1,4,client,Yes.,a,change,"R+ D−"\r\n'
        '1,5,client,"So, well,\n""maybe"".",a,change,C+\r\n',
        encoding="utf-8",
    )
    (talk,) = read_labels(path)
    assert [said.utterance_id for said in talk.utterances] == [4, 5]
    assert talk.utterances[0].annotations[0].client_codes == ("R+", "D-")
    assert talk.utterances[1].text == 'So, well,\n"maybe".'
    assert [one.annotator for one in talk.utterances[1].annotations] == ["b", "a"]
    write_labels(path, [talk])
    assert read_labels(path) == (talk,)


def test_only_what_identifies_a_row_is_needed(tmp_path: Path) -> None:
    path = tmp_path / "bare.csv"
    path.write_text(f"{HEAD}\n1,0,advisor,Hello.\n")
    (talk,) = read_labels(path)
    assert talk.quality is None
    assert talk.utterances[0].annotations == (Annotation(),)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ["is empty", "name the columns"]),
        (f"{HEAD}\n", ["holds no utterance", "at least one row"]),
        ("transcript_id,utterance_id,utterance_text\n", ["line 1", "'interlocutor' is missing"]),
        (f"{HEAD},mitti\n", ["line 1", "unknown column 'mitti'", "miti_codes"]),
        (f"{HEAD},topic,topic\n", ["line 1", "'topic' stands twice"]),
        (f"{HEAD}\n1,0,advisor\n", ["line 2", "3 cells under 4 columns", "double quotes"]),
        (f"{HEAD}\n1,0,advisor,a,b\n", ["line 2", "5 cells under 4 columns"]),
        (f'{HEAD}\n1,0,client,"a\nb"\n1,1,client\n', ["line 4", "3 cells"]),
        (f'{HEAD}\n1,0,advisor,"open\n', ["line 2", "double quote that is not closed"]),
        (f"{HEAD}\n1,0,advisor,ok\n".encode() + b"1,1,client,caf\xe9\n", ["line 3", "UTF-8"]),
        (f"{HEAD}\n1,one,advisor,a\n", ["line 2, column 'utterance_id'", "whole number"]),
        (f"{HEAD}\n1,0,therapist,a\n", ["column 'interlocutor'", "advisor, client"]),
        (f"{HEAD}\n,0,advisor,a\n", ["column 'transcript_id'", "is empty"]),
        (f"{HEAD}\n1,0,client,a\n1,0,client,a\n", ["line 3", "stands on line 2", "annotators"]),
        (
            f"{HEAD},annotator_id\n1,0,client,a,x\n1,0,client,b,y\n",
            ["line 3, column 'utterance_text'", "differs from line 2"],
        ),
        (f"{HEAD},mi_quality\n1,0,client,a,good\n", ["'mi_quality'", "'good'", "high, average"]),
        (f"{HEAD},mi_quality\n1,0,client,a,low\n1,1,client,a,high\n", ["line 3", "differs"]),
        (
            f"{HEAD},main_therapist_behaviour\n1,0,advisor,a,asking\n",
            ["line 2, column 'main_therapist_behaviour'", "'asking'", "question, reflection"],
        ),
        (f"{HEAD},client_talk_type\n1,0,client,a,Change\n", ["'Change'", "change, sustain"]),
        (
            f"{HEAD},client_talk_type\n1,0,advisor,a,change\n",
            ["'client_talk_type'", "on a line of the advisor", "n/a"],
        ),
        (f"{HEAD},miti_codes\n1,0,advisor,a,SR Q\n", ["'Q' is none of", "Q_open, Q_closed"]),
        (f"{HEAD},miti_codes\n1,0,advisor,a,SR SR\n", ["'SR' stands twice"]),
        (f"{HEAD},markers\n1,0,advisor,a,answers\n", ["'markers'", "Answers, Dodges"]),
        (f"{HEAD},toward\n1,0,advisor,a,CR:change\n", ["'toward'", "CR=change"]),
        (f"{HEAD},toward\n1,0,advisor,a,CR=up\n", ["'up' is none of", "relationship"]),
        (f"{HEAD},client_codes\n1,0,client,a,R\n", ["'R' is none of", "R+"]),
        (f"{HEAD},spans\n1,0,client,a,R+:0-1\n", ["column 'spans'", "write JSON"]),
        (
            f'{HEAD},spans\n1,0,advisor,ab,"[{{""code"":""SR"",""start"":0,""end"":3}}]"\n',
            ["column 'spans'", "0 to 3 lies outside the utterance (2 characters)"],
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_place_and_mend(
    tmp_path: Path, text: str | bytes, parts: list[str]
) -> None:
    message = read(tmp_path, text)
    for part in parts:
        assert part in message


def test_a_file_that_cannot_be_read_or_written(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match="No such file"):
        read_labels(tmp_path / "nowhere.csv")
    with pytest.raises(LabelError, match="nothing can be written there"):
        write_labels(tmp_path, made_up(1))
