"""Sentences of an article that speak to a language model rather than to a reader: orders to forget its rules, to answer
another question, to write in another way. They tell nothing, so that no model reads them and nothing rests on them.

Found by their wording, in eight languages, and by the marks of prompts; the kinds are those of BIPIA (Yi et al. 2023)
and of Li et al. (2023, "Evaluating the instruction-following robustness of large language models to prompt injection").
What an order in other words makes a model say is still checked as all that it says. It knows passages alone.
"""

import functools
import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

# What may stand before an order: no quotation mark, as what somebody is quoted with is told by the article.
_OPENING = (
    r"[^\w\"“‘]*+(?:[\w’' ]{1,25}[,;:.!–-]++ ?)?"
    r"(?:(?:now|please|just|so|then|and|but|we|we['’]ll|i|lets?|let['’]s|advance)\b ?)*"
)
# To forget what was said before.
_FORGET = re.compile(
    rf"{_OPENING}(?:ignore|disregard|forget|scratch|discard|drop|delete|erase|annul|cancel|override|retract|revoke"
    r"|take back|never mind|brush aside|throw out|forsake|vanish|undo|abandon|stop|pretend|start|print out|beat)\b"
    r".{0,60}?(?:\binstructions?\b|\bprompts?\b|\b(?:system|previous|earlier) (?:rules|messages?)\b"
    r"|\b(?:all|anything|everything|nothing|what|whatever|of the above)(?: that)? (?:i|you)\b"
    r"|\b(?:all|everything) (?:above|before|else)\b|\bthe above\b|\blistening to me\b"
    r"|\b(?:and|then|instead),? (?:just |only )?(?:say|write|answer|reply|respond|print|output|repeat)\b)",
    re.IGNORECASE,
)
# A line of a prompt or of a conversation with a model. What repeats is possessive, and bounded within a sentence, as a
# text of thousands of signs would else be tried in every way.
_LABELLED = re.compile(
    r"(?:^[^\w\"“‘]*+|(?<=[,.:;!])\s[^\w\"“‘]{0,200}+)"
    r"(?i:(?:new |system )?(?:instructions?|prompts?)|system|assistant|user)\s*+:\s*+\S"
)
# A question; one that an answer follows is one of an interview.
_QUESTION = re.compile(r"(?:^\W*+|\s\W{0,200}+)(?:Question|QUESTION)\s*+:\s*+\S")
_ANSWERED = re.compile(r"\W*(?:answer|a)\W*:", re.IGNORECASE)
# To answer something, or in some way. "Output fell" and "Print is dead" are no orders.
_ANSWER = re.compile(
    rf"{_OPENING}(?:"
    r"(?:answer|reply|respond|say|write|repeat|pretend|generate|translate|explain|recommend)\s+(?:only|exactly|with"
    r"|that|this|in|all|as|to|how|why|what|the|an?|me|us|[\"“‘'])"
    r"|(?:print|output)\s+(?:only|exactly|this|all|the|an?|[\"“‘'])"
    r"|(?:in|at the end of) your (?:answer|response|reply|output)\b"
    r"|(?:add|append|include|insert|modify|change|enhance|replace|rearrange|scramble|group|provide|render|use|misspell"
    r"|introduce|write|begin|start|end|finish|give|make|translate|encode|integrate|limit)\b.{0,80}\byour (?:answer"
    r"|response|reply|output)\b)",
    re.IGNORECASE,
)


class _Language(NamedTuple):
    """The words by which orders to a model are known in a language, as alternatives of a regular expression.

    An order opens its sentence: with one of ``forget`` that soon meets one of ``told``, or with one of ``write`` that
    one of ``how`` follows at once or ``yours`` soon. ``before`` may stand before it. ``labels`` open a line of a
    prompt. ``last`` holds where the verb ends the sentence.
    """

    before: str
    forget: str
    told: str
    write: str
    how: str
    yours: str
    labels: str
    last: bool = False


_LANGUAGES = (
    _Language(  # German
        r"bitte|nun|jetzt|also|und|aber|ab sofort|von nun an|du sollst|sie sollen|wichtig",
        r"ignorier(?:e|en sie)?|vergiss|vergesst|vergessen sie|missachte|missachten sie|beachte nicht|verwirf"
        r"|verwerfen sie"
        r"|übergehe?|übergehen sie|lösche?|löschen sie|überschreibe?|überschreiben sie|setze dich über|befolge nicht",
        r"anweisung\w*|instruktion\w*|vorgabe[n]?|befehle?|prompts?|systemprompt\w*|regeln|alles(?:,)? was (?:ich|du"
        r"|man dir|dir|sie)|alles (?:bisherige|vorherige|obige|zuvor|davor)|bisherigen? (?:text|kontext)|das obige",
        r"antworte|antworten sie|schreibe?|schreiben sie|sag|sage|sagen sie|gib|geben sie|wiederhole|wiederholen sie"
        r"|übersetze|übersetzen sie|erkläre|füge|fügen sie|ergänze|beende|beginne|verhalte dich|tu so"
        r"|du bist (?:jetzt|nun|ab jetzt)",
        r"nur|ausschließlich|mit [\"„“«»‚']|auf (?:deutsch|englisch|französisch|spanisch|türkisch)|dem (?:leser|nutzer"
        r"|benutzer)|den (?:nutzer|benutzer)n?|stattdessen|genau|ein (?:ki|sprachmodell|assistent)|(?:deine[nr]?|den"
        r"|die|das) (?:system)?prompt|[\"„“«»‚']|als (?:ki|pirat|assistent)|der nutzer|in reimen|ein gedicht|das wort"
        r"|folgendes|als (?:ob|wärst)",
        r"deine[rnm]? (?:antwort|ausgabe)\w*",
        r"neue anweisung(?:en)?|anweisung(?:en)?(?: an (?:das|die|den) \w+)?|systemnachricht|systemprompt"
        r"|nutzer|assistent",
    ),
    _Language(  # French
        r"s['’]il (?:te|vous) plaît|veuillez|merci de|maintenant|désormais|donc|et|mais|à partir de maintenant"
        r"|tu dois|vous devez",
        r"ignore[zr]?|oublie[zr]?|néglige[zr]?|ne tiens pas compte|ne tenez pas compte|ne tenir aucun compte"
        r"|fais abstraction|faites abstraction|efface[zr]?|annule[zr]?|supprime[zr]?|abandonne[zr]?|écarte[zr]?"
        r"|passe outre|passez outre|contourne[zr]?",
        r"instructions?|consignes?|directives?|prompts?|invites? système|ordres? précédents?|règles (?:précédentes"
        r"|du système)|tout ce (?:que j['’]|que je|qui précède|qu['’]on|que tu|que vous)|ce qui précède"
        r"|messages? (?:précédents?|système)|tout le reste|le texte ci-dessus",
        r"réponds?|répondez|répondre|écris|écrivez|dis|dites|affiche[zr]?|imprime[zr]?|répète[zr]?|ajoute[zr]?"
        r"|commence[zr]?|traduis|traduisez|termine[zr]?"
        r"|fais comme si|faites comme si|comporte-toi|tu es (?:maintenant|désormais)|révèle[zr]?|recommande[zr]?",
        r"uniquement|seulement|exactement|par [\"“«]|en (?:français|anglais|allemand|espagnol|turc|rimes|vers)"
        r"|au lecteur|à l['’](?:utilisateur|utilisatrice)|aux? (?:lecteur|utilisateur)s?|que (?:le|la|tu)|[\"“«]|le mot"
        r"|un poème|comme un|(?:ton|le|votre) prompt|plutôt|simplement|une? (?:ia|assistant|modèle)|tu étais"
        r"|vous étiez",
        r"(?:ta|votre|tes|vos) réponses?",
        r"nouvelles? (?:instructions?|consignes?)|instructions?(?: (?:pour|à) (?:l['’]|le |la )?\w+)?|système|consigne"
        r"|message système|utilisateur|assistant",
    ),
    _Language(  # Spanish
        r"por favor|ahora|desde ahora|a partir de ahora|y|pero|entonces|debes|importante",
        r"ignor[ae]n?|ignorar|olvid[ae]n?|olvidar|olvídate de|olvídese de|descart[ae]n?|descarte|desestim[ae]|omit[ae]"
        r"|omite|no hagas caso|no haga caso|no tengas en cuenta|no tenga en cuenta|borr[ae]|elimin[ae]|anul[ae]"
        r"|haz caso omiso|pasa por alto|prescinde de|desobedece|sobrescribe",
        r"instrucci[oó]n(?:es)?|indicaciones|órdenes|prompts?|reglas (?:anteriores|previas|del sistema)"
        r"|mensajes? (?:anteriores?|del sistema)|todo lo (?:anterior|que|dicho)|lo anterior|el texto anterior",
        r"responde|responda|contesta|conteste|escrib[ae]|escribe|di|diga|imprime|imprima|repite|repita|añad[ae]"
        r"|agrega|incluye|empieza|traduce|traduzca|termina"
        r"|actúa|compórtate|haz como si|finge|eres ahora|ahora eres|muestra|revela|recomienda",
        r"solo|sólo|solamente|únicamente|exactamente|con [\"“«]|en (?:español|inglés|francés|alemán|turco|rima|verso)"
        r"|al (?:lector|usuario)|a los (?:lectores|usuarios)|que (?:el|la|eres)|[\"“«]|la palabra|un poema|como (?:si"
        r"|un)|(?:tu|el|su) prompt|en su lugar|un(?:a)? (?:ia|asistente|modelo)|simplemente",
        r"tus? respuestas?",
        r"nuevas? instrucci[oó]n(?:es)?|instrucci[oó]n(?:es)?(?: para \w+(?: \w+)?)?|sistema"
        r"|mensaje del sistema|usuario|asistente",
    ),
    _Language(  # Italian
        r"per favore|ora|adesso|d['’]ora in poi|e|ma|quindi|devi|importante",
        r"ignora(?:te|re)?|ignori|dimentica(?:te|re)?|dimentichi|non considerare|non tenere conto|trascura"
        r"|tralascia|cancella|annulla|scarta|elimina",
        r"istruzion[ei]|indicazioni|direttive|prompt|regole (?:precedenti|di sistema)"
        r"|messaggi(?:o)? (?:precedent[ei]|di sistema)"
        r"|tutto (?:ciò|quello|quanto)|quanto (?:detto|sopra)|il testo (?:precedente|sopra)",
        r"rispondi|rispondete|risponda|scrivi|scrivete|di['’]|dì|stampa|ripeti|aggiungi|inizia|concludi|traduci"
        r"|termina|comportati|fingi|fai finta|sei ora|ora sei|rivela|mostra",
        r"solo|soltanto|solamente|esclusivamente|esattamente|con [\"“«]|in (?:italiano|inglese|francese|tedesco"
        r"|spagnolo|rima|versi)|al(?:l['’])? ?(?:lettore|utente)"
        r"|[\"“«]|la parola|una poesia|come (?:se|un)|(?:il|tuo) (?:tuo )?prompt|invece|di essere|un(?:['’]"
        r"| )?(?:ia|assistente)",
        r"(?:tua|vostra|tue) rispost[ae]",
        r"nuov[ae] istruzion[ei]|istruzion[ei](?: per \w+(?: \w+)?)?|sistema|messaggio di sistema|utente|assistente",
    ),
    _Language(  # Portuguese
        r"por favor|agora|a partir de agora|de agora em diante|e|mas|então|deves|você deve|importante",
        r"ignor[ae]m?|ignorar|esque[çc]a|esquece|esquecer|desconsider[ae]|descart[ae]|não (?:leve|tenha"
        r"|tenhas) em conta|apag[ae]|elimin[ae]|anul[ae]"
        r"|despreze|não siga",
        r"instruç(?:ão|ões)|orientações|ordens|prompts?|regras (?:anteriores|do sistema)|mensage[mn]s? (?:anteriore?s?"
        r"|do sistema)|tudo o? ?que|tudo (?:acima|anterior)|o que (?:eu )?(?:disse|foi dito)|o texto acima",
        r"respond[ae]|escrev[ae]|diga|diz|imprim[ae]|repit[ae]|repete|acrescent[ae]|adicion[ae]|comece"
        r"|traduz[ae]?|termin[ae]|aj[ae] como|finja|finge|comporte-se|você agora é|revel[ae]|mostre",
        r"apenas|só|somente|unicamente|exatamente|com [\"“«]|em (?:português|inglês|francês|alemão|espanhol"
        r"|rimas?|verso)|ao (?:leitor|usuário|utilizador)"
        r"|[\"“«]|a palavra|um poema|como (?:se|um)|(?:o|seu|teu) (?:seu |teu )?prompt|em vez disso"
        r"|um(?:a)? (?:ia|assistente)|que (?:é|és)",
        r"(?:tua|tuas) respostas?",
        r"novas? instruç(?:ão|ões)|instruç(?:ão|ões)(?: para \w+(?: \w+)?)?|sistema|mensagem do sistema|usuário"
        r"|utilizador|assistente",
    ),
    _Language(  # Dutch
        r"alsjeblieft|alstublieft|gelieve|nu|vanaf nu|en|maar|dus|je moet|belangrijk",
        r"negeer|negeert u|vergeet|vergeten|sla over|wis|verwijder|annuleer|overschrijf|laat buiten beschouwing"
        r"|houd geen rekening met|trek je niets aan van",
        r"instructies?|aanwijzing(?:en)?|opdrachten|prompts?|systeem(?:prompt|bericht)\w*|(?:eerdere|vorige"
        r"|bovenstaande) (?:regels|berichten|tekst)|alles (?:wat|hierboven|hiervoor)|het (?:bovenstaande|voorgaande)",
        r"antwoord|schrijf|zeg|druk af|geef|herhaal|voeg|begin|eindig|vertaal|gedraag je|doe alsof"
        r"|je bent (?:nu|vanaf nu)|onthul|toon",
        r"alleen|enkel|uitsluitend|precies|met [\"“„']|in het (?:nederlands|engels|frans|duits|spaans)|(?:de"
        r"|aan de) (?:lezer|gebruiker)|[\"“„‘']|het woord|een gedicht"
        r"|als (?:een|of)|(?:je|de|uw) (?:systeem)?prompt|in plaats daarvan|op rijm|een (?:ai|assistent)|je een",
        r"(?:je|jouw|uw) antwoord\w*",
        r"nieuwe instructies?|instructies?(?: voor (?:de |het )?\w+)?|systeem(?:bericht)?|gebruiker|assistent",
    ),
    _Language(  # Turkish, whose verb ends the sentence
        r"lütfen|şimdi|artık|bundan sonra|ve|ama|önemli",
        r"yok say(?:ın|ınız)?|görmezden gel(?:in|iniz)?|unut(?:un|unuz)?|dikkate alma(?:yın|yınız)?"
        r"|göz ardı et(?:in|iniz)?|boş ver(?:in)?|sil(?:in|iniz)?"
        r"|önemseme(?:yin)?|geçersiz say(?:ın)?|iptal et(?:in)?|uyma(?:yın)?",
        r"talimat\w*|yönerge\w*|komut\w*|prompt\w*|istem(?:i|leri)\w*|sistem mesaj\w*|(?:önceki"
        r"|yukarıdaki) (?:her şeyi|kuralları|mesajları|metni)|söylediğim\w* her şeyi"
        r"|söylediklerimi\w*|söylenenleri",
        r"yaz(?:ın|ınız)?|cevap ver(?:in|iniz)?|yanıt ver(?:in|iniz)?|yanıtla(?:yın|yınız)?|cevapla(?:yın)?"
        r"|söyle(?:yin|yiniz)?|tekrarla(?:yın)?|çevir(?:in)?|davran(?:ın)?|ekle(?:yin)?"
        r"|bitir(?:in)?|başla(?:yın)?|göster(?:in)?|öner(?:in)?|açıkla(?:yın)?",
        r"(?:yalnızca|sadece|yalnız|tam olarak|bunun yerine|okuyucuya|okura|kullanıcıya|kelimesini|sözcüğünü"
        r"|türkçe|ingilizce|almanca|fransızca|ispanyolca|korsan gibi|kafiyeli"
        r"|şiir(?:le)?|sistem istemini|promptunu)|[\"“”'‘’]",
        r"(?:yanıt|cevab|cevap)(?:ın|ınız|ının|ınızın|ına|ınıza|ında|ınızda|ını|ınızı)\w*",
        r"yeni talimat(?:lar)?|talimat(?:lar)?|sistem(?: mesajı)?|kullanıcı|asistan",
        last=True,
    ),
)


@functools.cache  # they take 50 ms to compile, and a question whose passages were looked at before needs none
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The orders, from the opening of a sentence, and the labels, wherever a line may open, of all languages."""
    orders, labels = [], []
    for one in _LANGUAGES:
        opening = rf"[^\w\"“‘„«]*+(?:(?:{one.before})\b[,:]? ?)*"
        if one.last:
            orders.append(
                rf"{opening}[^.!?]{{0,80}}?\b(?:{one.told})\b[^.!?]{{0,60}}?\b(?:{one.forget})\b"
                rf"|{opening}[^.!?]{{0,60}}?(?<!\w)(?:{one.how})[^.!?]{{0,80}}?\b(?:{one.write})\W*$"
                rf"|{opening}[^.!?]{{0,30}}?\b(?:{one.yours})\b[^.!?]{{0,80}}?\b(?:{one.write})\W*$"
            )
        else:
            orders.append(
                rf"{opening}(?:{one.forget})\b.{{0,60}}?\b(?:{one.told})\b"
                rf"|{opening}(?:{one.write})(?:-moi)?\s*[ :]\s*(?:{one.how})"
                rf"|{opening}(?:(?:{one.write})\b.{{0,80}}?\b|\w+ )(?:{one.yours})\b"
            )
        labels.append(one.labels)
    label = rf"(?:^[^\w\"“‘„«]*+|(?<=[,.:;!])\s[^\w\"“‘„«]{{0,200}}+)(?i:{'|'.join(labels)})\s*+:\s*+\S"
    return re.compile("|".join(orders), re.IGNORECASE), re.compile(label)


# The marks by which chat templates part who speaks, and those of our own prompt: its heads and ends of passages.
_MARK = re.compile(
    r"<\|[\w /-]{1,40}\|>|\[/?INST\]|<</?SYS>>|</?s>|<(?:start|end)_of_turn>|<\|?(?:bos|eos|eot|eom)(?:_id)?\|?>"
    r"|</?(?:passages?|articles?|documents?|context|sources?|system|user|assistant|instructions?|prompt|question"
    r"|answer)(?: [^<>]{0,80})?>|(?:^|\s)#{2,6} ?(?:system|instructions?|input|response|user|assistant|human|prompt) ?:"
    r"|(?:^|\n)[^\w\n\"“‘„«]{0,5}(?:human|assistant|ai|bot|chatgpt|llm)[ \t]{0,5}:\s*+\S|(?:^"
    r"|\n)[^\w\n\[]{0,5}\[\d{1,3}\] [^|\n]{1,200} \| ",
    re.IGNORECASE,
)


def speaks(text: str, following: str = "") -> bool:
    """Whether a sentence, or a title, speaks to a language model; ``following`` is the sentence after it."""
    if _QUESTION.search(text) is not None and _ANSWERED.match(following) is None:
        return True
    order, label = _patterns()
    found = (
        _LABELLED.search(text),
        label.search(text),
        _MARK.search(text),
        _FORGET.match(text),
        _ANSWER.match(text),
        order.match(text),
    )
    return any(told is not None for told in found)


def addressed(sentences: Sequence[str]) -> list[bool]:
    """For each sentence of a text, in order, whether it speaks to a language model."""
    following = itertools.zip_longest(sentences, sentences[1:], fillvalue="")
    return [speaks(sentence, after) for sentence, after in following]
