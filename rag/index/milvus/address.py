"""The address of an index in a Milvus, as text -> its parts. It knows nothing of what lies there."""

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from rag.errors import ArgumentError

# What passed through a `Path` has lost the second slash.
_SCHEME = re.compile(r"(milvus(?:\+tls)?):/{1,2}(?!/)")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,199}")
_LITE = "milvus-lite:"
_LITE_NAME = "index"
_SAY = "give milvus://host:19530/name, with user:password@ or token@ before the host, or milvus-lite:FILE"
INDEXES = ("AUTOINDEX", "FLAT", "HNSW", "HNSW_SQ", "IVF_FLAT", "IVF_SQ8", "IVF_RABITQ", "DISKANN", "SCANN")
"""The kinds of index for the vectors that an address may ask for."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where an index lies: the ``uri`` of a server, or the ``file`` of Milvus Lite; what its collections are called
    after; who asks, as ``user:password`` or a token; and the kind of index for the vectors."""

    uri: str | None
    file: Path | None
    collection: str
    token: str = field(default="", repr=False)
    vectors: str = "AUTOINDEX"

    @classmethod
    def of(cls, text: str) -> "Address":
        """The address that a text is. Raises ``ArgumentError``."""
        if text.startswith(_LITE):
            if not text.removeprefix(_LITE):
                raise ArgumentError(f"milvus-lite: lacks its file: {_SAY}.")
            # It has few vectors, so that each search looks at all.
            return cls(None, Path(text.removeprefix(_LITE)), _LITE_NAME, vectors="FLAT")
        scheme, _, rest = _SCHEME.sub(r"\1://", text, count=1).partition("://")
        # Whatever signs a password has, as where Compose puts it in: only the last @ ends it.
        who, _, where = rest.rpartition("@")
        try:
            parts = urlsplit(f"{scheme}://{where}")
            host, port = parts.hostname, parts.port or 19530
        except ValueError:
            host, port = None, 0
        if not host:
            raise ArgumentError(f"The address of the index names no host: {_SAY}.")
        name = parts.path.strip("/") or "articles"
        if not _NAME.fullmatch(name):
            raise ArgumentError(f"{name!r:.100} can't be a collection's name, which has letters, digits and _: {_SAY}.")
        asked = dict(parse_qsl(parts.query, keep_blank_values=True))
        if stray := asked.keys() - {"tls", "index"}:
            raise ArgumentError(f"An address of an index has no {min(stray)!r:.50}: it may have ?tls and &index=HNSW.")
        if (kind := asked.get("index", "AUTOINDEX").upper()) not in INDEXES:
            raise ArgumentError(f"{kind!r:.50} is no index of vectors: choose one of {', '.join(INDEXES)}.")
        secure = parts.scheme.endswith("+tls") or "tls" in asked
        shown = f"[{host}]" if ":" in host else host
        return cls(f"http{'s' if secure else ''}://{shown}:{port}", None, name, unquote(who), kind)

    @property
    def name(self) -> str:
        """It as text, without who asks."""
        if self.file is not None:
            return f"{_LITE}{self.file}"
        scheme, _, rest = str(self.uri).partition("://")
        return f"milvus{'+tls' if scheme == 'https' else ''}://{rest}/{self.collection}"

    @property
    def folder(self) -> Path:
        """Where this machine keeps what belongs to it, and its copy of what is small."""
        if self.file is not None:
            return self.file / "copy"
        import platformdirs

        digest = hashlib.sha256(self.name.encode()).hexdigest()[:16]
        return Path(platformdirs.user_data_dir("article-rag")) / "milvus" / digest
