"""Characters that are no text: halves of surrogate pairs, and signs that nobody sees."""

import re

SURROGATE = re.compile(r"[\ud800-\udfff]")
# Signs that nobody sees: the default ignorables of Unicode (DerivedCoreProperties.txt) and the marks of notes between
# lines. They part words that look whole, turn around what is read (Trojan Source, Boucher and Anderson 2021) and can
# carry a text of their own in tags or in runs of variation selectors. They stay where a script needs them:
#   joiners   ZWNJ and ZWJ beside letters that join or stack (Arabic, Syriac, N'Ko, Mongolian, the Indic scripts, Khmer
#             and others of South East Asia), once; ZWJ between pictures of which it makes one
#   variants  one selector after a picture, a digit of a keycap, a Han or a Mongolian letter
#   tags      after a black flag, as the code of a region, closed by U+E007F
# A word joiner, a soft hyphen or a zero width space is only for setting lines. Directional marks are not needed: what
# shows a text finds its direction from its letters.
_JOINING = (
    "\u0620-\u08ff\u0900-\u0dff\u0f40-\u0fbc\u1000-\u109f\u1700-\u18aa\u1900-\u1aad\u1b00-\u1c4f\u1cd0-\u1cff"
    "\ua800-\uaaff\uabc0-\uabff\ufb50-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff\U0001e900-\U0001e95f"
)
_PICTURE = "\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_NEVER_NEEDED = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e001f\U000e0080-\U000e00ff\U000e01f0-\U000e0fff"
)
_INVISIBLE = re.compile(
    # First of all what it may be, as most letters are none of it.
    f"(?=[{_NEVER_NEEDED}\u180b-\u180f\u200c\u200d\ufe00-\ufe0f\U0001f3f4\U000e0020-\U000e01ef])"
    f"(?:[{_NEVER_NEEDED}]|[\u200c\u200d](?<![{_JOINING}].)(?![\u200c\u200d]*[{_JOINING}])(?<![{_PICTURE}\ufe00-\ufe0f\U000e007f]\u200d)"
    "|(?<=[\u200c\u200d])[\u200c\u200d]"
    f"|\u200d(?<=[{_PICTURE}\ufe00-\ufe0f\U000e007f]\u200d)(?![{_PICTURE}])(?![{_JOINING}])"
    f"|[\ufe00-\ufe0d](?<![{_HAN}\u3000-\u303f].)|[\ufe0e\ufe0f](?<![{_PICTURE}{_HAN}0-9#*].)"
    f"|[\U000e0100-\U000e01ef](?<![{_HAN}].)|[\u180b-\u180f](?<![\u1820-\u18aa].)"
    "|(?P<flag>\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,5}\U000e007f)|[\U000e0020-\U000e007f])",
    re.DOTALL,
)
_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def well_formed(text: str) -> str:
    """The text with U+FFFD for each half of a surrogate pair that stands alone. Such halves come from programs and
    browsers by JSON, and from file names and arguments that are no UTF-8, and are no Unicode that one could store or
    send."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def visible(text: str) -> str:
    """A text without signs that nobody sees, but for those that its script needs."""
    if text.isascii():
        return text
    return _INVISIBLE.sub(lambda sign: sign["flag"] or "", text)


def in_a_line(text: str, longest: int = 100) -> str:
    """Somebody else's text as it may stand in a message of one line: without breaks, signs that nobody sees and signs
    that steer, and cut where it is long."""
    shown = " ".join(_STEERING.sub(" ", visible(well_formed(text))).split())
    return shown if len(shown) <= longest else f"{shown[:longest]} …"
