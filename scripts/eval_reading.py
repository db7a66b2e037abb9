#!/usr/bin/env python3
"""Accuracy of the plan reader: F1 of each kind of item and shares of right fields.

    python scripts/eval_reading.py [--verbose] [--gold FOLDER]

Scores the fixtures of the repository always: those written with the reader, and apart from them those written and
annotated by someone who had not seen its code (held out until their first scores: docs/algorithms/reading.md). The
annotated real plans of ../shared/reading (or $CCHC_SHARED) are scored where that folder is there; `--gold FOLDER`
scores one more folder of annotations that lie beside their texts.
"""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from cchc.reading import read
from cchc.reading.evaluation import KINDS, Score, evaluate

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "src" / "cchc" / "reading" / "tests" / "fixtures"
SHARED = Path(os.environ.get("CCHC_SHARED", ROOT.parent / "shared"))
FORMS = ("pdf", "txt")  # a word processor's PDF, text laid out by spaces


def pairs(golds: Sequence[Path], documents: Path) -> Iterator[tuple[str, Score]]:
    """Each annotation of the folders with the score of its document."""
    for annotation in sorted(one for gold in golds for one in gold.glob("*.json")):
        found = sorted(documents.glob(f"{annotation.stem}.*"))
        document = next((one for one in found if one.suffix != ".json" and one.stat().st_size), None)
        if document is not None:
            reading = read(document.read_bytes(), document.name).as_json()
            yield annotation.stem, evaluate(reading, json.loads(annotation.read_text(encoding="utf-8")))


def show(name: str, score: Score) -> None:
    """One line of figures."""
    kinds = [kind for kind in (*KINDS, "rows", "rows_exact") if kind in score.counts]
    print(f"{name:24}", "  ".join(f"{kind} {score.f1(kind):.3f}" for kind in kinds))


def main() -> int:
    """Prints every document's score and the sum of each folder."""
    verbose = "--verbose" in sys.argv
    heldout = FIXTURES / "heldout"
    unseen2 = FIXTURES / "unseen2"
    unseen3 = FIXTURES / "unseen3"
    unseen4 = FIXTURES / "unseen4"
    unseen5 = FIXTURES / "unseen5"
    unseen6 = FIXTURES / "unseen6"
    folders = [
        ("fixtures", FIXTURES, FIXTURES),
        ("held-out, annotated independently", heldout, heldout),
        ("second batch, annotated by someone who had not seen the reader; mended since", unseen2, unseen2),
        ("third batch, by the same annotator; mended since", unseen3, unseen3),
        ("fourth batch, annotated before any reading; mended since", unseen4, unseen4),
        ("fifth batch, annotated before any reading; mended since", unseen5, unseen5),
        ("sixth batch, annotated before any reading; mended since", unseen6, unseen6),
    ]
    if (SHARED / "reading" / "gold").is_dir():
        folders.append(("real plans", SHARED / "reading" / "gold", SHARED / "samples" / "plans"))
    else:
        print(f"no annotated real plans at {SHARED / 'reading' / 'gold'}: only the fixtures are scored")
    if "--gold" in sys.argv:
        more = Path(sys.argv[sys.argv.index("--gold") + 1])
        folders.append((str(more), more, more))
    forms = [
        (f"the same documents as {form}", (heldout, unseen2, unseen3), FIXTURES / "formats" / form) for form in FORMS
    ]
    for title, golds, documents in [*((title, (gold,), documents) for title, gold, documents in folders), *forms]:
        total = Score()
        print(f"== {title}")
        for name, score in pairs(golds, documents):
            show(name, score)
            total.add(score)
            if verbose:
                print("".join(f"    {failure}\n" for failure in score.failures), end="")
        show("all", total)
        print("fields:", "  ".join(f"{name} {total.share(name):.3f}" for name in sorted(total.fields)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
