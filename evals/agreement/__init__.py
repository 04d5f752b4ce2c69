"""Coder and evaluator against human labels: agreement, calibration, session scores, controls."""

from evals.agreement.measuring import AgreementError, Options
from evals.agreement.run import add_arguments, command, run_agreement
from evals.agreement.values import AgreementReport

__all__ = [
    "AgreementError",
    "AgreementReport",
    "Options",
    "add_arguments",
    "command",
    "run_agreement",
]
