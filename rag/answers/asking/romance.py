"""The words by which French and Spanish ask about articles: closed classes (`rag.answers.asking.wording`)."""

from rag.answers.asking.wording import Phrases

FRENCH = Phrases(
    article=r"(?:articles?|textes?|documents?)",
    paper=r"(?:sources?|journaux|journal|médias?)",
    writer=r"(?:auteure?s?|journalistes?)",
    heads=(
        ("most source", r"quel(?:le)?s? {s} a(?: publié)? le plus d['’]{a}"),
        ("most author", r"(?:qui|quel(?:le)?s? {w}) (?:a|ont)(?: (?:écrit|publié|signé))? le plus d['’]{a}"),
        ("most source", r"quel(?:le)?s? {s} (?:a|ont) (?:le plus (?:écrit|publié|parlé)|(?:écrit|publié|parlé) le plus)"
                        r"(?= )"),
        ("most author", r"(?:qui|quel(?:le)?s? {w}) (?:a|ont) (?:le plus (?:écrit|publié)|(?:écrit|publié) le plus)"
                        r"(?= sur)"),
        ("most month", r"(?:en|au cours de)? ?quel(?:le)? (?P<unit>mois|année|jour) (?:ont été publiés"
                       r"|a-t-on publié) le plus d['’]{a}"),
        ("sources", r"pour quel(?:le)?s? {s} (?:a écrit|écrit) (?P<x>.+)"),
        ("sources count", r"combien de {s}(?: différente?s| y a-t-il)?"),
        ("sources", r"quel(?:le)?s (?:sont les )?{s}"),
        ("authors count", r"combien d['’]{w}"),
        ("span", r"de quand à quand|quelle période"),
        ("authors", r"qui (?:a écrit|est l['’]auteure? de) (?:l['’]|les |ces |cet )?{a}"),
        ("days", r"quand (?:l['’]|les )?{a}(?P<x>.*?) (?:a|ont)(?:-t-il|-ils)? (?:été publiés?|paru)|quand (?:a"
                 r"|ont) (?:été publiés?|paru) (?:l['’]|les ){a}|quelle est la date de l['’]{a}"),
        ("count", r"(?:dans )?combien (?:d['’]|des |de ){a}|(?:quel est )?le nombre d['’]{a}"),
        ("newest", r"(?:(?:quel(?:le)?s? (?:est|sont)) )?(?:l['’]|les "
                   r"|le )?(?:(?P<n>\w+) )?(?:derniers? )?{a} (?:les? plus récents?)|(?:quel(?:le)?s? (?:est"
                   r"|sont) )?(?:le|les|votre|vos|ton|tes) (?:(?P<m>\w+) )?derniers? {a}"),
        ("longest", r"(?:(?:quel(?:le)?s? (?:est|sont)) )?(?:l['’]|les |le )?(?:(?P<n>\w+) )?{a} les? plus longs?"),
        ("shortest", r"(?:(?:quel(?:le)?s? (?:est|sont)) )?(?:l['’]|les |le )?(?:(?P<n>\w+) )?{a} les? plus courts?"),
        ("oldest", r"(?:(?:quel(?:le)?s? (?:est|sont)) )?(?:l['’]|les |le )?(?:(?P<n>\w+) )?{a} (?:les? plus anciens?)"
                   r"|(?:quel(?:le)?s? (?:est|sont) )?(?:le|les) (?:(?P<m>\w+) )?premiers? {a}"),
        ("list", r"(?:y a-t-il|il y a|qu['’]y a-t-il|avez-vous|as-tu)(?: quelque chose)?(?= (?:sur|à propos"
              r"|au sujet)\b)"),
        ("list", r"(?:dans )?quel(?:le)?s? {a}|(?:liste[rz]?|donne[rz]?|montre[rz]?|cite[rz]?)(?:-moi|-nous)?(?: tous)?"
                 r"(?: les)? {a}|tous les {a}|y a-t-il des {a}"),
        ("newest several", r"quoi de (?:neuf|nouveau)(?!\w)"
                           r"|(?:qu['’]y a-t-il|qu['’]est-ce qu['’]il y a) de (?:neuf|nouveau)(?!\w)"
                           r"|y a-t-il (?:du nouveau|des nouvelles)"
                           r"|(?:(?:quelles sont|montre-moi|donne-moi) )?(?:les )?(?:dernières )?"
                           r"(?:nouvelles|actualités)(?=\W*$)"),
        ("article", r"(?:je cherche|trouve[rz]?(?:-moi)?|quel est le titre de) (?:l['’]|un |cet |le |du )(?:article"
                    r"|texte) (?:où|dans lequel|qui|sur|à propos d[eu]) (?P<topic>.+)"),
        ("article", r"dans quel (?:article|texte) (?P<topic>.+)"),
    ),
    single=r"(?:article|texte|document)",
    mention=r"(?:est-il|il est|est) question d(?:e|u|es)|mentionn(?:e|ent|é|ée|és|ées)|évoqu(?:e|ent)|cit(?:e"
          r"|ent|é|ée)|contien(?:t|nent)(?: le mot)?",
    about=r"sur|parl(?:e|ent) d(?:e|es|u)|parl(?:e|ent) d['’]|à propos d(?:e|u|es)|concernant|traitent? d(?:e|u|es)"
          r"|au sujet d(?:e|u|es)",
    by="par|de", within="dans|par|de|du|d['’]|pour", both="à la fois", conj="et", disj="ou",
    verbs="est sont a ont été était étaient qui que publiés publié parus paru paraît écrits écrit",
    small="le la les l un une des du de d y t il ils elles en dans ces cet ce tous toutes par au aux collection corpus "
          "index on nous au total publie publient datent",
    happened=r"que s['’]est-il passé|qu['’]est-ce qui s['’]est passé|quoi de neuf|(?:quelles sont )?les (?:nouvelles"
             r"|actualités)",
    now=r",? (?:maintenant|actuellement|en ce moment|à présent|encore|toujours)",
    newest=r",? (?:à ce jour|jusqu['’]ici)| actuel(?:le)?s?",
    happened_to=r"en|à|aux?|avec|dans|chez",
    between=r"entre (?P<first>.{4,}?) et (?P<last>.{4,})",
    aftermath=r"depuis|après|à la suite d(?:e|u|es)",
    topics=r"de quoi (?:parlent|traitent) (?:ces|les) {a}|quels (?:sont les )?(?:sujets|thèmes)(?: de ces| "
           r"des)?(?: {a})?",
    polar=r"(?:est-ce qu['’e]|.+-(?:t-)?(?:ils?|elles?|on|ce)\b)",
    explains=r"pourquoi|comment",
    not_polar=r".*\b(?:quoi|qui|quand|où|pourquoi|comment|combien|quel(?:le)?s?)\b|que\b|qu['’]est-ce qu|.*\w,? ou \w",
    span=r",? ?(?:et )?de quand à quand",
    timeline=(
        r"(?:(?:fai[st]|montre[rz]?|donne[rz]?)(?:-moi|-nous)? )?(?:une |la |le )?(?:chronologie|frise chronologique"
        r"|déroulement|fil des événements)(?: des événements)?(?:(?: d(?:e la|es|e|u)\b| de l['’]| sur)?\s?(?P<x>.+))?",
        r"que s['’]est-il passé(?: (?:pendant|lors d(?:e|u|es)|avec|dans))?(?: (?P<x>.+?))?,? (?:dans l['’]ordre"
        r"(?: chronologique)?|chronologiquement|étape par étape|jour par jour|du début à la fin)",
        r"(?:raconte[rz]?|explique[rz]?)(?:-moi|-nous)?,? (?:dans l['’]ordre|étape par étape|chronologiquement"
        r"|jour par jour),? (?:ce qui s['’]est passé (?:pendant|lors d(?:e|u|es)|avec|dans) )?(?P<x>.+)",
        r"(?:(?:raconte[rz]?|explique[rz]?)(?:-moi|-nous)? )?(?!(?:que|qui|quoi|comment|pourquoi|quand"
        r"|où)\b)(?P<x>.+?),? (?:étape par étape|jour par jour|dans l['’]ordre(?: chronologique)?|du début à la fin)",
        r"qu['’]est devenue? (?P<x>.+)|que sont devenue?s (?P<y>.+)",
        r"comment (?P<x>.+?) (?:s['’]est[- ](?:il |elle |ils |elles )?(?:développée?|déroulée?)"
        r"|a(?:-t-(?:il|elle))? évolué)",
    ),
    summary=(
        r"(?:qu(?:e s)?['’]est-il (?:passé|arrivé)|qu['’]est-ce qui (?:s['’]est passé|est arrivé)) (?:avec|à|aux?) "
        r"(?!.*(?:\d| depuis | après ))(?P<x>.+)",
        r"(?:résume[rz]?|synthétise[rz]?)(?:-moi|-nous)?(?: (?P<x>.+))?",
        r"(?:(?:fai[st]|faites|donne[rz]?|écri[st])(?:-moi|-nous)? )?(?:un |le )?(?:bref |court )?(?:résumé|synthèse)"
        r"(?: d(?:e|u|es)|:)?(?: (?P<x>.+))?",
        r"(?:quoi de (?:neuf|nouveau)|quelles (?:sont les (?:dernières )?)?nouvelles|où en (?:est|sont|est-on))"
        r"(?: (?:sur|d(?:e|u|es)|dans|avec|à propos d(?:e|u|es)))? (?P<x>.+)",
        r"que di(?:t|sent) (?P<x>(?:l['’]|les )?{a} .+)",
    ),
    one=r"en (?:une |1 )(?:seule |courte )?phrase",
    saga=r"(?:l['’]|la |les |le )?(?:histoire|affaire|événements?|actualités?|articles?|couverture)"
         r"(?: d(?:e|u|es)| sur)?",
)  # fmt: skip

SPANISH = Phrases(
    article=r"(?:artículos?|textos?|documentos?|noticias?)",
    paper=r"(?:fuentes?|periódicos?|diarios?|medios?)",
    writer=r"(?:autor(?:es|as?)?|periodistas?)",
    heads=(
        ("most source", r"¿?qué {s} (?:tiene|publicó|ha publicado) más {a}"),
        ("most author", r"¿?(?:quién(?:es)?|qué {w}) (?:tienen?|escribió|escribieron|(?:ha|han) (?:escrito|publicado)"
                        r"|publicó) más {a}"),
        ("most source", r"¿?qué {s} (?:escribió|publicó|(?:ha|han) (?:escrito|publicado)) más(?= (?:sobre|acerca))"),
        ("most author", r"¿?(?:quién|qué {w}) (?:escribió|publicó|(?:ha|han) (?:escrito|publicado)) más"
                        r"(?= (?:sobre|acerca))"),
        ("most month", r"¿?en qué (?P<unit>mes|año|día) se publicaron más {a}"),
        ("sources", r"¿?para qué {s} (?:escribió|escribe) (?P<x>.+)"),
        ("sources count", r"¿?cuánt[oa]s {s}(?: distint[oa]s| diferentes)?(?: hay)?"),
        ("sources", r"¿?qué {s} hay|¿?cuáles son l[oa]s {s}"),
        ("authors count", r"¿?cuánt[oa]s {w}"),
        ("span", r"¿?de cuándo a cuándo|¿?desde cuándo hasta cuándo|¿?qué período"),
        ("authors", r"¿?quién (?:escribió|ha escrito|es el autor de|es la autora de)(?: el| la| los)? {a}"
                    r"|¿?quién es el autor del {a}"),
        ("days", r"¿?cuándo (?:se publicó|se publicaron|salió|apareció|fue publicado) (?:el|la|los|las) {a}"),
        ("count", r"¿?(?:en )?cuánt[oa]s (?:de los )?{a}|(?:¿?cuál es )?el número de {a}"),
        ("newest", r"(?:¿?cuál(?:es)? (?:es|son|fue) )?(?:el|la|los|las) (?:(?P<n>\w+) )?(?:últim[oa]s? {a}|{a} "
                   r"más recientes?)"),
        ("longest", r"(?:¿?cuál(?:es)? (?:es|son|fue) )?(?:el|la|los|las) (?:(?P<n>\w+) )?{a} más larg[oa]s?"),
        ("shortest", r"(?:¿?cuál(?:es)? (?:es|son|fue) )?(?:el|la|los|las) (?:(?P<n>\w+) )?{a} más cort[oa]s?"),
        ("oldest", r"(?:¿?cuál(?:es)? (?:es|son|fue) )?(?:el|la|los|las) (?:(?P<n>\w+) )?(?:primer[oa]?s? {a}|{a} más "
                   r"antigu[oa]s?)"),
        ("list", r"¿?(?:hay|tienen?|qué hay)(?: algo)?(?= (?:sobre|acerca|relacionad))"),
        ("list", r"¿?(?:en )?qué {a}|¿?cuáles {a}|(?:lista|enumera|muestra|nombra)(?:me)?(?: tod[oa]s)?(?: l[oa]s)? {a}"
                 r"|tod[oa]s l[oa]s {a}|¿?hay {a}"),
        ("newest several", r"¿?qué (?:hay|tenemos) de nuevo|¿?(?:hay )?(?:algo nuevo|alguna novedad)|¿?hay (?:noticias"
                           r"|novedades)|¿?(?:(?:cuáles son|muéstrame|dame) )?(?:las )?(?:últimas )?"
                           r"(?:noticias|novedades)(?=\W*$)"),
        ("article", r"(?:busco|encuentra|¿?cuál es el título de) (?:el|un|la|del|una) (?:artículo|texto|noticia)"
                    r" (?:donde|en (?:el|la) que|que|sobre|acerca de) (?P<topic>.+)"),
        ("article", r"¿?en qué (?:artículo|texto) (?P<topic>.+)"),
    ),
    single=r"(?:artículo|texto|documento|noticia)",
    mention=r"aparecen?|mencion(?:a|an|ó|aron|ado|ada)|nombr(?:a|an)|cit(?:a|an)|contien(?:e|en)(?: la palabra)?",
    about=r"sobre|acerca de|tratan? de|hablan? de|relacionad[oa]s? con",
    by="por|de", within="en|por|de|del|para", both="tanto", conj="y|e", disj="o|u",
    verbs="es son fue fueron ha han sido está están que se publicó publicaron publicado publicados publicadas escrito "
          "escritos apareció aparecieron",
    small="a al el la los las un una unos unas de del en hay por al todos todas este esta estos estas colección corpus "
          "índice nos total",
    happened=r"¿?qué (?:pasó|ha pasado|ocurrió|sucedió|hay de nuevo)|¿?cuáles son las noticias",
    happened_to=r"en|con|a",
    between=r"entre (?P<first>.{4,}?) y (?P<last>.{4,})",
    aftermath=r"desde(?: que)?|después de(?:l)?|tras",
    now=r",? (?:ahora|actualmente|en este momento|hoy en día|todavía|aún|por ahora)",
    newest=r",? hasta (?:ahora|la fecha)| actual(?:es)?",
    topics=r"¿?de qué (?:tratan|hablan)(?: estos| los| estas| las)? {a}|¿?qué temas (?:hay|tratan)(?: (?:estos"
           r"|los) {a})?",
    polar=r"¿(?!\s*(?:qué|quién|quiénes|cuál|cuáles|cuándo|dónde|cómo|por qué|cuánt[oa]s?|a |en |de |con |para "
          r"|desde |hasta ))\w+",
    not_polar=r".*\w,? o \w",
    explains=r"por qué|cómo",
    span=r",? ?(?:y )?de cuándo a cuándo",
    timeline=(
        r"(?:(?:muestra|haz|da)(?:me|nos)? )?(?:una |la |el )?(?:cronología|línea (?:de tiempo|temporal)|secuencia de "
        r"(?:los )?hechos|desarrollo de los hechos)(?: de los hechos)?(?:(?: de| del| de la| sobre)? (?P<x>.+))?",
        r"¿?qué (?:pasó|ocurrió|sucedió|ha pasado)(?: (?:en|con|durante))?(?: (?P<x>.+?))?,? (?:en orden"
        r"(?: cronológico)?"
        r"|cronológicamente|paso a paso|día a día|de principio a fin)",
        r"(?:cuéntame|cuéntanos|explícame|cuenta),? (?:paso a paso|en orden|cronológicamente"
        r"|día a día),? (?:lo que pasó (?:con|en|durante) )?(?P<x>.+)",
        r"¿?qué fue de (?P<x>.+)",
        r"¿?cómo (?:se (?:desarrolló|desarrollaron|ha desarrollado)|evolucionó|evolucionaron"
        r"|ha evolucionado) (?P<x>.+)",
    ),
    summary=(
        r"¿?qué (?:(?:les? )?(?:pasó|ha pasado|ocurrió|sucedió) (?:con|al?)|fue del?) "
        r"(?!.*(?:\d| desde | tras | después ))(?P<x>.+)",
        r"(?:resum(?:e|ir|a|en|id)|sintetiza)(?:me|nos)?(?: (?P<x>.+))?",
        r"(?:(?:haz|da|escribe)(?:me|nos)? )?(?:un |el )?(?:breve )?resumen(?: (?:de|del|sobre)|:)?(?: (?P<x>.+))?",
        r"¿?qué hay de nuevo (?:sobre|con|en|de|acerca de) (?P<x>.+)",
        r"¿?cuál es (?:la última noticia|el estado actual|la situación actual) (?:sobre|de|del|en|con) (?P<x>.+)",
        r"¿?qué dice[n]? (?P<x>(?:el |la |los |las )?{a} .+)",
    ),
    one=r"en (?:una |1 )(?:sola |breve )?(?:frase|oración)",
    saga=r"(?:la |el |los |las )?(?:historia|caso|sucesos?|hechos|noticias?|artículos?)(?: (?:de|del|sobre))?",
)  # fmt: skip
