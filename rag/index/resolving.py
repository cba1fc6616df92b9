"""What a reader calls something -> what of the index is called so; where nothing is, or several things are, one line
that says which come nearest. It knows neither SQLite nor what is done with what was meant.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from rapidfuzz import fuzz, process

from rag.errors import ArgumentError, UnknownName
from rag.message import Message, but_last, in_a_row, one_of, quoted
from rag.text.characters import in_a_line, well_formed
from rag.text.words import fold, words
from rag.types import Listed

_IN_PART = {"person", "place", "story"}
"""What is meant by a part of its name, too. The others are fields of articles, of which a part is as a rule another."""
_OFFERED, _ALIKE = 3, 60  # names that are offered at most, and how alike they must be, of 100


def resolved(kind: str, wanted: Sequence[str], known: Collection[str]) -> list[str]:
    """The known names of a kind ("source", "author", "tag", "person", "place", "story") that some names mean, whatever
    their case and accents: those spelled so, or of a person, place or story the only one that has all words of it.
    Raises ``ArgumentError``, with the nearest, where none or several have."""
    spelled = _by_fold(known)
    found: list[str] = []
    for place, name in enumerate(well_formed(one).strip() for one in wanted):
        part = set(words(name)) if kind in _IN_PART else set()
        having = spelled.get(fold(name)) or [one for one in known if part and part <= set(words(one))]
        if not having:
            near = _near(name, known)
            unknown = Message("{unknown}: {nearest}.", unknown=_unknown(kind, in_a_line(name)), nearest=_nearest(near))
            raise UnknownName(unknown, wanted[place], near)
        if len(having) > 1 and fold(name) not in spelled:
            several = Message(
                "“{name}” may be {names}: give one of them in full.", name=in_a_line(name), names=_either(having)
            )
            raise ArgumentError(several)
        found += having
    return found


def identified(listing: Sequence[Listed], called: str) -> str:
    """The id of the article that is called so: by its id, its file with folders or without, or its title, whatever its
    case; else by what only one id, file or title begins with. Raises ``UnknownName``, with the nearest, where none is,
    and ``ArgumentError`` where more than one."""
    wanted = called.strip()
    if any(one.id == wanted for one in listing):
        return wanted
    folded = fold(wanted)
    ways = (
        {one.id for one in listing if one.file == wanted},
        {one.id for one in listing if one.file.rpartition("/")[2] == wanted},
        {one.id for one in listing if fold(one.title) == folded},
        {one.id for one in listing if any(fold(name).startswith(folded) for name in _names(one))},
    )
    found = sorted(next(filter(None, ways), set())) if wanted else []
    if not found:
        near = _near(wanted, [name for one in listing for name in (one.id, one.title)])
        unknown = Message("No article of the index is called “{name}”", name=in_a_line(wanted))
        told = Message("{unknown}: {nearest}.", unknown=unknown, nearest=_nearest(near))
        raise UnknownName(told, called, near)
    if len(found) > 1:
        more = f" and {len(found) - 5} more" if len(found) > 5 else ""
        listed = ", ".join(found[:5])
        raise ArgumentError(f"“{in_a_line(wanted)}” may be {len(found)} articles: give one by its id: {listed}{more}.")
    return found[0]


def _names(article: Listed) -> tuple[str, ...]:
    """All that an article is called by: a file by itself, too, without its folders."""
    return article.id, article.file, article.file.rpartition("/")[2], article.title


def _unknown(kind: str, name: str) -> Message:
    match kind:
        case "source":
            return Message("No article is of a publisher called “{name}”", name=name)
        case "author":
            return Message("No article is by an author called “{name}”", name=name)
        case "tag":
            return Message("No article was filed under “{name}”", name=name)
        case "person":
            return Message("No person called “{name}” was found in the articles", name=name)
        case "place":
            return Message("No place called “{name}” was found in the articles", name=name)
        case _:
            return Message("No story of several articles is called “{name}”", name=name)


def _by_fold(names: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name in names:
        found[fold(name)].append(name)
    return dict(found)


def _near(name: str, known: Iterable[str]) -> list[str]:
    """The known names that are spelled most like one."""
    spelled = _by_fold(known)
    near = process.extract(fold(name), list(spelled), scorer=fuzz.WRatio, limit=_OFFERED, score_cutoff=_ALIKE)
    return [spelled[one][0] for one, _, _ in near]


def _nearest(near: Sequence[str]) -> str:
    """The same in words."""
    if not near:
        return Message(
            "nothing is spelled nearly so; the page's filters, `rag names` and `rag list` show all there are"
        )
    return Message("the nearest is {names}", "the nearest are {names}", number=len(near), names=_either(near))


def _either(names: Sequence[str]) -> str:
    shown = [quoted(one) for one in names[:_OFFERED]]
    if len(names) <= _OFFERED:
        return one_of(but_last(shown))
    return Message("{names} or one of {others} more", names=in_a_row(shown), others=len(names) - _OFFERED)
