"""How the time of the processor grows with a text's length."""

import time
from collections.abc import Callable

_TIMES = 3
"""Of as many the shortest counts: what a machine does beside it is no growth."""


def growth(read: Callable[[int], object], few: int, many: int) -> float:
    """How many times as long, of the processor's time, ``many`` take as ``few``, once the libraries are loaded."""

    def seconds(count: int) -> float:
        begun = time.process_time()
        read(count)
        return time.process_time() - begun

    seconds(10)
    base = min(seconds(few) for _ in range(_TIMES))
    return min(seconds(many) for _ in range(_TIMES)) / max(base, 0.001)
