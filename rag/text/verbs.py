"""English verbs whose forms a stemmer does not bring together: a question has "did it take", an article "it took"."""

from collections.abc import Mapping

from rag.text.words import stems

_IRREGULAR = """
become became | begin began begun | blow blew blown | break broke broken | bring brought | build built | buy bought
catch caught | choose chose chosen | come came | deal dealt | draw drew drawn | drink drank | drive drove driven
eat ate eaten | fall fell fallen | feed fed | feel felt | fight fought | find found | fly flew flown | forbid forbade
forget forgot forgotten | freeze froze frozen | give gave given | go went gone | grow grew grown | hear heard
hide hid hidden | hold held | keep kept | know knew known | lead led | leave left | lend lent | lose lost | make made
mean meant | meet met | overtake overtook overtaken | pay paid | ride rode ridden | rise rose risen | run ran
seek sought | sell sold | send sent | shake shook shaken | shoot shot | sing sang sung | sink sank sunk | sit sat
sleep slept | speak spoke spoken | spend spent | stand stood | steal stole stolen | stick stuck | swear swore sworn
swim swam | take took taken | teach taught | tear tore torn | tell told | think thought | throw threw thrown
undertake undertook undertaken | understand understood | wake woke woken | wear wore worn | win won
withdraw withdrew withdrawn | write wrote written
"""
_VERBS = [forms.split() for line in _IRREGULAR.strip().splitlines() for forms in line.split(" | ")]
BASE: Mapping[str, str] = {stems(form)[0]: stems(base)[0] for base, *forms in _VERBS for form in forms}
"""The stem of an irregular form -> that of the verb."""
