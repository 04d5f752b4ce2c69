"""The rules by which figures come about, in words; they stand in every report."""

from typing import Final

RULES: Final = {
    "rows": (
        "A case is a row of the file. Neighbouring rows of one speaker are not joined, for labels "
        "belong to rows. Each advisor row is heard in context: the rows before it, and what the "
        "coder heard in the volleys before it."
    ),
    "target behaviour": (
        "From the column target_behaviour, else the topic; nothing else is known of the client."
    ),
    "dominant class": (
        "The longest segment of question, reflection or input (of equals the later one). Affirm, "
        "Seek, Emphasize, Confront and uncoded words make 'other', and only where none of those "
        "stands beside them."
    ),
    "subtypes": (
        "Open/closed and simple/complex are compared where people and judge both see a question "
        "or a reflection; what only people see is counted as missed."
    ),
    "no answer": (
        "Where the judge could not tell (abstained) or gave no usable answer (unscored), the case "
        "is kept out of every figure and counted."
    ),
    "macro-F1": (
        "Mean F1 of the labels that people or judge gave; chance is what a judge with the same "
        "rates and no knowledge would reach. Where a volley may carry several labels, kappa and "
        "alpha are means over labels."
    ),
    "confidence": (
        "The coder's own, for the label given. Where nothing was heard it states none: such cases "
        "are outside the reliability curve and rank last in accuracy by coverage. Equally sure "
        "cases count at their mean accuracy."
    ),
    "several annotators": (
        "The judge is held against their plurality; ties are left out. Of sets of labels, those "
        "stand that more than half gave. The ceiling holds each annotator against the plurality "
        "of the others."
    ),
    "sessions": (
        "Scores are rates over volleys. AUC sets high against low quality; average talks count in "
        "the rank correlation only. Leniency is the mean of judged minus labelled score where "
        "people's codes allow the score. By quality: the middle between the mean scores of high "
        "and low sessions, in standard deviations (within quality) above a fair value fixed "
        "beforehand; 0 means that fair lies midway."
    ),
    "combined": (
        "Weighted mean of steps above fair, each from -2 to 2 and shrunk where cases are few: "
        "adherence (fair 0, step .10, weight 2), R/(R+Q) (fair 1/2, step 1/6), %CR (fair .40, step "
        ".10), share with input (fair .25, step .125, downwards). Written down before this eval had "
        "given a figure; that adherence weighs double follows a published comparison of good and "
        "poor sessions, which may share talks with what is measured here."
    ),
    "stripped": (
        "Lower case; dashes and slashes become blanks, all other punctuation and symbols vanish "
        "(apostrophes too: dont); the whole transcript, so that context is stripped as well."
    ),
    "intervals": (
        "Percentile bootstrap over talks: whole talks are drawn with replacement, never rows."
    ),
}
