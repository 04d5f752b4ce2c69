"""`evals persona FILE`: hold talks with one persona file, and say what it is worth."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from chatbot.adapters.resources import load_persona
from chatbot.domain.errors import InputError, NotFound
from chatbot.domain.persona import Persona
from evals.advisors.script import script_for, scripted_personas
from evals.conversation import CAP
from evals.persona_check.cues import common_cues, unrelated_turns
from evals.persona_check.holding import hold_all, shared_lines
from evals.persona_check.measuring import (
    PersonaReport,
    concerns_told,
    endings_reached,
    kind_results,
    skill,
)
from evals.persona_check.speaking import act_lines, word_sources
from evals.persona_check.verdict import to_text


def add_arguments(parser: ArgumentParser) -> None:
    """Add the options of `evals persona`."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a persona file")
    parser.add_argument(
        "--seeds", type=int, default=20, metavar="N", help="talks a kind of advisor"
    )
    parser.add_argument("--cap", type=int, default=CAP, help="most exchanges of a talk")


def run_persona(options: Namespace) -> int:
    """Check one persona file and print what was found; returns 0.

    Raises:
        PersonaError: the file is broken; the message names file, line, field and mend.
        NotFound: there is no such file.
        InputError: fewer than one seed or exchange was asked for.
    """
    if options.seeds < 1 or options.cap < 1:
        raise InputError("There is nothing to run: give at least one seed and one exchange.")
    try:
        persona = load_persona(options.file)
    except OSError as error:
        raise NotFound(f"{options.file} cannot be read: {error.strerror}") from error
    print(to_text(examine(persona, options.seeds, options.cap)))
    return 0


def examine(persona: Persona, seeds: int, cap: int = CAP) -> PersonaReport:
    """Hold the talks and measure them.

    Raises:
        ScriptError: an advisor script is broken.
        SparringError: a talk could not be held to its end.
    """
    records = hold_all(persona, script_for(persona.id), range(1, seeds + 1), cap)
    return PersonaReport(
        persona=persona.id,
        name=persona.name,
        own_script=persona.id in scripted_personas(),
        seeds=seeds,
        kinds=kind_results(records),
        skill=skill(records),
        concerns=concerns_told(records, persona),
        endings=endings_reached(records, persona),
        acts=act_lines(records, persona),
        words=word_sources(records, persona, shared_lines()),
        common=common_cues(persona, unrelated_turns(persona.id)),
    )
