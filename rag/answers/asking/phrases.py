"""The words by which each language asks about articles: closed classes, as regular expressions over lower case.

Kinds of ``heads`` are tried in their order.
"""

from collections.abc import Mapping

from rag.answers.asking.english import ENGLISH
from rag.answers.asking.romance import FRENCH, SPANISH
from rag.answers.asking.wording import Phrases

_DE_ONE = (
    r"(?:(?:den|einen|dem|einem|der|des|ein|eines|das) (?:zeitungs)?(?:artikels?|text(?:es)?|beitrags?|berichte?s?)"
    r"|(?:die|der|eine|einer|welcher?) meldung|welche[mrs] (?:zeitungs)?(?:artikel|text|beitrag|bericht))"
)
_OF_EXTREMES = (
    r"(?:wann|von wann|von welchem (?:tag|datum)|aus welchem (?:jahr|monat)|wie alt) (?:ist|war|wurde|erschien|kam"
    r"|stammt|datiert) (?:der|die|das|euer|eure) (?:EXTREME) {a}(?P<x>.*?)"
    r"(?: (?:erschienen|veröffentlicht(?: worden)?|heraus))?$",
)
"""How it is asked in German from when the article is that comes first or last of all."""

_DE = Phrases(
    article=r"(?:(?:zeitungs)?(?:artikeln?|texten?|texts?|beiträgen?|beitrag|berichten?|bericht|meldung(?:en)?))",
    paper=r"(?:quellen?|zeitung(?:en)?|blätter|blatt|medien)",
    writer=r"(?:autor(?:in|innen|en)?|journalist(?:in|innen|en)?|verfasser(?:in|innen)?)",
    heads=(
        ("most source", r"welche[srnm]? {s} (?:hat|haben) die meisten {a}"),
        ("most source", r"welche[srnm]? {s} (?P<x>.+?) in den meisten {a}"),
        ("most author", r"(?:welche[rs]? {w}|wer) (?:hat|haben|schrieb(?:en)?) die meisten {a}"),
        ("fewest author", r"(?:welche[rs]? {w}|wer) (?:hat|haben|schrieb(?:en)?) die wenigsten {a}"),
        ("most source", r"welche[srnm]? {s} (?:hat|haben|schrieb(?:en)?) am meisten(?= (?:über|zu[mr]?) )"),
        ("most author", r"(?:welche[rs]? {w}|wer) (?:hat|haben|schrieb(?:en)?) am meisten(?= (?:über|zu[mr]?) )"),
        ("most month", r"(?:in|an) welche[mnr] (?P<unit>monat|jahr|tag) (?:sind|wurden|erschienen) die meisten {a}"),
        ("sources", r"für welche[nrs]? {s} (?:hat|schrieb|schreibt) (?P<x>.+?)(?: geschrieben)?(?=\W*$)"),
        ("sources count", r"wie viele (?:verschiedene )?{s}"),
        ("sources", r"welche (?:verschiedenen )?{s}"),
        ("authors count", r"wie viele (?:verschiedene )?{w}"),
        ("span", r"von wann bis wann|über welchen zeitraum|aus welche[mr] zeit(?:raum)?"),
        ("authors", r"wer hat (?:den|die|das|diesen|dieses) {a}|wer schrieb (?:den|die|das) {a}|von wem (?:ist|sind"
                    r"|stammt) (?:der|die|das) {a}|wer ist (?:der|die) {w} (?:des|der) {a}"),
        ("authors", r"wer (?:hat|schrieb) (?=[\"“«„])"),
        ("days", r"wann (?:ist|sind|wurden?|erschien(?:en)?|kam) (?:der|die|das|dieser) {a}"),
        ("days", r"(?:von wann|von welchem (?:tag|datum)|aus welchem (?:jahr|monat)) (?:ist|sind|stammt|stammen"
                 r"|datiert) (?:der|die|das|dieser) {a}"),
        ("sources", r"wo (?:ist|sind|erschien(?:en)?) (?:der|die|das|dieser) {a}|in welche[rm] {s} (?:ist"
                    r"|erschien) (?:der|die|das) {a}"),
        ("count", r"(?:in )?wie ?viele?n? (?:der |von den |dieser )?{a}(?: (?:habt ihr|haben wir|gibt es|hast du))?"
                  r"|wie oft (?:wird|werden|wurde|ist) (?P<x>.+? (?:erwähnt|genannt))"
                  r"|(?:wie hoch ist )?(?:die )?(?:an)?zahl der {a}"),
        ("count", r"wie oft (?:kommt|kommen|taucht|tauchen) (?P<named>.+?)(?: in (?:den|euren|diesen|allen) {a})?"
                  r" (?:vor|auf)(?=\W*$)"),
        ("count", r"(?P<named>.+?) (?:kommt|kommen|taucht|tauchen|wird|werden) in wie ?viele?n? {a}"
                  r" (?:vor|auf|erwähnt|genannt)(?=\W*$)"),
        *((kind, form.replace("EXTREME", words)) for form in _OF_EXTREMES for kind, words in
          (("newest", "neu[e]?ste|jüngste|letzte|aktuellste"), ("oldest", "älteste|frühe?ste|erste"))),
        ("oldest", r"(?:wann|seit wann) (?:habt ihr|hat man|haben (?:sie|wir)) (?:zuerst|zum ersten mal|erstmals)"
                   r"(?P<x> (?:über|von) .+?) (?:berichtet|geschrieben)"),
        ("newest", r"wann (?:habt ihr|hat man|haben (?:sie|wir)) (?:zuletzt|das letzte mal|zum letzten mal)"
                   r"(?P<x> (?:über|von) .+?) (?:berichtet|geschrieben)"),
        ("newest", r"(?:(?:welche[rs]?|was) (?:ist|sind|war) |wie lautet |(?:zeige?|nenne?|gib)(?: mir| uns)? )?"
                   r"(?:(?:der|die|das|den|dein|ihr|euer) )?(?:(?P<n>\w+) )?"
                   r"(?:neu[e]?ste[nrs]?|jüngste[nrs]?|letzte[nrs]?|aktuellste[nrs]?) {a}"),
        ("longest", r"(?:(?:welche[rs]?|was) (?:ist|war) )?(?:(?:der|die|das) )?längste[nrs]? {a}"),
        ("shortest", r"(?:(?:welche[rs]?|was) (?:ist|war) )?(?:(?:der|die|das) )?kürzeste[nrs]? {a}"),
        ("oldest", r"(?:(?:welche[rs]?|was) (?:ist|sind|war) )?(?:(?:der|die|das) )?(?:(?P<n>\w+) )?"
                   r"(?:älteste[nrs]?|frühe?ste[nrs]?|erste[nrs]?) {a}"),
        ("list", r"(?:in )?welche[nrsm]? (?:der )?{a}(?: (?:gibt es|habt ihr|hast du))?|gibt es {a}"),
        ("list", r"(?:was (?:gibt es|habt ihr|hast du)(?: alles)?|(?:gibt es|habt ihr|hast du) (?:et)?was"
                 r"|(?:zeige?|liste|nenne)(?: mir| uns)? alles)(?: hier)?(?= (?:zum?|zur|über|von|aus)\b)"),
        ("list", r"(?:liste|nenne|zeige?)(?: mir| uns)?(?: alle| sämtliche)?(?: die)? {a}|alle {a}"),
        ("newest several", r"was (?:gibt es|gibt['’]?s|ist) (?:hier )?neu(?:es)?(?!\w)"
                           r"|(?:gibt es|gibt['’]?s) (?:et)?was neues(?!\w)"
                           r"|gibt es (?:neue )?(?:nachrichten|neuigkeiten)"
                           r"|(?:(?:zeige?|nenne)(?: mir| uns)? )?(?:die )?(?:(?:neu[e]?ste|aktuelle|letzte|jüngste)n?"
                           r" )?(?:nachrichten|neuigkeiten|meldungen|schlagzeilen)(?=\W*$)"),
        ("article", r"(?:ich (?:suche|brauche|finde)|(?:finde|suche?|zeige?|nenne|gib)(?: mir| uns)?(?: bitte)?|wie"
                    r" (?:heißt|hieß|lautet)(?: (?:der|die) (?:titel|überschrift))?|kennst du|habt ihr) ONE,?"
                    r" (?:(?:in|bei) de[mr] es um|in de[mr]|wo|der|die|das|über|zu[mr]?|von|vom|bei de[mr]|mit)"
                    r" (?P<topic>.+?)(?: geht| ging)?(?=\W*$)".replace("ONE", _DE_ONE)),
        ("article", r"(?:in |von )?(?:welche[mrsn] (?:zeitungs)?(?:artikel|text|beitrag|bericht)|welcher? meldung)"
                    r" (?:(?:geht|ging) es um|(?:handelt|erzählt|berichtet) (?:von|vom|über)|wird|wurde|werden|wurden"
                    r"|ist|hat|steht) (?P<topic>.+)"),
    ),
    single=_DE_ONE,
    mention=r"erwähn(?:en|t|te|ten)|nenn(?:en|t)|vorkomm(?:en|t)|kommt|vor(?=\W*$)"
            r"|(?:enth(?:alten|ält)|mit)(?: (?:das|den|die|dem))? (?:worte?|wörter|namen|begriff)|enth(?:alten|ält)"
            r"|(?:kommen|taucht|tauchen)(?= .+(?:vor|auf)$)|genannt(?=\W*$)",
    about=r"über|zum thema|zum?|zur|handeln von|handelt von|geht es um|befassen sich mit|berichten über|berichtet über"
          r"|aus",
    by="von", within="in|im|von|aus|für|der|des", both="sowohl", conj="und", disj="oder",
    verbs="ist sind war waren wurde wurden wird werden hat haben die der das denen erschienen veröffentlicht "
          "geschrieben",
    small="ein eine einen einem eines den dem des es gibt insgesamt alle diese dieser von in im aus bei sammlung index "
          "denen dem sie passiert geschehen los "
          "wird werden wurde kommt kommen taucht tauchen auf genannt habt ihr "
          "wir uns hier vorhanden erschien erscheinen geschrieben zu bitte über sich einer vor liegen liegt",
    happened=r"wor(?:um|über) (?:ging|geht|wurde|habt|haben|hat|hast)(?: (?:es|ihr|sie|du|die {s}))?"
             r"(?: in (?:den|der) (?:nachrichten|zeitungen|zeitung|meldungen|{a}))?(?: (?:berichtet|geschrieben))?"
             r"|was (?:habt ihr|haben sie|hast du|hat die {s})(?: (?:gemeldet|berichtet|geschrieben|veröffentlicht"
             r"|gebracht))|was kam(?: in den nachrichten)?"
             r"|was (?:stand in (?:der|den) (?:zeitung|zeitungen|nachrichten)|wurde (?:berichtet|gemeldet)|tat sich)"
             r"|was (?:ist|war|geschah|gab es|passierte|gibt es)(?: (?:alles|neues))?"
             r"(?: geschehen| passiert| los| in den (?:nachrichten|zeitungen|schlagzeilen))?"
             r"|(?:die )?(?:nachrichten|neuigkeiten|schlagzeilen)",
    happened_to=r"in|mit|bei|auf|um|an|für",
    between=r"zwischen (?P<first>.{4,}?) und (?P<last>.{4,})",
    aftermath=r"seit|nach",
    now=r" (?:jetzt|derzeit|zurzeit|zur zeit|momentan|im moment|gegenwärtig|aktuell|(?:immer )?noch|inzwischen)",
    newest=r" (?:bisher|bis jetzt|bislang)|(?<=\bder|\bdie|\bdas) (?:derzeitig|aktuell|gegenwärtig|jetzig)e[rn]?",
    topics=r"(?:wovon handeln|worüber sind) (?:diese|die) {a}|worum geht es in (?:diesen|den) {a}|worüber"
           r" (?:berichten|schreiben) (?:diese|die) {a}|(?:was|welche) themen (?:haben|behandeln|gibt es)"
           r"(?: (?:diese|die|in diesen|in "
           r"den) {a})?",
    polar=r"(?:ist|sind|war|waren|hat|haben|hatte|hatten|wird|werden|wurde|wurden|kann|können|konnte|konnten|muss"
          r"|müssen|soll|sollen|darf|dürfen|gab|gibt|\w+(?:te|ten))",
    not_polar=r".*\b(?:was|wer|wem|wen|wann|wo|warum|wie|welche[rsnm]?|weshalb|wieso)\b|.*\w,? oder \w|(?:bitte|heute"
              r"|seite|liste|karten?)\b",
    claimed=r"(?:stimmt es|trifft es zu|(?:ist es|kann es) (?:wirklich |denn )?(?:wahr|richtig|so|sein)),? dass ",
    explains=r"warum|wieso|weshalb|wozu|aus welche[mn] gr[uü]nde?n?"
             r"|wie (?=(?:ist|sind|war|waren|wird|wurden?|hat|haben|konnten?|kam(?:en)?|kann)\b)",
    span=r",? ?(?:und )?von wann bis wann",
    timeline=(
        r"(?:(?:zeige?|gib|erstelle|mach)(?: mir| uns)? )?(?:eine |die |den |einen )?(?:chronologie|chronik|zeitleiste"
        r"|zeittafel|chronologischen? (?:ablauf|überblick|abriss)|ablauf|hergang)(?: der ereignisse)?(?:(?: zu[mr]?"
        r"| von| über| beim?| in| im|:| (?=de[rs] |eine[rs] )) ?(?P<x>.+))?",
        r"(?:zeichne|stelle?|zeige?|schildere|beschreibe|rekonstruiere|skizziere|erzähle?)(?: mir| uns)? "
        r"(?:den|die|das) (?:ablauf|hergang|verlauf|abfolge|chronologie|reihenfolge)(?: der ereignisse)?"
        r"(?: zu[mr]?| von| beim?| in| im)? (?P<x>.+?)(?: vo[nm] (?!.*\d.* bis ).+ bis .+?)?(?: (?:nach|dar|auf))?"
        r"(?P<y>, [^,]*\d{4})?",
        r"(?:schildere|beschreibe|rekonstruiere|skizziere|erzähle?|ordne|bring(?:e|en sie)?)(?: mir| uns)? "
        r"(?P<x>.+?)(?:,| in die| in)? (?:der reihe nach|(?:zeitlicher|chronologischer|der richtigen|zeitliche"
        r"|chronologische|richtige) reihenfolge|chronologisch|schritt für schritt|tag für tag)",
        r"was (?:ist|geschah|passierte)(?: (?:bei|mit|in|im|beim|während))?(?: (?P<x>.+?))?(?: passiert| geschehen)?,? "
        r"(?:der reihe nach|in (?:zeitlicher|chronologischer|der richtigen) reihenfolge|chronologisch"
        r"|von anfang bis ende|schritt für schritt|tag für tag)(?: passiert| geschehen)?",
        r"(?:erzähle?|erklär[et]?|sag)(?: mir| uns)?,? (?:der reihe nach|schritt für schritt|chronologisch"
        r"|tag für tag),? "
        r"(?:was (?:(?:bei[m]?|mit|in|im|während) )?)?(?P<x>.+?)(?: (?:geschah|passierte|passiert ist|geschehen ist))?",
        r"(?!(?:wie|was|warum|wer|wann|wo|ist|sind|war|hat|haben|wurden?|kann|können)\b)(?P<x>.+?)(?:,|:| [–-])?"
        r" (?:tag für tag|der reihe nach|schritt für schritt"
        r"|chronologisch|in (?:zeitlicher|chronologischer|der richtigen) reihenfolge|von anfang bis ende)",
        r"was (?:wurde|ist) aus (?P<x>.+?)(?: geworden)?",
        r"wie (?:hat|haben) sich (?P<x>.+?) entwickelt|wie (?:entwickelte|entwickelten) sich (?P<y>.+?)"
        r"|wie (?:verlief|verliefen) (?P<z>.+)",
    ),
    summary=(
        r"was (?:(?:geschah|passierte) (?:mit|bei)|(?:ist|war) mit|(?:wurde|ist) aus) (?!.*(?:\d| seit | nach ))"
        r"(?P<x>.+?)(?: passiert| geschehen| geworden| los)?",
        r"(?:fass(?:e|t|en sie)?|fasse mir|könn(?:en sie|test du) )(?: (?:mir|uns|bitte|mal))* (?P<x>.+?)"
        r"(?:,? (?:bitte|knapp|kurz|grob|schnell))* zusammen(?:fassen)?",
        r"(?:(?:gib|schreibe?|mach|zeige?)(?: mir| uns)? )?(?:eine |die )?(?:kurze )?(?:zusammenfassung|kurzfassung"
        r"|überblick)(?: (?:von|über|zu[mr]?)|:)?(?: (?P<x>.+))?",
        r"was (?:gibt es|ist) neues? (?:zu[mr]?|über|bei[m]?|von|in|aus|mit) (?P<x>.+)",
        r"(?:was|wie) ist der (?:aktuelle |neueste |letzte )?stand (?:bei[m]?|in|zu[mr]?|de[rs]|mit) (?P<x>.+)",
        r"(?:fass(?:e|t|en sie)?)(?: (?:mir|uns|bitte|mal|kurz))* zusammen,? was (?:(?:bei[m]?|mit|in|im|während) )?"
        r"(?P<x>.+?)(?: (?:geschah|passierte|passiert ist|geschehen ist))?",
        r"worum (?:geht|ging) es beim? (?P<x>.+)",
        r"(?:worum geht es|wovon handelt) (?:in |im )?(?P<x>(?:dem |der |das )?{a} .+)",
        r"was (?:steht in|steht im|sagt|besagt|berichtet) (?P<x>(?:dem |der |das )?{a} .+)",
    ),
    one=r"in (?:nur )?einem (?:einzigen |kurzen )?satz",
    saga=r"(?:ganze[nrs]? )?(?:geschichte|affäre|ereignisse?|nachrichten|berichte?|artikel|verlauf|causa"
         r"|fall(?! de[rs]\b))"
         r"(?: (?:von|über|um|zu[mr]?))?",
)  # fmt: skip

_TR = Phrases(
    article=r"(?:makale(?:ler(?:i|in|de)?|si|de)?|yazı(?:lar(?:ı|ın|da)?|sı)?|haber(?:ler(?:i|in|de)?|i|de)?"
            r"|metin(?:ler)?)",
    paper=r"(?:kaynak(?:lar)?|gazete(?:ler|si)?)",
    writer=r"(?:yazar(?:lar(?:ı)?|ı)?|gazeteci(?:ler)?)",
    heads=(
        ("most source", r"(?:en çok|en fazla) {a} hangi {s}(?:de|da|te|ta|nin|nın)?"),
        ("most author", r"en (?:çok|fazla) (?:{a}(?:[yn]?[ıiuü])? (?:kim|hangi {w})|(?:kim|hangi {w}) {a})"
                        r" yaz(?:dı|mış)"),
        ("sources count", r"kaç (?:farklı )?{s}"),
        ("sources", r"hangi {s} var"),
        ("authors count", r"kaç (?:farklı )?{w}"),
        ("count", r"(?P<x>.*?)(?:kaç {a}(?: var)?|{a} sayısı(?: kaç)?)"),
        ("newest", r"(?P<x>.*?)(?:en (?:yeni|son)|son) (?:(?P<n>\w+) )?{a}(?: hangisi| nedir)?"),
        ("longest", r"(?P<x>.*?)en uzun (?:(?P<n>\w+) )?{a}(?: hangisi| nedir)?"),
        ("shortest", r"(?P<x>.*?)en kısa (?:(?P<n>\w+) )?{a}(?: hangisi| nedir)?"),
        ("oldest", r"(?P<x>.*?)(?:en eski|ilk) (?:(?P<n>\w+) )?{a}(?: hangisi| nedir)?"),
        ("newest several", r"(?:yeni )?ne(?:ler)? var(?: ne yok)?(?=\W*$)|yeni (?:bir şey|haber) var mı"
                           r"|(?:en yeni|en son|son|yeni) (?:haberler|gelişmeler)(?: neler| ne)?|haberler(?=\W*$)"),
        ("list", r"(?P<x>.*?)(?:hangi {a}|(?:tüm|bütün) {a}|{a}(?= hangileri| neler))(?: var| listele"
              r"| hangileri| neler)?"),
    ),
    mention=r"(?:'?[dt][ae]n )?(?:söz ed(?:en|iyor)|bahsed(?:en|iyor))|geç(?:en|iyor)|anıl(?:an|ıyor)",
    about=r"hakkında(?:ki)?|konulu|ile ilgili", by="tarafından", within="", both="hem", conj="ve", disj="veya|ya da",
    verbs="yayımlanan yayımlandı yayınlanan yayınlandı yazılan yazdı çıkan çıktı var tarihli",
    small="bir bu nedir hangisi tarihinde toplam listele",
    now=r" (?:şu anda?|şimdi|halen|hâlâ|hala|günümüzde)",
    newest=r" (?:bugüne kadar|şimdiye kadar|güncel|şimdiki)",
    happened=r"(?:neler|ne) (?:oldu|olmuş|var|yaşandı)|(?:haberler|gelişmeler)(?: neler)?",
    topics=r"bu {a} ne hakkında|{a} (?:ne hakkında|konuları neler)|hangi konular var",
    polar=r".*\b(?:m[ıiuü](?:y(?:dı|di|du|dü))?|m[ıiuü]d[ıiuü]r)\b",
    not_polar=r".*\b(?:ne|kim|nerede|nasıl|neden|kaç|hangi)\b",
    explains=r"neden|niçin|niye|nasıl",
    timeline=(
        r"(?:(?P<x>.+?) )?(?:kronolojisi(?:ni)?|zaman çizelgesi(?:ni)?|olay(?:lar)?ın sırası|kronolojik (?:sırası"
        r"|özeti))(?: nedir| göster| çıkar| ver)?",
        r"(?:(?P<x>.+?) )?(?:sırasıyla|sırayla|adım adım|gün gün|baştan sona|kronolojik olarak) "
        r"(?:ne|neler) (?:oldu|yaşandı)",
        r"(?P<x>.+?)['’]?(?:[ytn]?[ae])? (?:en )?son ne oldu",
        r"(?P<x>.+?) nasıl gelişti",
    ),
    summary=(
        r"(?!.*\d)(?P<x>.+?['’]y?[ea]) ne oldu",
        r"(?:(?P<x>.+?) )(?:özetle(?:yin|r misin(?:iz)?)?|özetini (?:ver|çıkar|yaz)"
        r"(?:ir misin(?:iz)?)?|özeti(?: nedir)?)",
        r"özetle:? (?P<x>.+)",
        r"(?P<x>.+? {a}) ne (?:diyor|anlatıyor)",
    ),
    one=r"(?:tek|bir) cümleyle|(?:tek|bir) cümlede",
    saga=r"(?:hikâyesi|hikayesi|olayı|haberleri)(?:ni|nı|nin|nın)?",
)  # fmt: skip

PHRASES: Mapping[str, Phrases] = {"en": ENGLISH, "de": _DE, "fr": FRENCH, "es": SPANISH, "tr": _TR}
"""By language, ISO 639-1."""
