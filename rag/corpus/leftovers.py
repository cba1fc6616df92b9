"""Paragraphs that are none of a text though they stand in it: labels of advertisements, offers to read, share or print,
what a program says of itself, marks of rights. They are known by their words, whole and in each language, as where they
stand tells nothing: it knows paragraphs alone, and no page.
"""

import re
from collections.abc import Sequence

# By language: what leads to another article, before its title.
_ALSO = {
    "en": r"also read|read also|see also|read (?:more|next)|related(?: stor(?:y|ies)| articles?)?|more on this",
    "de": r"lesen sie (?:auch|dazu|mehr)|mehr zum thema|auch interessant",
    "fr": r"(?:à )?lire (?:aussi|également)|à lire|voir aussi", "es": r"(?:lea|lee|leer|ver) (?:también|además)",
    "it": r"(?:leggi|vedi) anche", "pt": r"(?:leia|veja) (?:também|mais)", "nl": r"lees (?:ook|meer)",
    "sv": r"läs (?:också|även|mer)", "da": r"læs også", "no": r"les også", "fi": r"lue myös",
    "pl": r"(?:czytaj|zobacz|przeczytaj) (?:też|także|również)", "cs": r"(?:čtěte|přečtěte si) (?:také|též|i)",
    "hu": r"olvas(?:sa|d) el|kapcsolódó(?: cikkek)?", "ro": r"cite(?:ș|ş)te (?:ș|ş)i",
    "el": r"διαβάστε (?:επίσης|ακόμη)",
    "tr": r"(?:ayrıca|bunu da) okuyun|ilgili haber(?:ler)?", "ru": r"(?:читайте|смотрите) также",
    "uk": r"читайте також", "id": r"baca juga", "vi": r"(?:xem|đọc) thêm", "ar": r"اقرأ أيضاً?|اقرأ أيضا",
    "fa": r"بیشتر بخوانید", "he": r"קראו גם", "ja": r"関連記事|あわせて読みたい", "zh": r"相关阅读|延伸阅读|相關閱讀",
    "ko": r"관련\s?기사",
}  # fmt: skip
# What stands above a list of other articles, whose entries may be gone.
_OTHERS = {
    "en": r"most (?:read|popular|viewed)(?: stories)?|recommended (?:stories|reading|for you)|more stories"
    r"|you (?:may|might) also (?:like|be interested in)",
    "de": r"empfohlene (?:artikel|beiträge)|meistgelesen(?:e artikel)?|das könnte (?:sie|dich) auch interessieren"
    r"|zur startseite|weitere (?:artikel|beiträge)(?: zum thema)?",
    "fr": r"les plus lus|sur le même (?:sujet|thème)|articles? (?:liés|similaires)|réagissez à cet article",
    "es": r"te puede interesar|lo más (?:leído|visto)|sigue leyendo|más información|(?:noticias|temas) relacionad[ao]s",
    "it": r"articoli correlati|i più letti|potrebbe interessarti(?: anche)?",
    "pt": r"(?:notícias|matérias) relacionadas|(?:as )?mais lidas|saiba mais",
    "nl": r"meest gelezen|lees meer over dit onderwerp", "sv": r"mest läst|läs mer om ämnet|relaterat",
    "da": r"mest læste?", "no": r"mest leste?", "fi": r"luetuimmat|lue lisää", "pl": r"najczęściej czytane|polecamy",
    "cs": r"mohlo by vás zajímat|nejčtenější|související články", "hu": r"legolvasottabb(?:ak)?|ajánlott cikkek",
    "ro": r"cele mai citite", "el": r"δημοφιλή|σχετικά άρθρα", "ru": r"самое читаемое|(?:материалы )?по теме",
    "uk": r"найпопулярніше|матеріали (?:по|за) тем\w+", "tr": r"en çok okunanlar|ilginizi çekebilir",
    "ar": r"الأكثر قراءة|(?:مواضيع|أخبار|مقالات) ذات صلة", "fa": r"اخبار مرتبط",
    "he": r"כתבות נוספות",
    "id": r"berita terkait|terpopuler", "vi": r"(?:tin|bài) liên quan", "ja": r"おすすめ記事|人気記事|関連ニュース",
    "zh": r"点击查看更多|相关新闻|相關新聞|推荐阅读|推薦閱讀|热门文章|更多\S{1,12}(?:報導|报道|新聞|新闻)",
    "ko": r"관련\s?뉴스|많이 본 (?:뉴스|기사)",
}  # fmt: skip
# What is the whole of a paragraph.
_WHOLE = {
    "en": r"advertisements?(?: scroll to continue with content)?"
    r"|(?:story|article) continues (?:below|after)(?: \w+)? ad(?:vert\w*)?"
    r"|(?:share|tweet|post) (?:this )?(?:article |story )?(?:on|via|by) [^.!?]{2,100}"
    r"|print (?:this )?(?:article|page|story)|printed from \S.{0,200}|close window|back to top"
    r"|share|copy link|link copied|loading comments\W*"
    r"|(?:please )?(?:enable|turn on|activate) javascript\b.{0,120}|you need to enable javascript\b.{0,120}"
    r"|your browser does not support .{3,80}"
    r"|(?:hits|views|reads|page views)\s?:?\s?[\d,.]+|[\d,.]+ (?:views|shares|comments)"
    r"|the post .{3,300} (?:appeared first|first appeared) on .{2,100}"
    r"|\d{1,2} min(?:ute)?s?[ -]read|reading time\W.{1,20}"
    r"|(?:skip past|after) newsletter promotion|download our app\b.{0,100}|have something to say\?.{0,100}"
    r"|this (?:article|story) has been shared [\d,.]+ times"
    r"|.{3,60} is (?:funded|supported) by its readers\W.{0,30}donate.{0,30}"
    r"|a version of this article (?:appears|appeared|was published) in (?:the )?print\b.{0,200}"
    r"|\[email.protected\]|news provided by|share this (?:page|article|story|post)"
    r"|listen to this (?:article|story)\b.{0,60}|(?:.{3,60}[.!] )?become a (?:member|supporter) today.{0,40}"
    r"|(?:this )?video (?:is )?(?:unavailable|not available)|our standards: .{2,100}"
    r"|(?:do you )?(?:have|got) (?:a|any) (?:story|(?:news )?tip)s?\b.{0,40}\? .{0,30}\b(?:e-?mail|contact|send"
    r"|get in touch|let us know)\b.{0,120}|thanks for reading .{2,60}! (?:subscribe|this post is public)\b.{0,140}"
    r"|(?:please )?enter (?:a|your) (?:valid )?e-?mail(?: address)?|i would like to be e-?mailed about .{5,200}",
    "de": r"anzeige|(?:(?:artikel|beitrag|text) )?(?:anhören|merken|vorlesen|kommentieren)"
    r"|(?:der )?(?:artikel|text) (?:geht|wird) .{0,20}(?:anzeige|werbung) (?:weiter|fortgesetzt)\W*"
    r"|(?:artikel|seite) drucken|kommentare werden geladen\W*|(?:auf|via|per|bei) \w+ teilen|(?:diesen )?artikel teilen"
    r"|bitte (?:aktivieren sie|aktiviere) javascript\b.{0,120}|aufrufe\s?:?\s?[\d.]+"
    r"|der beitrag .{3,300} erschien zuerst auf .{2,100}|lesezeit\W.{1,20}|\d{1,2} min(?:uten)? lesezeit"
    r"|dieses thema im programm\W.{0,200}|über dieses thema berichtete .{3,100}\d.{0,60}"
    r"|empfohlener (?:externer|redaktioneller) inhalt|an dieser stelle finden sie .{0,60}extern.{5,250}"
    r"|ich bin (?:damit )?einverstanden, dass (?:mir )?.{0,40}extern.{5,250}"
    r"|jetzt .{0,60}newsletter (?:abonnieren|anmelden|bestellen|sichern)\W*",
    "fr": r"publicité|réagir à cet article"
    r"|(?:la suite|le reste) après (?:la|cette) publicité|partager (?:sur|par|cet article)[^.!?]{0,80}"
    r"|imprimer(?: l['’]article)?|veuillez activer javascript\b.{0,120}"
    r"|l['’]article .{3,300} est apparu en premier sur .{2,100}|temps de lecture\W.{1,20}|lecture \d{1,2} min(?:utes)?"
    r"|.{0,250}\bvotre e-?mail, avec votre consentement,.{5,250}",
    "es": r"publicidad|continúa (?:tras|después de) la publicidad|compartir en [^.!?]{2,80}|archivado en\s?:.{2,150}"
    r"|por favor,? (?:activa|active|habilita|habilite) javascript\b.{0,120}"
    r"|\d{1,2} min(?:utos)? de lectura|tiempo de lectura\W.{1,20}"
    r"|(?:la entrada|el cargo|la publicación) .{3,300} (?:se publicó|apareció|aparece) primero en .{2,100}",
    "it": r"pubblicità|\d{1,2} minut[io] di lettura|tempo di lettura\W.{1,20}"
    r"|continua (?:a leggere )?dopo la pubblicità|condividi (?:su|via) [^.!?]{2,80}"
    r"|l['’]articolo .{3,300} proviene da .{2,100}",
    "pt": r"publicidade|continua (?:após a|depois da) publicidade|compartilh(?:e|ar) (?:no|na|em|via) [^.!?]{2,80}"
    r"|o post .{3,300} apareceu primeiro em .{2,100}",
    "nl": r"advertentie|(?:lees verder|(?:de |het )?(?:tekst|artikel) (?:gaat|loopt) (?:verder|door))"
    r" (?:onder|na) .{3,40}|deel dit artikel|deel (?:op|via) [^.!?]{2,80}"
    r"|het bericht .{3,300} verscheen eerst op .{2,100}",
    "sv": r"annons|artikeln fortsätter (?:under|efter) annonsen|dela (?:på|via) [^.!?]{2,80}|dela artikeln"
    r"|inlägget .{3,300} dök först upp på .{2,100}",
    "da": r"annonce|artiklen fortsætter (?:under|efter) annoncen|del (?:på|via) [^.!?]{2,80}",
    "no": r"annonse|(?:artikkelen|saken) fortsetter under annonsen", "fi": r"mainos|juttu jatkuu mainoksen jälkeen",
    "pl": r"reklama|dals[zy]\w* (?:część|ciąg) (?:artykułu|tekstu|materiału) (?:pod|poniżej|za) .{3,60}"
    r"|udostępnij (?:na|przez) [^.!?]{2,80}"
    r"|artykuł .{3,300} pochodzi z serwisu .{2,100}",
    "cs": r"reklama|inzerce|sdílet na [^.!?]{2,80}", "hu": r"hirdetés", "el": r"διαφήμιση", "ro": r"publicitate",
    "tr": r"reklam|haberin devamı.{0,60}|(?:\w+['’]t?[ae] )?paylaş",
    "ru": r"реклама|продолжение (?:после|под) реклам\w+|поделиться в [^.!?]{2,60}"
    r"|(?:если вы )?(?:нашли|заметили) (?:ошибку|опечатку).{0,160}ctrl\W.{2,20}",
    "uk": r"реклама|поділитися (?:у|в) [^.!?]{2,60}"
    r"|(?:якщо ви )?(?:знайшли|помітили) помилку.{0,160}ctrl\W.{2,20}",
    "id": r"iklan|bagikan ke [^.!?]{2,60}", "vi": r"quảng cáo",
    "ar": r"إعلان|إعلانات", "he": r"פרסומת|מצאתם טעות.{0,60}", "fa": r"تبلیغات|کد خبر\s?[:：]?\s?[\d۰-۹]+",
    "ja": r"広告|スポンサーリンク|続きを読む|.{0,20}無断(?:転載|複製)[^。]{0,20}(?:禁|お断り)[^。]{0,6}。?",
    "ko": r"광고|(?:저작권자?\s*)?[ⓒ©].{2,60}|.{0,40}무단\s?전재.{0,40}금지\W*",
    "zh": r"广告|廣告|[（(【\[]?(?:责任编辑|責任編輯|责编)\s?[:：].{1,12}"
    r"|[（(【\[](?:编辑|編輯)\s?[:：].{1,12}|[【\[]纠错[】\]]"
    r"|(?:[【\[]\s?(?:打印|关闭|收藏|纠错|关闭窗口)\s?[】\]]\s?)+|字号\W{0,3}(?:[超特]?大|标准|中|小|\s)*"
    r"|扫一扫.{2,30}|分享到\s?[:：]?.{0,30}",
}  # fmt: skip
_LEADS = re.compile(rf"\W{{0,3}}(?:{'|'.join(_ALSO.values())})\s*(?:[:：>›»|]\W*(?P<title>\S.{{3,160}})?)?", re.I)
_LEFT = re.compile(
    rf"_{{3,}}|\W{{0,3}}(?:(?:a ?[+-]\W{{0,3}}){{2,3}}|(?:{'|'.join([*_WHOLE.values(), *_OTHERS.values()])})"
    r"|(?:©|(?:\(c\)|copyright(?:\s+\(c\))?)\s*(?:©|\d{4})).{0,300}"
    r"|(?:all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados"
    r"|(?:©\s?)?riproduzione riservata)\W*(?:(?:©|copyright)\W.{0,40})?)[^\w.!?]{0,3}",
    re.I,
)
# By language: how a sentence begins that asks its reader to follow who published the text.
_FOLLOW = {
    "en": r"(?:(?:follow|like|find|join) us|follow [^.!?]{2,40}) (?:on|at)", "de": r"folge?n? (?:sie )?uns",
    "fr": r"(?:suivez|rejoignez)-nous",
    "es": r"s[íi]g(?:uenos|anos)|seguinos", "it": r"seguici", "pt": r"siga-nos|nos siga|siga o canal",
    "nl": r"volg ons", "sv": r"följ oss", "da": r"følg os{1,2}", "fi": r"seuraa meitä",
    "pl": r"(?:obserwuj|śledź|polub) nas",
    "cs": r"sledujte nás", "hu": r"kövess(?:en|ék)? (?:minket|bennünket)", "ro": r"urmări[țţt]i-ne",
    "el": r"ακολουθήστε (?:μας|τ\w{1,3} )", "tr": r"bizi (?=.{0,99}takip ed)",
    "ru": r"подпис(?:ывайтесь|ывайся) на наш",
    "uk": r"підпис(?:уйтесь|уйтеся|уйся) на наш", "id": r"ikuti kami", "vi": r"theo dõi chúng tôi", "ar": r"تابعونا",
    "he": r"עקבו אחרינו", "zh": r"关注我们|關注我們",
}  # fmt: skip
_NETWORK = (
    r"facebook|twitter|\bx\b|instagram|whatsapp|telegram|threads|bluesky|youtube|tiktok|linkedin|google|viber|wechat|微信"
    r"|mastodon|newsletter"
)
_LETTER = (  # have it sent
    r"(?:subscribe|sign up|abonnieren sie|melden sie sich|abonnez-vous|inscrivez-vous|suscríbe\w+|apúntate|iscriviti"
    r"|inscreva-se|assine|meld je|prenumerera|tilmeld|zapisz się)"
)
_ASKED = re.compile(
    rf"[^\w“\"„«]{{0,3}}(?:[^.!?,]{{0,60}}[,:]\s)?(?:(?:{'|'.join(_FOLLOW.values())})\b.{{0,100}}(?:{_NETWORK}).{{0,40}}"
    rf"|(?:click here to )?{_LETTER}\b.{{0,60}}\b(?:newsletter|boletín).{{0,80}})",
    re.I,
)
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s+")
_INITIALS = re.compile(r"\([a-z]{2,5}(?:/[a-z]{2,5}){1,3}\)", re.I)  # of who wrote a text and who edited it
_LONGEST, _LONGEST_ASKED = 400, 250
_BESIDE = 60  # characters beside what asks its reader to follow: "Do not miss a story!"


def without_leftovers(paragraphs: Sequence[str]) -> list[str]:
    """Some paragraphs of a text without those that are none of it; all of them where nothing else is left."""
    return [one for one in paragraphs if not _is_left(one)] or list(paragraphs)


def _is_left(paragraph: str) -> bool:
    if len(paragraph) > _LONGEST or "\n" in paragraph:
        return False
    leads = _LEADS.fullmatch(paragraph)
    # What goes on in sentences says something itself.
    if leads is not None and not re.search(r"[.;!]\s|[.;]$", leads["title"] or ""):
        return True
    return _only_asks(paragraph) or _LEFT.fullmatch(paragraph) is not None or _INITIALS.fullmatch(paragraph) is not None


def _only_asks(paragraph: str) -> bool:
    """Whether a paragraph asks its reader to follow who published the text, and hardly says anything besides."""
    if len(paragraph) > _LONGEST_ASKED:
        return False
    said = _SENTENCE.split(paragraph)
    others = [one for one in said if _ASKED.fullmatch(one) is None]
    return len(others) < len(said) and sum(map(len, others)) <= _BESIDE
