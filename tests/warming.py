"""What a process does, once loaded, that others are forked from: what each of them would work out anew at its first
question, which is half a second of a processor. It is preloaded by importing it, and begins no thread, which a fork
would not have."""

from datetime import date

from rag.answers.asking.reading import read
from rag.index.spelling import _dictionary

# This question is none of the kinds that are looked for first, so that the patterns of all are made.
read("How did the storm come about?", date(2026, 1, 1), lambda: ((), ()))
_dictionary("en")
