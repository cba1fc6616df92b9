"""English verbs whose forms a stemmer does not bring together: a question has "did it take", an article "it took"."""

from collections.abc import Mapping

from rag.text.words import stems

_IRREGULAR = """
become became | begin began begun | bend bent | bind bound | bite bitten | bleed bled | blow blew blown
break broke broken | breed bred | bring brought | build built | burn burnt | buy bought | catch caught
choose chose chosen | cling clung | come came | creep crept | deal dealt | dig dug | draw drew drawn | drink drank
drive drove driven | eat ate eaten | fall fell fallen | feed fed | feel felt | fight fought | find found | flee fled
fly flew flown | forbid forbade | forget forgot forgotten | freeze froze frozen | give gave given | go went gone
grow grew grown | hang hung | hear heard | hide hid hidden | hold held | keep kept | kneel knelt | know knew known
lay laid | lead led | leap leapt | leave left | lend lent | light lit | lose lost | make made | mean meant | meet met
overtake overtook overtaken | pay paid | prove proven | ride rode ridden | ring rang rung | rise rose risen | run ran
see saw seen | seek sought | sell sold | send sent | shake shook shaken | shine shone | shoot shot | show shown
shrink shrank shrunk | sing sang sung | sink sank sunk | sit sat | sleep slept | slide slid | speak spoke spoken
spend spent | spin spun | spring sprang sprung | stand stood | steal stole stolen | stick stuck
strike struck stricken | swear swore sworn | sweep swept | swim swam | swing swung | take took taken | teach taught
tear tore torn | tell told | think thought | throw threw thrown | understand understood
undertake undertook undertaken | wake woke woken | wear wore worn | weep wept | win won | withdraw withdrew withdrawn
write wrote written
"""
_VERBS = [forms.split() for line in _IRREGULAR.strip().splitlines() for forms in line.split(" | ")]
_BASE: Mapping[str, str] = {stems(form)[0]: stems(base)[0] for base, *forms in _VERBS for form in forms}


def base(stem: str) -> str:
    """The stem of a verb's base, where the stem is one of its irregular forms; else the stem."""
    return _BASE.get(stem, stem)


def is_irregular(stem: str) -> bool:
    """Whether a stem is that of a verb's irregular form: "bought"."""
    return base(stem) != stem


def initials(stem: str) -> set[str]:
    """The letters that a verb's forms begin with, by the stem of its base: "go", "went"."""
    return {stem[0]} | {form[0] for form, of in _BASE.items() if of == stem}
