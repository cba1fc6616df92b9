"""Files on their way from a browser into the corpus: taken within bounds, and kept no longer than they are needed."""

import secrets
import tempfile
import time
from collections.abc import AsyncGenerator
from http import HTTPStatus
from pathlib import Path
from types import TracebackType

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Message, Receive

from rag.corpus.names import safe_name
from rag.corpus.reading import is_read, kinds
from rag.web.gate import pass_over
from rag.web.words import gettext

LARGEST = 20 * 2**20
"""Bytes of a file that is added, at most."""
MOST = 50
"""Files that are added at once, at most."""
_WHOLE = 400 * 2**20  # bytes of all that is on its way, from everybody
_KEPT = 15 * 60  # seconds that a file waits to be added; a page that is open adds it at once


class Uploads:
    """What is on its way, in a folder of its own that goes with the process."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="articles-uploads-")
        self._arriving = 0

    @property
    def folder(self) -> Path:
        """Where the files lie."""
        return Path(self._folder.name)

    def __enter__(self) -> "Uploads":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._folder.cleanup()

    async def take(self, request: Request) -> Response:
        """Keep the files of a request and tell their paths, as Gradio's own route does; or say in a line why not.

        A kind that is not read is refused by its name, before any of its bytes.
        """
        body = _Body(request.receive)
        request = Request(request.scope, body.receive)
        length = request.headers.get("content-length", "")
        if not length.isdecimal():
            return _refused(HTTPStatus.LENGTH_REQUIRED, gettext("An upload has to say how long it is."))
        if int(length) + self._arriving + await run_in_threadpool(self._stored) > _WHOLE:
            refusal = _refused(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE, gettext("That is too much for now: send fewer files at once.")
            )
        else:
            # Counted from the start: many that begin together would all find room.
            self._arriving += int(length)
            try:
                return await self._kept(request)
            except HTTPException as error:
                refusal = _refused(HTTPStatus(error.status_code), error.detail)
            finally:
                self._arriving -= int(length)
        if not body.over:  # or one would wait for what never comes
            await pass_over(body.receive)
        return refusal

    async def _kept(self, request: Request) -> Response:
        """The paths of a request's files, now kept. Raises ``HTTPException``."""
        try:
            form = await _Parser(request.headers, request.stream()).parse()
        except MultiPartException as error:
            raise HTTPException(HTTPStatus.BAD_REQUEST, error.message) from error
        except KeyError as error:  # the parser's own, for a request that names no kind
            raise HTTPException(HTTPStatus.BAD_REQUEST, gettext("The request holds no files.")) from error
        except ClientDisconnect:
            return Response()
        return JSONResponse([await run_in_threadpool(self._keep, file) for file in form.getlist("files")])

    def _keep(self, file: object) -> str:
        if not isinstance(file, UploadFile):
            raise HTTPException(HTTPStatus.BAD_REQUEST, gettext("The request holds something that is no file."))
        folder = self.folder / secrets.token_hex(8)
        folder.mkdir()
        path = folder / safe_name(file.filename or "")
        with path.open("wb") as kept:
            while piece := file.file.read(2**20):
                kept.write(piece)
        file.file.close()
        return str(path)

    def _stored(self) -> int:
        """The bytes that are kept, without those that nobody added in time."""
        octets = 0
        for path in self.folder.rglob("*"):
            try:
                status = path.stat()
                if path.is_file() and status.st_mtime < time.time() - _KEPT:
                    path.unlink()
                elif path.is_file():
                    octets += status.st_size
            except FileNotFoundError:  # it was added meanwhile
                continue
        return octets


class _Body:
    """A request's body as it arrives, and whether that was all of it."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self.over = False

    async def receive(self) -> Message:
        message = await self._receive()
        self.over = not message.get("more_body", False)
        return message


class _Parser(MultiPartParser):
    """Starlette's, which keeps what arrives in files that have no name and go with it; it refuses what is too large or
    of a kind that is not read as soon as that shows."""

    def __init__(self, headers: Headers, stream: AsyncGenerator[bytes, None]) -> None:
        super().__init__(headers, stream, max_files=MOST, max_fields=10)
        self._size = 0

    def on_headers_finished(self) -> None:
        super().on_headers_finished()
        self._size = 0
        file = self._current_part.file
        if file is not None and not is_read(file.filename or ""):
            reason = gettext("{file} is of a kind that is not read: use {kinds}.", file=self._named(), kinds=kinds())
            raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, reason)

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        super().on_part_data(data, start, end)
        self._size += end - start
        if self._size > LARGEST:
            size = LARGEST // 2**20
            reason = gettext("{file} is larger than {size} MB: add it in parts.", file=self._named(), size=size)
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, reason)

    def _named(self) -> str:
        file = self._current_part.file
        return safe_name((file and file.filename) or "")


def _refused(status: HTTPStatus, reason: str) -> Response:
    return PlainTextResponse(reason, status)
