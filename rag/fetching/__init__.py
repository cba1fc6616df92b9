"""Addresses, feeds and watched folders -> files in the corpus, so that the folder stays the truth.

Nothing is asked that is not public unless the settings allow it, nobody is asked faster than is polite, and nothing of
what comes is ever executed. It knows nothing of the index, which has to be brought in line with the folder afterwards.
"""

from rag.fetching.collector import Collector
from rag.fetching.state import Arrival, Feed

__all__ = ["Arrival", "Collector", "Feed"]
