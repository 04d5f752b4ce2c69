"""`python -m chatbot`: the same as `sparring`."""

import sys

from chatbot.cli import main

sys.exit(main())
