"""What Joplin keeps in a file of an export: a note, a folder, a tag or what joins these, and below the text what it
knows of it."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

_KNOWN = re.compile(r"(?:\A|\n\n)(id: [0-9a-f]{32}\n(?:\w{2,40}:(?: [^\n]{0,5000})?\n){2,60}type_: \d+)\Z")
_LONGEST = 20_000  # characters below a text
_NOTE, _FOLDER, _TAG, _TAGGED = "1", "2", "5", "6"
_DEEPEST = 20  # folders in each other


@dataclass(frozen=True, slots=True)
class Item:
    """A note or another thing of Joplin's: its text with the title as first line, and what is known of it."""

    text: str
    known: Mapping[str, str]

    @property
    def is_note(self) -> bool:
        """Whether it is one, rather than a folder, a tag or the like."""
        return self.known["type_"] == _NOTE

    @property
    def is_html(self) -> bool:
        """Whether its text is a page, as the clipper may keep it."""
        return self.known.get("markup_language") == "2"

    @property
    def is_locked(self) -> bool:
        """Whether its text is encrypted."""
        return self.known.get("encryption_applied") == "1"


def item_of(text: str) -> Item | None:
    """What a file of an export holds; None where it is none."""
    match = _KNOWN.search(text[-_LONGEST:].rstrip())
    if match is None:
        return None
    lines = (line.partition(": ") for line in match[1].split("\n"))
    return Item(text.rstrip().removesuffix(match[1]).strip(), {name.rstrip(":"): value for name, _, value in lines})


def filed_under(items: Iterable[Item]) -> Callable[[Item], Sequence[str]]:
    """Given the folders and tags of an export and what joins tags with notes: a note's folders, the outermost first,
    and its tags."""
    names: dict[str, Item] = {}
    tagged: dict[str, list[str]] = {}
    for item in items:
        if item.known["type_"] in (_FOLDER, _TAG):
            names[item.known["id"]] = item
        elif item.known["type_"] == _TAGGED:
            tagged.setdefault(item.known.get("note_id", ""), []).append(item.known.get("tag_id", ""))

    def filed(note: Item) -> Sequence[str]:
        folders: list[str] = []
        inner = names.get(note.known.get("parent_id", ""))
        while inner is not None and len(folders) < _DEEPEST:
            folders.insert(0, inner.text)
            inner = names.get(inner.known.get("parent_id", ""))
        tags = (names[one].text for one in tagged.get(note.known["id"], ()) if one in names)
        return [*folders, *tags]

    return filed
