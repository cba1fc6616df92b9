"""What is claimed by a question that is sure to be for yes or no, however it is put: "Is it true that the bridge is
shut?", "the bridge is shut, right?", "I heard the bridge is shut. Is that so?"

What but asks whether it is so is told by its words alone, all of which are of asking, telling and truth, or are little
words: a part that has no others is left out at either end, and so are such words before the claim, and so is what
somebody says of themselves. No wording has to be known for that.
"""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Frame:
    """A language's words of which what but asks whether something is so consists: those that ``ask``, tell or are of
    truth, those that ``lead`` to what is claimed, those of who asks (``own``), and ``little`` others; ``helping`` are
    the verbs by which a question begins and a statement does not; a statement may end with a ``tag``, and with what is
    joined by ``either``."""

    ask: Set[str]
    lead: Set[str]
    own: Set[str]
    little: Set[str]
    tag: Set[str]
    either: Set[str]
    helping: Set[str] = frozenset()
    turned: str = "(?!)"
    """What a verb has where it asks, as a regular expression: "-t-il", " mi"."""

    @property
    def words(self) -> Set[str]:
        """All of them."""
        return self.ask | self.lead | self.own | self.little | self.helping


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


FRAMES: Mapping[str, Frame] = {
    "en": Frame(
        ask=_set(
            "true false truth right wrong correct incorrect mistaken accurate fact facts check confirm verify deny yes"
            " tell know heard hear read told say said saying think thinking understanding understand believe assume"
            " claims claim claimed maintains sure certain case real really doubt question ask wondering wonder please"
            " kindly sorry excuse pardon so ok okay hey hi hello um wait well lol bro answer information established"
            " mention evidence proof fact-check"
        ),
        lead=_set("that whether if"),
        own=_set("i me my we us our i'm i'd i've im ive"),
        little=_set(
            "you your it this is's these there he him his she her they them a an the of to in by as for from with at on"
            " or and not but be one any anyone somebody someone here isn't aren't wasn't weren't didn't doesn't don't"
            " hasn't haven't hadn't won't wouldn't can't isnt arent wasnt werent didnt doesnt dont hasnt havent wont"
            " wouldnt cant ain't it's that's too direct like want neighbour neighbor friend colleague nah no what"
        ),
        tag=_set("right correct true"),
        either=_set("or"),
        helping=_set("is are was were am do does did has have had can could will would shall should may might must"),
    ),
    "de": Frame(
        ask=_set(
            "wahr falsch richtig korrekt stimmt stimmts zutrifft trifft bestätigt bestätigen bestätige faktencheck prüf"
            " prüfe prüfen verifizieren verifiziere verifizier belegen belegt ja nein oder gell frage fragen"
            " wissen weiß weißt gehört gelesen sagen sag sagt bekannt steht schreiben schreibt heißt unsicher sicher"
            " bitte tatsächlich wirklich also denn vermute glaube annahme gehe recht irre entschuldigung hallo"
        ),
        lead=_set("dass daß das ob"),
        own=_set("ich mich mir mein meine meiner wir uns"),
        little=_set(
            "ist es sein kann war so du sie ihr man in den dem der die des einem einer eines irgendwo irgendwas texten"
            " texte beiträge beitrag artikel artikeln und für zu mal doch lieber nach muss möchte wüsste gern gerne"
            " nicht auch sich lässt hätte habe haben davon aus nun wohl können könnten könnt kannst würde würden bin"
        ),
        tag=_set("oder richtig stimmts gell wahr"),
        either=_set("oder"),
        helping=_set(
            "ist sind war waren hat haben hatte hatten wird werden wurde wurden kann können konnte konnten muss müssen"
            " soll sollen darf dürfen gab gibt"
        ),
    ),
    "fr": Frame(
        ask=_set(
            "vrai faux exact juste correct vérité confirmez confirmer confirme vérifier vérifiez vérification vérifie"
            " savoir savez sais dire dites dit lu entendu preuve oui non donc sûr certain demandais demande pense crois"
            " bien bonjour pardon bouclage trompe erreur fondé plaît svp confirmez-moi dites-moi dis-moi savez-vous"
            " peut-on a-t-on serait-il est-il n'est-ce est-ce hein"
        ),
        lead=_set("que qu si"),
        own=_set("je j'ai j'aimerais me moi mon ma nous"),
        little=_set(
            "c'est c est il ce ça vous on la le les de d un une des à pour avant par pas ou et serait peut a en y suis"
            " te tu fait ne n d'accord s'il"
        ),
        tag=_set("hein non"),
        either=_set("ou"),
        turned=r"(?i)^qu['’]|-(?:t-)?(?:ils?|elles?|on|ce)\b",
    ),
    "es": Frame(
        ask=_set(
            "verdad verdadero falso cierto correcto exacto confirmar confirma confírmame confirme confirmen verificar"
            " verifica saber sabe sabes decir dime diga dicho leído oído sí entonces entiendo entendido creo suena"
            " equivoco consta así seguro pregunta perdón hola favor disculpe acaso sea cierta"
        ),
        lead=_set("que si"),
        own=_set("me yo mi nos"),
        little=_set(
            "es se lo el la los las de en o y a te le tú usted por según algún lado he ha había está estoy eso esto un"
            " una no alguna parte puede puedo podría ser con"
        ),
        tag=_set("verdad cierto"),
        either=_set("o"),
    ),
    "tr": Frame(
        ask=_set(
            "doğru doğrudur doğrulayın doğrula doğrular yanlış gerçek gerçekten evet hayır değil öyle teyit kanıtlandı"
            " yanılıyor okudum duydum biliyor söyler acaba yani lütfen peki emin etmem kesin diye"
        ),
        lead=_set("ki"),
        own=_set("ben bana"),
        little=_set(
            "mi mı mu mü muyum miyim mıyım müyüm musunuz misiniz mısınız müsünüz mıdır midir mudur müdür bu bunu şunu"
            " bir lazım mısın misin ya da veya yok yoksa muydu miydi mıydı müydü ediyor"
        ),
        tag=frozenset(),
        either=_set("doğru gerçek kanıtlandı diye"),
        turned=r"(?i)(?:,?\s+(?:öyle\s+)?değil)?\s+m[ıiuü](?:yd[ıiuü]|ym[ıiuü]ş|d[ıiuü]r)?\b",
    ),
}
"""The words of each language."""

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_PARTS = re.compile(r"(?<=\S)\s*(?:[,;:.!?…]+\s+|\s[-–—]+\s+|[–—]\s*)")
_ENDS = " \t\n¿¡?!.,;:…–—-"


def likely_claim(question: str, lang: str) -> str:
    """What a question of a language claims, given that it is one for yes or no, as a statement without the verb that
    it begins with; all of the question where the language is none of those known, and "" where it claims nothing."""
    frame = FRAMES.get(lang)
    text = question.strip(_ENDS)
    if frame is None:
        return text
    if {_folded(one) for one in _WORD.findall(text)} <= frame.words:
        return ""
    text = _part(text, frame)
    words = list(_WORD.finditer(text))
    folded = [_folded(one[0]) for one in words]
    before, behind = _before(folded, frame), _behind(folded, frame)
    if before + behind < len(words):
        text = text[words[before].start() : words[len(words) - 1 - behind].end()]
    return re.sub(frame.turned, "", text).strip(_ENDS)


def _part(text: str, frame: Frame) -> str:
    """A text without the parts at its ends of which each word is of the frame, or which say something of who asks."""
    bounds = [one.span() for one in _PARTS.finditer(text)]
    starts, ends = [0, *(end for _, end in bounds)], [*(start for start, _ in bounds), len(text)]
    parts = [[_folded(one) for one in _WORD.findall(text[at:end])] for at, end in zip(starts, ends, strict=True)]
    told = [place for place, part in enumerate(parts) if not set(part) <= frame.words]
    while len(told) > 1 and _is_before(parts[told[0]], parts[told[1]], frame):
        told.pop(0)
    while len(told) > 1 and not frame.own.isdisjoint(parts[told[-1]]):
        told.pop()
    return text[starts[told[0]] : ends[told[-1]]] if told else text


def _is_before(part: Sequence[str], then: Sequence[str], frame: Frame) -> bool:
    """Whether a part says but something of who asks, or asks for an answer where the next begins with a question."""
    asks = not frame.ask.isdisjoint(part) and not frame.helping.isdisjoint(then[:1] if then[0] != "but" else then[1:2])
    return asks or (not frame.own.isdisjoint(part) and frame.lead.isdisjoint(part))


def _folded(word: str) -> str:
    return word.replace("’", "'").replace("İ", "i").lower()


def _before(words: Sequence[str], frame: Frame) -> int:
    """How many words stand before a claim: up to what leads to it behind words of who asks, or up to the last that asks
    or leads, of those of the frame in a row; and a helping verb."""
    row = _row(words, frame)
    cut = max((place for place, word in enumerate(row, start=1) if word in frame.ask | frame.lead), default=0)
    leads = next((place for place, word in enumerate(words, start=1) if word in frame.lead), 0)
    if not frame.own.isdisjoint(words[:leads]):
        cut = max(cut, leads)
    if cut and words[cut - 1] in frame.lead and words[cut : cut + 1] and words[cut] in frame.either:
        cut += 2  # "whether or not"
    cut += len(words) > cut + 1 and words[cut] in ("but", "and") and words[cut + 1] in frame.helping
    return cut + (len(words) > cut + 1 and words[cut] in frame.helping)


def _behind(words: Sequence[str], frame: Frame) -> int:
    """How many words stand behind a claim: a tag, or those of the frame in a row from one that joins on."""
    row = _row(words[::-1], frame)
    tag = int(bool(row) and row[0] in frame.tag)
    joined = max((place for place, word in enumerate(row, start=1) if word in frame.either), default=tag)
    return joined + int(joined > tag and joined < len(row) and row[joined] in frame.ask)  # "yes or no"


def _row(words: Sequence[str], frame: Frame) -> Sequence[str]:
    """The words up to the first that is none of the frame's."""
    return words[: next((place for place, word in enumerate(words) if word not in frame.words), len(words))]
