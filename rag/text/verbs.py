"""English verbs whose past is no form that a stemmer knows: a question has "did it take", an article "it took"."""

from collections.abc import Mapping

_IRREGULAR = """
be was | become became | begin began | blow blew | break broke | bring brought | build built | buy bought
catch caught | choose chose | come came | deal dealt | do did | draw drew | drink drank | drive drove | eat ate
fall fell | feed fed | feel felt | fight fought | find found | fly flew | forbid forbade | forget forgot
freeze froze | get got | give gave | go went | grow grew | hang hung | have had | hear heard | hide hid
hold held | keep kept | know knew | lay laid | lead led | leave left | lend lent | lose lost | make made
mean meant | meet met | overtake overtook | pay paid | ride rode | ring rang | rise rose | run ran | say said
see saw | seek sought | sell sold | send sent | shake shook | shoot shot | sing sang | sink sank | sit sat
sleep slept | speak spoke | spend spent | stand stood | steal stole | stick stuck | strike struck | swear swore
swim swam | take took | teach taught | tear tore | tell told | think thought | throw threw | undertake undertook
understand understood | wake woke | wear wore | win won | withdraw withdrew | write wrote
"""
PAST: Mapping[str, str] = {
    base: past
    for line in _IRREGULAR.strip().splitlines()
    for base, past in (pair.split() for pair in line.split(" | "))
}
"""A verb's base -> its past, where that is irregular and another word."""


def in_the_past(text: str) -> str:
    """A text whose first irregular verb in its base is in the past instead: "the force take command" -> "... took"."""
    words = text.split(" ")
    for place, word in enumerate(words):
        if place and word in PAST:
            return " ".join([*words[:place], PAST[word], *words[place + 1 :]])
    return text
