"""Bytes to text: in the encoding that fits, and without control characters."""

import codecs
import re

_SIGNATURES = {
    b"%PDF-": "a PDF (.pdf)",
    b"PK\x03\x04": "a zip archive or an Office document (.docx, .xlsx ...)",
    b"\xd0\xcf\x11\xe0": "an old or password-protected Office document (save it as .docx without a password)",
    b"{\\rtf": "a rich text document (.rtf)",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "packed by gzip (.gz)",
}
BOMS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# What browsers take the larger set for; and what decodes bytes, but not those of a text.
_AS_BROWSERS = {"iso-8859-1": "cp1252", "us-ascii": "cp1252", "iso-8859-9": "cp1254", "gb2312": "gb18030"}
_NO_ENCODINGS = {"idna", "punycode", "unicode_escape", "unicode-escape", "raw_unicode_escape", "raw-unicode-escape",
                 "utf-7", "utf7", "utf_7", "u7", "undefined"}  # fmt: skip
# The encodings that texts were really written in, with the letters that tell Latin ones apart. The detector often finds
# several equally likely; then the first wins whose letters are all usual in its languages. Without that it took French,
# Italian and Norwegian for Polish, and Turkish too.
_LATIN_LETTERS = {
    "cp1252": "àáâãäåæçèéêëìíîïñòóôõöøùúûüßœšžÿªº",
    "cp1254": "çğıöşüâîû\u0307",
    "cp1250": "áâăąäćčçďđéęěëíîłľĺńňóôöőŕřśšşťţúůüűýźżžß",
    "cp1257": "ąčęėįšųūžāēģīķļņõäöüß",
}
_ENCODINGS = [*_LATIN_LETTERS, "cp1251", "cp1253", "cp1255", "cp1256", "koi8_r", "cp932", "gb18030", "big5", "cp949"]
# Of the encodings that were made for a few languages that is it in which a text is in one of these, by its words, and
# has no other letters than theirs.
_LANGUAGES = {
    "cp1254": {"tr": "çğıöşüâîû\u0307"},
    "cp1250": {
        "cs": "áčďéěíňóřšťúůýž", "hr": "čćđšž", "hu": "áéíóöőúüű", "pl": "ąćęłńóśźż", "ro": "ăâîşţ",
        "sk": "áäčďéíĺľňóôŕšťúýž", "sl": "čćđšž",
    },
    "cp1257": {"et": "äõöüšž", "lt": "ąčęėįšųūž", "lv": "āčēģīķļņšūž"},
}  # fmt: skip
_LANGUAGES["iso8859_2"] = _LANGUAGES["cp1250"]
_BROKEN = re.compile(r"(?<=[^\W\d_])[±¶¦¬ˇ©®ÿ](?=[^\W\d_])|[^\W\d_][±¶](?=\s)")  # signs in the place of letters
_LONGEST_ERROR = 160
_SHIFTED = re.compile(rb"\x1b\$[@B]")  # before Japanese in the seven bits of mail
_HIRAGANA = re.compile("[\u3041-\u3096]")
_SAMPLE = 4000  # bytes by which the bytes of a character are told
_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")


class UnreadableError(Exception):
    """Why a file or a record can't be read, in one line for the reader."""


def failure(error: Exception) -> str:
    """Why a file can't be read where whatever reads it failed, in one line for the reader."""
    said = " ".join(CONTROL.sub(" ", str(error)).split())[:_LONGEST_ERROR]
    what = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return f"reading it failed ({what}): save it again, or in another format"


def is_signed(data: bytes) -> bool:
    """Whether some bytes begin as a kind of file does that is no text."""
    return data.startswith(tuple(_SIGNATURES))


def decode(data: bytes) -> str:
    """The text of some bytes in the encoding that fits, without its byte order mark."""
    for mark, encoding in BOMS.items():
        if data.startswith(mark):
            try:
                return data.decode(encoding).removeprefix("\ufeff")
            except UnicodeDecodeError:
                raise UnreadableError(f"broken {encoding.upper()} text: save it again as UTF-8") from None
    if is_signed(data):
        raise UnreadableError(f"not text: {beginning(data)}; give it the right ending")
    if (units := _in_units(data)) is not None:
        return units
    if b"\0" in data:
        raise UnreadableError("not text: it holds NUL bytes; if it is text in UTF-16, save it as UTF-8")
    if _SHIFTED.search(data) and data.isascii():
        return data.decode("iso2022_jp", errors="replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        mended = data.decode(errors="replace")
    # Text in another encoding hardly ever forms valid UTF-8: where much of it does, it is UTF-8 with a few bad bytes.
    if 3 * mended.count("\ufffd") < sum(character > "\x7f" for character in mended):
        return mended
    if (text := _in_kana(data) or _of_its_language(data)) is not None:
        return text
    from charset_normalizer import from_bytes

    matches = list(from_bytes(data, cp_isolation=_ENCODINGS))
    if not matches:
        raise UnreadableError("unknown text encoding: save it as UTF-8")
    best = (matches[0].chaos, matches[0].coherence)
    likely = {match.encoding: str(match) for match in matches if (match.chaos, match.coherence) == best}
    for encoding, letters in _LATIN_LETTERS.items():
        text = likely.get(encoding, "")
        if text and all(letter in letters for letter in text.lower() if letter > "\x7f" and letter.isalpha()):
            return text
    return str(matches[0])


def _in_units(data: bytes) -> str | None:
    """The text of some bytes in UTF-16 without a mark: of the two bytes of each character that stands in a Latin text
    one is NUL, always the same; None for others."""
    sample = data[:_SAMPLE]
    nuls = sample[::2].count(0), sample[1::2].count(0)
    if len(data) % 2 or min(nuls) or 10 * max(nuls) < len(sample) // 2:
        return None
    try:
        text = data.decode("utf-16-le" if nuls[1] else "utf-16-be")
    except UnicodeDecodeError:
        return None
    return None if CONTROL.search(text) else text


def _in_kana(data: bytes) -> str | None:
    """The text of some bytes in EUC-JP, where a fifth of it are the letters that Japanese alone has; None for others.
    The detector takes short texts in it for Korean."""
    try:
        text = data.decode("euc_jp")
    except UnicodeDecodeError:
        return None
    return text if 5 * len(_HIRAGANA.findall(text)) >= len(text) else None


def _of_its_language(data: bytes) -> str | None:
    """The text of some bytes in one of the encodings that were made for a few languages, where its words are of one of
    these and all its letters usual in them."""
    from rag.text.language import told_by

    for encoding, alphabets in _LANGUAGES.items():
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        letters = {letter for letter in text.lower() if letter > "\x7f" and letter.isalpha()}
        fits = any(letters <= set(alphabet) for alphabet in alphabets.values())
        if not fits or CONTROL.search(text) or _BROKEN.search(text):
            continue
        if (language := told_by(text)) in alphabets and letters <= set(alphabets[language]):
            return text
    return None


def decoded(data: bytes, named: str) -> str | None:
    """The text of some bytes in the encoding that a page or a server names for it, as browsers take that; None where
    they are not in it. Bytes that form UTF-8 beyond ASCII are UTF-8, whatever is said of them."""
    encoding = _AS_BROWSERS.get(named.lower(), named.lower())
    for one in (encoding,) if data.isascii() else ("utf-8", encoding):
        try:
            if one not in _NO_ENCODINGS:
                return data.decode(one)
        except (LookupError, ValueError):  # also of a name with a null character
            continue
    return None


def beginning(data: bytes) -> str:
    """What a file that is not what its name says begins with, in words for the reader."""
    kind = next((kind for signature, kind in _SIGNATURES.items() if data.startswith(signature)), None)
    return f"it is {kind}" if kind else f"it starts with {data[:20].decode('latin-1')!r}"


def cleaned(text: str) -> str:
    """A text whose only control characters are line feeds and tabs."""
    return CONTROL.sub("", _LINE_END.sub("\n", text))
