"""Subtitles (SubRip, WebVTT): what is said, in sentences and paragraphs, each turn with its speaker, without times."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import PurePosixPath
from typing import NamedTuple

from rag.corpus.articles import Read, single, title_of_file
from rag.corpus.dates import SENTENCE_END
from rag.corpus.encoding import UnreadableError, beginning, cleaned, decode

_LARGEST = 10_000_000  # bytes: some fifty films
_PAUSE = 2_500  # milliseconds after a sentence, after which another paragraph begins
_LONG = 600  # characters of a paragraph that the next sentence does not go on with
_LONGEST_CUE = 200  # words that are compared with those of the next
# Captions roll where so many of them begin with what the one before ended with.
_ROLLING, _ALIKE = 0.3, 2
_SILENT = "nothing is said in these subtitles"
_TIMES = re.compile(r"^.*-->.*$", re.M)
_VOICE = re.compile(r"<v(?:\.[^\s>]{1,100})?\s+([^>]{1,200})>")
_TAG = re.compile(r"<[^<>]{0,300}>|\{\\[^{}]{0,200}\}")
# "ANNA PETROVIĆ: ...", "Dora Finch: ...", which a caption has in its own words.
_NAMED = re.compile(r"(?:>>\s*)?(?P<name>[^\W\d_a-z][\w.'’-]{0,30}(?: [^\W\d_a-z][\w.'’-]{0,30}){0,3}):\s+(?=\S)")
_TURN = re.compile(r">>+\s*|[-–—]\s+(?=\S)")
_LANGUAGE = re.compile(r"\.([a-z]{2,3}(?:-[A-Za-z]{2,4})?)$")
_HEADER_LANGUAGE = re.compile(r"^Language:\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\s*$", re.M)


class _Cue(NamedTuple):
    """What is shown at once: from and to when, in milliseconds, and its lines, each with its speaker, "" where none is
    named."""

    start: int
    end: int
    lines: list[tuple[str, str]]


class _Spoken(NamedTuple):
    """Words of one line: their speaker, whether a mark of the file names that (``voice``), and whether the words
    themselves open a turn."""

    start: int
    end: int
    speaker: str
    text: str
    voice: bool
    opens: bool


def read_srt(path: str, data: bytes) -> Read:
    """The article of SubRip subtitles; raises ``UnreadableError``."""
    return _read(path, data, "srt")


def read_vtt(path: str, data: bytes) -> Read:
    """The article of WebVTT subtitles; raises ``UnreadableError``."""
    return _read(path, data, "vtt")


def _read(path: str, data: bytes, kind: str) -> Read:
    if len(data) > _LARGEST:
        raise UnreadableError("these subtitles have more than 10 MB: cut them into several files")
    source = cleaned(decode(data)).strip("\n ")
    text = "\n\n".join(_paragraphs(_spoken(_cues(source, kind, data)))).strip()
    if not re.search(r"[^\W\d_]", text):
        raise UnreadableError(_SILENT)
    name = PurePosixPath(path)
    stem, said = name.stem, _HEADER_LANGUAGE.search(source[:1000]) if kind == "vtt" else None
    if tail := _LANGUAGE.search(stem):
        stem = stem[: tail.start()]
    lang = said[1] if said else tail[1] if tail else ""
    facts = {"title": title_of_file(str(name.with_name(stem + name.suffix))), "lang": lang}
    return single(path, text, {key: value for key, value in facts.items() if value}, "metadata")


def _cues(source: str, kind: str, data: bytes) -> list[_Cue]:
    import webvtt

    if "-->" not in source:
        raise UnreadableError(f"not subtitles: {beginning(data)}")
    if not re.search(r"[^\W\d_]", _TIMES.sub("", source.removeprefix("WEBVTT"))):
        raise UnreadableError(_SILENT)
    if kind == "srt":
        source = "\n".join(_numbered(source.split("\n")))
    elif not source.startswith("WEBVTT"):
        source = f"WEBVTT\n\n{source}"
    try:
        found = webvtt.from_buffer(source.split("\n"), format=kind)
    except webvtt.errors.MalformedFileError:
        raise UnreadableError(f"not subtitles: {beginning(data)}") from None
    except (webvtt.errors.MalformedCaptionError, ValueError) as error:
        raise UnreadableError(f"damaged subtitles ({error}): save them again") from None
    return [
        _Cue(one.start_time.in_milliseconds(), one.end_time.in_milliseconds(), list(_lines(one.raw_text)))
        for one in found.captions
    ]


def _numbered(lines: Iterable[str]) -> Iterator[str]:
    """The lines of SubRip subtitles from their first cue on, each cue with a number, which the library asks for."""
    above, begun = "", False
    for line in lines:
        if "-->" in line:
            if not begun or not above.strip().isdecimal():
                yield "1"
            begun = True
        if begun:
            yield line
        above = line


def _lines(raw: str) -> Iterator[tuple[str, str]]:
    """The lines of a cue without marks, each with the speaker that it is marked with."""
    speaker = ""
    for line in raw.split("\n"):
        behind = 0
        for voice in [*_VOICE.finditer(line), None]:
            part = html.unescape(_TAG.sub("", line[behind : voice.start() if voice else len(line)]))
            if words := " ".join(part.split()):
                yield speaker, words
            if voice:
                speaker, behind = " ".join(html.unescape(voice[1]).split()), voice.end()


def _spoken(cues: Sequence[_Cue]) -> Iterator[_Spoken]:
    """What is said, once each where captions roll: where a caption shows again what the one before ended with."""
    words = [" ".join(text for _, text in cue.lines).split() for cue in cues]
    again = [0][: len(cues)] + [_overlap(before, after) for before, after in pairwise(words)]
    rolling = sum(count > 0 for count in again) >= max(_ALIKE, _ROLLING * len(cues))
    for cue, known in zip(cues, again, strict=True):
        left = known if rolling else 0
        for speaker, text in cue.lines:
            parts = text.split()
            fresh, left = parts[left:], max(0, left - len(parts))
            if not fresh:
                continue
            text = " ".join(fresh)
            turn = _TURN.match(text)
            text = text[turn.end() :] if turn else text
            named = None if speaker else _NAMED.match(text)
            name = named["name"] if named else speaker
            text = text[named.end() :] if named else text
            yield _Spoken(cue.start, cue.end, name, text, bool(speaker), turn is not None or named is not None)


def _overlap(before: Sequence[str], after: Sequence[str]) -> int:
    """How many words a caption begins with that the one before ended with; 0 for fewer than two, unless they are all
    that one of them has."""
    for size in range(min(len(before), len(after), _LONGEST_CUE), 0, -1):
        if before[-size:] == after[:size]:
            return size if size >= _ALIKE or size in (len(before), len(after)) else 0
    return 0


def _paragraphs(spoken: Iterable[_Spoken]) -> Iterator[str]:
    """A paragraph a turn; where no speaker is known, one after a pause, and where one would be too long."""
    text, speaker, above = "", "", None
    for one in spoken:
        if above is None or one.opens or ((one.voice or above.voice) and one.speaker != speaker):
            opens = True
        else:
            paused, long = one.start - above.end > _PAUSE, len(text) > _LONG
            ended = SENTENCE_END.search(text[-10:]) is not None
            # A turn goes on until another begins.
            opens = not speaker and (paused + long + ended) > 1
        if opens:
            if text:
                yield text
            speaker = one.speaker
            text = f"{speaker}: {one.text}" if speaker else one.text
        else:
            text += f" {one.text}"
        above = one
    yield text
