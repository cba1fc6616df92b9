"""What stands where the free part of an article ends: words to its reader that the rest is for subscribers, and what
these cost. They are known by how their sentences begin, in each language, and by their place below all prose.
"""

import re
from typing import Any

from rag.corpus.pages.elements import is_small, length_of, prose_of, words_of

# By language: how a sentence begins that keeps an article, or the rest of it, for those who pay or register.
_OFFERS = {
    "en": r"th(?:is|e (?:full|rest of (?:this|the))) (?:article|story|content|report|page) is"
    r" (?:(?:only|exclusively|reserved|available|exclusive) ){0,3}(?:for|to)"
    r" (?:(?:our|paying|paid|registered|digital|premium) ){0,2}(?:subscribers|members|readers)\b(?! of)"
    r"|(?:to )?(?:continue|keep) reading\b"
    r"|(?:subscribe|sign up|sign in|log in|register|join)\b.{0,60}\b(?:to|and|for) (?:read|continu|keep read|unlock"
    r"|unlimited)|you(?: have|['’]ve) (?:read|reached|used)\b.{0,40}\bfree (?:articles?|stories)"
    r"|unlock (?:the (?:full|rest)|this) (?:article|story)|already (?:a )?(?:subscriber|subscribed|member) ?\?",
    "de": r"(?:dieser|der (?:ganze|vollständige)) (?:artikel|beitrag|text|inhalt) (?:\w+ ){0,3}(?:nur|exklusiv|für)"
    r" .{0,30}(?:abonnent|registrierte)|(?:exklusiv|nur) für .{0,20}abonnent"
    r"|(?:sie )?(?:möchten|wollen) (?:sie )?weiterlesen ?\?|weiterlesen mit\b"
    r"|(?:jetzt|gleich) (?:testen|abonnieren|weiterlesen|freischalten)(?:$|\s?[.!:]| und (?:\w+ ){0,3}\w*lesen)"
    r"|(?:sie sind )?bereits (?:abonnent\w*|registriert) ?\?"
    r"|(?:um weiterzulesen|zum weiterlesen)\b.{0,40}(?:abo|anmeld|registr)",
    "fr": r"(?:la suite|cet article|ce contenu|l['’]article complet) (?:est |de cet article est )?réservée?s? aux"
    r"|(?:article|contenu) réservée? aux|il vous reste \d{1,2} ?%|(?:déjà|pas encore) abonnée? ?\?"
    r"|(?:abonnez|connectez|inscrivez)-vous pour (?:lire|accéder|poursuivre|continuer)|pour lire la suite\b",
    "es": r"(?:contenido|artículo|noticia) (?:\w+ )?exclusiv[oa] para .{0,20}suscriptor"
    r"|para (?:seguir|continuar) leyendo|(?:suscríb(?:ete|ase)|regístr(?:ate|ese)|inicia sesión) (?:para|y)"
    r" (?:seguir|continúa|leer|acceder|sigue)"
    r"|¿?ya (?:eres|es) suscriptor",
    "it": r"(?:contenuto|articolo|questo (?:articolo|contenuto)(?: è)?) (?:riservat|esclusiv)o (?:agli|per gli)"
    r" abbonati|per continuare a leggere|(?:abbonati|accedi|registrati) (?:per|e) (?:leggere|continua|leggi|proseguire)"
    r"|(?:sei )?già abbonat[oa] ?\?",
    "pt": r"(?:conteúdo|artigo|reportagem|este (?:conteúdo|artigo)(?: é)?) exclusiv[oa] (?:para|de) .{0,20}assinante"
    r"|para continuar (?:lendo|a ler)|(?:assine|cadastre-se|faça login|registe-se) (?:para|e)"
    r" (?:ler|continu|acess|leia)|já é assinante ?\?",
    "nl": r"dit (?:artikel|verhaal) is (?:\w+ )?(?:alleen|exclusief|enkel) .{0,20}(?:abonnees|leden)|verder lezen\?"
    r"|(?:alleen|exclusief) voor abonnees|lees verder met een|(?:al|bent u al) abonnee ?\?"
    r"|(?:abonneer|log in|registreer) (?:je )?om .{0,20}(?:lezen|leest)",
    "sv": r"(?:den här artikeln|artikeln|innehållet) är (?:endast |bara )?för prenumeranter"
    r"|endast för prenumeranter|(?:läs vidare|fortsätt läsa) (?:med|genom)|redan prenumerant ?\?",
    "da": r"(?:denne artikel|artiklen) er (?:kun |forbeholdt )(?:for )?abonnenter|læs videre (?:med|for)"
    r"|allerede abonnent ?\?",
    "no": r"denne (?:artikkelen|saken) er (?:kun |bare )?(?:for|forbeholdt) abonnenter|les videre (?:med|for)",
    "pl": r"(?:ten )?artykuł (?:jest )?(?:dostępny )?(?:tylko|wyłącznie) dla (?:\w+ )?(?:subskryben|prenumerator)"
    r"|pozostało \d{1,2} ?% (?:tekstu|artykułu)"
    r"|dalsz\w+ (?:ciąg|część) (?:\w+ )?(?:tylko )?dla (?:subskryben|prenumerator)"
    r"|czytaj dalej z (?:subskryp|prenumer)|masz już (?:subskryp|prenumer)",
    "tr": r"bu (?:haber|içerik|yazı) (?:sadece|yalnızca) (?:\w+ )?abone|okumaya devam etmek için",
    "ja": r"この記事は(?:有料)?会員限定|残り\s?\d+文字|(?:会員登録して|ログインして)続きを読む",
    "ru": r"(?:этот )?(?:материал|статья|текст) доступ\w+ только (?:\w+ )?подписчик"
    r"|чтобы (?:читать дальше|продолжить чтение)",
}  # fmt: skip
_OFFER = re.compile(rf"(?:^|[.!?…]\s+)\W{{0,3}}(?:{'|'.join(_OFFERS.values())})", re.I)
_BLOCKS = ("p", "div", "section", "h2", "h3", "h4", "h5", "li", "span")
_PARTS = frozenset(("article", "main", "body", "html"))
_PROSE, _LONGEST, _MOST_BELOW = 80, 400, 30


def take_out_offers(tree: Any) -> bool:
    """Takes offers to pay for the rest of a text out of a page's tree, each with the box that it stands in; whether
    there was one. An article that ends with a word on subscribers goes on where prose follows."""
    body = tree.find("body")
    if body is None:
        return False
    below: list[Any] = []
    prose = False
    for element in reversed([one for one in body.iter(*_BLOCKS) if _is_leaf(one)]):
        if any(above.tag in ("nav", "footer", "aside", "header", "form") for above in element.iterancestors()):
            continue
        words = words_of(element)
        if len(words) <= _LONGEST and _OFFER.search(words) and len(below) < _MOST_BELOW:
            below.append(element)
        elif length_of(prose_of(element)) >= _PROSE:
            prose = True
            break
    if not prose:
        return False  # nothing was offered but the page itself
    boxes = {_box_of(element) for element in below}
    for box in boxes:
        if boxes.isdisjoint(box.iterancestors()):
            box.drop_tree()
    return bool(below)


def _is_leaf(element: Any) -> bool:
    """Whether an element holds words, and no block that does."""
    return (element.tag != "span" or element.getparent().tag in ("div", "section")) and next(
        element.iterdescendants("p", "div", "section", "h2", "h3", "h4", "h5", "ul"), None
    ) is None


def _box_of(element: Any) -> Any:
    """The largest element around an offer that holds nothing beside it but as few words."""
    while (above := element.getparent()) is not None and above.tag not in _PARTS:
        if (
            not is_small(above)
            or len(words_of(above)) > _LONGEST
            or next(above.iter("h1", "article"), None) is not None
        ):
            break
        if any(length_of(prose_of(one)) >= _PROSE and not _OFFER.search(words_of(one)) for one in above.iter("p")):
            break
        element = above
    return element
