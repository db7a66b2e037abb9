"""`python -m cchc.config.demo YEAR`: the demo's plan of a year as plain text, for readers of plans to be tried on."""

import sys

from .paper import paper, to_text
from .script import script

sys.stdout.write(to_text(paper(script(int(sys.argv[1])), signer="Người Ký Kế Hoạch")))
