"""The machine that is measured on: what it is, and how busy others keep it meanwhile."""

import os
import platform
import resource
import time
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_OURS = ("article-rag", "onnxruntime", "faiss-cpu", "tantivy", "sentence-transformers", "torch", "numpy")
# What of a processor tells how fast it reckons with vectors and with whole numbers of 8 bits.
_FLAGS = ("avx2", "avx512f", "avx_vnni", "avx512_vnni", "amx_int8", "asimddp")


def described() -> dict[str, object]:
    """Processor, memory, system, and the versions of what is measured."""
    told = _fields(Path("/proc/cpuinfo"))
    total = _fields(Path("/proc/meminfo")).get("MemTotal", "0 kB").split()[0]
    flags = set(told.get("flags", told.get("Features", "")).split())
    return {
        "processor": told.get("model name", platform.processor() or platform.machine()),
        "cores": os.cpu_count(),
        "instructions": [flag for flag in _FLAGS if flag in flags],
        "memory_gb": round(int(total) / 2**20, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "versions": versions(_OURS),
    }


def versions(names: Sequence[str]) -> dict[str, str]:
    """The versions of those packages that are installed."""
    found = {}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


class Others:
    """How many cores others keep busy between the making of it and `cores`, which is None where nobody can tell."""

    def __init__(self) -> None:
        self._at, self._all, self._mine = time.monotonic(), _busy(), _mine()

    def cores(self) -> float | None:
        """All the time that processors worked, without that of this process and of its children that ended."""
        busy = _busy()
        if busy is None or self._all is None:
            return None
        others = busy - self._all - (_mine() - self._mine)
        return max(0.0, others / max(1e-3, time.monotonic() - self._at))


def _busy() -> float | None:
    try:
        counts = Path("/proc/stat").read_text(encoding="utf-8").split("\n", 1)[0].split()[1:9]
    except OSError:
        return None
    user, nice, system, _idle, _waiting, interrupts, soft, stolen = map(int, counts)
    return float(user + nice + system + interrupts + soft + stolen) / os.sysconf("SC_CLK_TCK")


def _mine() -> float:
    uses = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in uses)


def _fields(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    pairs = [line.partition(":") for line in lines if ":" in line]
    return {name.strip(): value.strip() for name, _, value in pairs}
