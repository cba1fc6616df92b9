"""What platforms and networks give their authors, made by hand: posts, threads, and what is told of the rest."""

import io
import json
import tarfile
import zipfile
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from rag.corpus.bulk import takeouts
from rag.corpus.reading import read_file
from rag.types import Article
from tests.corpus.conftest import reason

FIRST, SECOND = date(2025, 5, 30), date(2025, 6, 1)
HEAD = "The Tern stays in the harbour from Monday."
ICE = "The ice works on the quay closes at the end of June."


def packed(members: Mapping[str, object]) -> bytes:
    """A zip archive of members by their names; what is no text is written as JSON."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, value in members.items():
            archive.writestr(name, value if isinstance(value, str) else json.dumps(value))
    return file.getvalue()


def read(name: str, data: bytes | object) -> tuple[list[Article], list[str]]:
    """The articles of a file, and what is told of it."""
    articles, problems = read_file(name, data if isinstance(data, bytes) else json.dumps(data).encode())
    return articles, [problem.reason for problem in problems]


# Platforms

SUBSTACK = {
    "posts.csv": (
        "post_id,post_date,is_published,type,audience,title,subtitle,podcast_url\n"
        "101.ferry,2025-05-30T08:00:00.000Z,true,newsletter,everyone,Ferry stays,What the council said,\n"
        "102.ice,2025-06-01T08:00:00.000Z,true,newsletter,only_paid,Ice works closes,,\n"
        "103.notes,,false,newsletter,everyone,Notes,,\n104.gone,2025-06-03T08:00:00.000Z,true,podcast,everyone,Gone,,\n"
    ),
    "email_list.a.csv": "email,active_subscription\nreader@mail.example,false\n",
    "posts/101.ferry.html": (
        f'<p>{HEAD}</p><div class="subscription-widget-wrap"><p>Subscribe now</p></div><p>Four buses go round.</p>'
    ),
    "posts/101.ferry.opens.csv": "post_id,email\n101,reader@mail.example\n",
    "posts/102.ice.html": f"<p>{ICE}</p>",
    "posts/103.notes.html": "<p>Notes.</p>",
}


@pytest.mark.parametrize("folder", ["", "my export/"])
def test_substacks_list_names_its_posts(folder: str) -> None:
    members = {f"{folder}{name}": value for name, value in SUBSTACK.items()}
    articles, problems = read("s.zip", packed({**members, f"__MACOSX/{folder}._posts.csv": "x"}))
    assert [(one.title, one.published, one.text) for one in articles] == [
        ("Ferry stays", FIRST, f"What the council said\n\n{HEAD}\n\nFour buses go round."),
        ("Ice works closes", SECOND, ICE),
    ]
    assert problems == ["left out: 1 draft, 1 article without its text in the export, 2 other files of the export"]


def test_a_damaged_post_of_an_archive_loses_no_other() -> None:
    data = packed(SUBSTACK).replace(b"The ice works on", b"XXX ice works on")  # its checksum is not right any more
    articles, problems = read("s.zip", data)
    assert [one.title for one in articles] == ["Ferry stays"]
    assert problems[0].startswith("line 3: posts/102.ice.html in it is damaged")


def medium(title: str, day: str, text: str) -> str:
    """A page of Medium's archive."""
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title></head><body><article class='h-entry'><header>"
        f"<h1 class='p-name'>{title}</h1></header><section data-field='subtitle' class='p-summary'>Un resumen</section>"
        f"<section data-field='body' class='e-content'><section><div class='section-divider'><hr></div>"
        f"<h3 class='graf graf--h3 graf--title'>{title}</h3><p class='graf'>{text}</p></section></section>"
        f"<footer><p>By "
        f"<a href='https://medium.example/@e' class='p-author h-card'>Elena Prado</a> on <a href='x'><time "
        f"class='dt-published' datetime='{day}T08:00:00.000Z'>{day}</time></a></p><p>"
        f"<a href='https://medium.example/p/1' class='p-canonical'>Canonical link</a></p>"
        f"</footer></article></body></html>"
    )


def test_a_page_of_mediums_is_its_body() -> None:
    text = "El faro tendrá una lámpara nueva."
    data = packed({
        "README.html": "<html></html>", "claps/claps-0001.html": "<html></html>",
        "posts/2025-05-30_El-faro-1.html": medium("El faro", "2025-05-30", text),
        "posts/draft_Otro-2.html": medium("Otro", "2025-05-30", "Apuntes."),
    })  # fmt: skip
    [article], problems = read("m.zip", data)
    assert (article.title, article.text, article.published) == ("El faro", text, FIRST)
    assert (article.author, article.source, article.url) == ("Elena Prado", "Medium", "https://medium.example/p/1")
    assert problems == ["left out: 1 draft, 2 other files of the export"]


def ghost(**post: object) -> dict[str, object]:
    """Ghost's export with one post."""
    usual = {
        "id": "p1", "title": "Die Fähre bleibt", "slug": "faehre", "html": None, "status": "published",
        "published_at": "2025-05-30T06:00:00.000Z", "updated_at": "2025-06-03T06:00:00.000Z",
    }  # fmt: skip
    data = {
        "posts": [usual | post],
        "users": [{"id": "u1", "name": "Jörg Hahn"}, {"id": "u2", "name": "Birte Lund"}],
        "posts_authors": [
            {"post_id": "p1", "author_id": "u2", "sort_order": 1},
            {"post_id": "p1", "author_id": "u1", "sort_order": 0},
        ],
        "tags": [{"id": "t1", "name": "Lokales"}], "posts_tags": [{"post_id": "p1", "tag_id": "t1"}],
        "settings": [{"key": "title", "value": "Norriner Blog"}, {"key": "url", "value": "https://blog.example/"}],
    }  # fmt: skip
    return {"db": [{"meta": {"version": "5.82.0"}, "data": data}]}


LEXICAL = {"root": {"type": "root", "children": [
    {"type": "paragraph", "children": [
        {"type": "extended-text", "text": "Die Tern bleibt "},
        {"type": "extended-text", "text": "im Hafen", "format": 1},
        {"type": "extended-text", "text": "."}]},
    {"type": "image", "src": "x.jpg", "caption": "Die Tern am Kai"},
    {"type": "markdown", "markdown": "Vier Busse fahren."},
]}}  # fmt: skip
MOBILEDOC = {
    "version": "0.3.1", "atoms": [], "markups": [["strong"]],
    "cards": [["card-markdown", {"markdown": "Vier Busse fahren."}],
              ["image", {"src": "x", "caption": "Die Tern am Kai"}]],
    "sections": [[1, "p", [[0, [], 0, "Die Tern bleibt "], [0, [0], 1, "im Hafen."]]], [10, 1], [10, 0]],
}  # fmt: skip
GHOST_TEXT = "Die Tern bleibt im Hafen.\n\nPicture: Die Tern am Kai\n\nVier Busse fahren."


@pytest.mark.parametrize(
    "post",
    [
        {"lexical": json.dumps(LEXICAL)},
        {"mobiledoc": json.dumps(MOBILEDOC)},
        {"lexical": "{broken", "mobiledoc": json.dumps(MOBILEDOC)},
        {"html": "<p>Die Tern bleibt im Hafen.</p><figure><img src='x'><figcaption>"
                 "Die Tern am Kai</figcaption></figure>"
                 "<p>Vier Busse fahren.</p>"},
    ],
)  # fmt: skip
def test_a_post_of_ghosts_has_its_text_in_one_of_its_editors(post: dict[str, object]) -> None:
    [article], problems = read("ghost.json", ghost(**post))
    assert (article.title, article.text, article.published) == ("Die Fähre bleibt", GHOST_TEXT, FIRST)
    assert (article.author, article.source, article.tags) == ("Jörg Hahn, Birte Lund", "Norriner Blog", ("Lokales",))
    assert (article.url, article.modified) == ("https://blog.example/faehre/", date(2025, 6, 3))
    assert problems == []


def test_what_of_ghosts_has_no_text_is_told() -> None:
    assert "text" in reason("ghost.json", json.dumps(ghost(mobiledoc='{"sections": [[10, 7]], "cards": []}')))
    whole = ghost(html="<p>Die Tern bleibt im Hafen.</p>")
    posts: list[Any] = whole["db"][0]["data"]["posts"]  # type: ignore[index]
    posts += [{"id": "p2", "title": "Entwurf", "html": "<p>Noch nicht.</p>", "status": "draft"}, "odd"]
    articles, problems = read("ghost.json", whole)
    assert len(articles) == 1
    assert problems == ["post 3: not a JSON object", "1 draft was left out: publish what is an article"]


# Networks

ME = "https://mast.example/users/deniz"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"


def toot(number: int, text: str, moment: str, **note: object) -> dict[str, object]:
    """A post of Mastodon's outbox."""
    usual = {
        "id": f"{ME}/statuses/{number}", "type": "Note", "published": moment, "content": text, "to": [PUBLIC],
        "url": f"https://mast.example/@deniz/{number}", "tag": [{"type": "Hashtag", "name": "#liman"}],
    }  # fmt: skip
    return {"type": "Create", "actor": ME, "published": moment, "object": usual | note}


OUTBOX = {"type": "OrderedCollection", "totalItems": 7, "orderedItems": [
    toot(1, "<p>Tern limanda kalıyor.</p>", "2025-05-30T08:00:00Z"),
    toot(2, "<p>Dört otobüs<br>dolaşıyor.</p>", "2025-05-30T08:05:00Z", inReplyTo=f"{ME}/statuses/1"),
    {"type": "Announce", "actor": ME, "published": "2025-05-30T09:00:00Z", "object": "https://o.example/1"},
    toot(3, "<p>Bilmiyordum.</p>", "2025-05-30T10:00:00Z", inReplyTo="https://o.example/2"),
    toot(4, "<p>Sana özel.</p>", "2025-05-30T11:00:00Z", to=["https://o.example/users/a"]),
    toot(5, "", "2025-05-31T08:00:00Z"),
    toot(6, "<p>Buzhane kapanıyor.</p>", "2025-06-01T08:00:00Z"),
]}  # fmt: skip
LEFT = "1 repost, 1 reply to others, 1 post that is not public, 1 post without text"


def test_older_archives_of_mastodon_are_tar_archives() -> None:
    actor = {"id": ME, "type": "Person", "preferredUsername": "deniz", "name": "Deniz Arslan"}
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        for name, value in (("outbox.json", OUTBOX), ("actor.json", actor)):
            member = tarfile.TarInfo(name)
            content = json.dumps(value).encode()
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    articles, problems = read("m.tar.gz", file.getvalue())
    assert [one.author for one in articles] == ["Deniz Arslan"] * 2
    assert problems == [f"left out: {LEFT}, 1 other file of the export"]
    articles, problems = read("m.tar.gz", file.getvalue()[:-200])  # cut before its end
    assert (articles, len(problems)) == ([], 1)


@pytest.mark.parametrize("alone", [True, False])
def test_mastodons_outbox_is_its_threads(alone: bool) -> None:
    actor = {"id": ME, "type": "Person", "preferredUsername": "deniz", "name": "Deniz Arslan"}
    data = (
        json.dumps(OUTBOX).encode() if alone else packed({"outbox.json": OUTBOX, "actor.json": actor, "likes.json": {}})
    )
    articles, problems = read("outbox.json" if alone else "m.zip", data)
    assert [(one.title, one.text, one.published) for one in articles] == [
        ("Tern limanda kalıyor.", "Tern limanda kalıyor.\n\nDört otobüs\ndolaşıyor.", FIRST),
        ("Buzhane kapanıyor.", "Buzhane kapanıyor.", SECOND),
    ]
    assert {one.author for one in articles} == {"deniz" if alone else "Deniz Arslan"}
    assert {(one.source, one.tags) for one in articles} == {("mast.example", ("liman",))}
    assert articles[0].url == "https://mast.example/@deniz/1"
    assert problems == [f"left out: {LEFT}" + ("" if alone else ", 2 other files of the export")]


def skeet(key: str, text: str, moment: str, parent: str = "", **item: object) -> dict[str, object]:
    """A post of a feed of Bluesky's."""
    record: dict[str, object] = {"$type": "app.bsky.feed.post", "text": text, "createdAt": moment}
    if parent:
        record["reply"] = {"parent": {"uri": parent}, "root": {"uri": parent}}
    author = {"did": "did:plc:me", "handle": "anne.example", "displayName": "Anne Roux"}
    return {"post": {"uri": f"at://did:plc:me/app.bsky.feed.post/{key}", "author": author, "record": record}, **item}


def test_blueskys_feed_is_its_threads() -> None:
    mine, theirs = "at://did:plc:me/app.bsky.feed.post/", "at://did:plc:other/app.bsky.feed.post/"
    feed = [
        skeet("c", "La glacière ferme.", "2025-06-01T08:00:00Z"),
        skeet("z", "Je ne savais pas.", "2025-05-31T08:00:00Z", f"{theirs}1"),
        skeet("y", "Lisez ceci.", "2025-05-31T08:00:00Z", reason={"$type": "app.bsky.feed.defs#reasonRepost"}),
        skeet("b", "Quatre cars partent.", "2025-05-30T08:01:00Z", f"{mine}a"),
        skeet("a", "Le bac reste au port.", "2025-05-30T08:00:00Z"),
    ]
    for data in ({"feed": feed, "cursor": "x"}, feed):
        articles, problems = read("feed.json", data)
        assert [(one.text, one.published) for one in articles] == [
            ("Le bac reste au port.\n\nQuatre cars partent.", FIRST),
            ("La glacière ferme.", SECOND),
        ]
        assert (articles[0].author, articles[0].source) == ("Anne Roux", "Bluesky")
        assert articles[0].url == "https://bsky.app/profile/anne.example/post/a"
        assert problems == ["left out: 1 reply to others, 1 repost"]


def tweet(number: int, text: str, moment: str, **more: object) -> dict[str, object]:
    """A post of X's archive."""
    return {"tweet": {"id_str": str(number), "full_text": text, "created_at": moment, **more}}


def test_tweets_of_several_members_are_one_list() -> None:
    parts = [
        [tweet(2, "Four buses &amp; a cart. https://t.co/b", "Fri May 30 08:01:00 +0000 2025",
               in_reply_to_status_id_str="1", in_reply_to_user_id_str="7"),
         tweet(3, "RT @ledger: Ice", "Sat May 31 08:00:00 +0000 2025"),
         tweet(4, "@b No.", "Sat May 31 08:00:00 +0000 2025", in_reply_to_user_id_str="8")],
        [tweet(1, "Ferry stays. https://t.co/a", "Fri May 30 08:00:00 +0000 2025",
               entities={"urls": [{"url": "https://t.co/a", "expanded_url": "https://herald.example/f"}],
                         "hashtags": [{"text": "harbour"}]}),
         {"tweet": {"id_str": "9", "full_text": "When?", "created_at": "yesterday"}}],
    ]  # fmt: skip
    members: dict[str, object] = {
        f"x/data/tweets{name}.js": f"window.YTD.tweets.part{number} = {json.dumps(part)}"
        for number, (name, part) in enumerate(zip(("", "-part1"), parts, strict=True))
    }
    about = [{"account": {"username": "finch", "accountDisplayName": "Dora Finch"}}]
    members["x/data/account.js"] = f"window.YTD.account.part0 = {json.dumps(about)}"
    [article], problems = read("x.zip", packed(members))
    assert article.text == "Ferry stays. https://herald.example/f\n\nFour buses & a cart."
    assert (article.author, article.source, article.published) == ("Dora Finch", "X", FIRST)
    assert (article.id, article.url, article.tags) == ("x.zip#1", "https://x.com/i/status/1", ("harbour",))
    told = "left out: 1 entry that can't be read, 1 repost, 1 reply to others, 1 other file of the export"
    assert problems == [told]


def broken(text: str) -> str:
    """A text as Facebook writes it."""
    return text.encode().decode("latin-1")


def test_facebooks_letters_are_mended_and_what_is_private_is_not_read() -> None:
    text = "Le phare aura une lampe à l'automne 😢"
    posts = [
        {"timestamp": 1748592000, "data": [{"post": broken(text)}], "title": broken("Anne a mis à jour son statut.")},
        {"timestamp": 1748764800, "attachments": [{"data": []}], "title": "Anne a partagé un lien."},
    ]
    data = packed({
        "f/your_facebook_activity/posts/your_posts__check_ins_1.json": posts,
        "f/your_facebook_activity/messages/inbox/a/message_1.json": {"messages": [{"content": "secret"}]},
        "f/profile_information/profile_information.json": {"profile_v2": {"name": {"full_name": broken("Zoé Roux")}}},
    })  # fmt: skip
    [article], problems = read("f.zip", data)
    assert (article.text, article.title, article.published) == (text, text, FIRST)
    assert (article.author, article.source) == ("Zoé Roux", "Facebook")
    assert problems == ["left out: 1 post without text, 2 other files of the export"]
    [article], problems = read("your_posts_1.json", posts)
    assert (article.text, article.author) == (text, None)


def test_messages_between_people_are_no_articles() -> None:
    said = [{"sender_name": "Zoé", "timestamp_ms": 1748592000000, "content": "À demain !"}] * 2
    inbox = {"participants": [{"name": "Zoé"}, {"name": "Anne"}], "messages": said}
    assert "left out: 2 messages of chats" in reason("message_1.json", json.dumps(inbox))


def test_instagrams_captions_are_its_texts() -> None:
    posts = [
        {"media": [{"uri": "a.jpg", "creation_timestamp": 1748592000, "title": broken("Liman açık.")}]},
        {"media": [{"uri": "b.jpg", "creation_timestamp": 1748764800, "title": ""},
                   {"uri": "c.jpg", "creation_timestamp": 1748764800, "title": ""}],
         "title": broken("Buzhane kapanıyor."), "creation_timestamp": 1748764800},
    ]  # fmt: skip
    articles, problems = read("i.zip", packed({"your_instagram_activity/media/posts_1.json": posts}))
    assert [(one.text, one.published, one.source) for one in articles] == [
        ("Liman açık.", FIRST, "Instagram"),
        ("Buzhane kapanıyor.", SECOND, "Instagram"),
    ]
    assert problems == []


def test_telegrams_channel_is_its_threads_and_a_chat_is_nobodys() -> None:
    messages = [
        {"id": 1, "type": "service", "date": "2025-05-29T08:00:00", "action": "create_channel", "text": ""},
        {"id": 2, "type": "message", "date": "2025-05-30T08:00:00", "text": [
            "Die Tern ", {"type": "bold", "text": "bleibt"}, ". ", {"type": "hashtag", "text": "#hafen"}]},
        {"id": 3, "type": "message", "date": "2025-05-31T08:00:00", "forwarded_from": "Küstenblatt", "text": "Eis."},
        {"id": 4, "type": "message", "date": "2025-06-01T08:00:00", "reply_to_message_id": 2, "text": "Busse fahren."},
        {"id": 5, "type": "message", "date": "2025-06-01T09:00:00", "photo": "a.jpg", "text": ""},
    ]  # fmt: skip
    channel = {"name": "Hafenfunk", "type": "public_channel", "id": 1, "messages": messages}
    [article], problems = read("result.json", channel)
    assert (article.text, article.published) == ("Die Tern bleibt. #hafen\n\nBusse fahren.", FIRST)
    assert (article.author, article.source, article.tags) == ("Hafenfunk", "Telegram", ("hafen",))
    assert problems == ["left out: 1 entry of another kind, 1 repost, 1 post without text"]


def test_of_a_whole_account_of_telegrams_the_channels_are_read_and_no_chat() -> None:
    said = {"id": 1, "type": "message", "date": "2025-05-30T08:00:00", "from": "Anna", "text": "Bis morgen!"}
    post = {"id": 1, "type": "message", "date": "2025-05-30T08:00:00", "text": "Die Tern bleibt."}
    chat = {"name": "Anna", "type": "personal_chat", "id": 6, "messages": [said, said | {"id": 2}]}
    channel = {"name": "Hafenfunk", "type": "public_channel", "id": 5, "messages": [post]}
    [article], problems = read("result.json", {"about": "x", "chats": {"list": [chat, channel]}})
    assert (article.text, article.author, article.source) == ("Die Tern bleibt.", "Hafenfunk", "Telegram")
    assert problems == ["left out: 2 messages of chats"]
    assert "2 messages of chats" in reason("result.json", json.dumps(chat))


def test_a_long_tweet_is_read_whole() -> None:
    whole = f"{'Four buses & a cart go round the bay. ' * 8}Then the ferry sails."
    begins = f"{whole[:270].replace('&', '&amp;')}… https://t.co/a"
    notes = [{"noteTweet": {"noteTweetId": "5", "core": {"text": whole}}}]
    tweets = [tweet(1, begins, "Fri May 30 08:00:00 +0000 2025")]
    data = packed({
        "data/tweets.js": f"window.YTD.tweets.part0 = {json.dumps(tweets)}",
        "data/note-tweet.js": f"window.YTD.note_tweet.part0 = {json.dumps(notes)}",
    })  # fmt: skip
    [article], problems = read("x.zip", data)
    assert (article.text, problems) == (whole, [])


def test_bare_tweets_are_an_archive_and_those_of_many_users_are_none() -> None:
    bare = [tweet(1, "Ferry stays.", "Fri May 30 08:00:00 +0000 2025")["tweet"]]
    articles, _ = read("x.zip", packed({"data/tweet.js": f"window.YTD.tweet.part0 = {json.dumps(bare)}"}))
    assert [(one.text, one.source) for one in articles] == [("Ferry stays.", "X")]
    found = [{**one, "user": {"screen_name": "ledger"}} for one in bare]  # type: ignore[dict-item]
    articles, problems = read("x.json", found)
    assert [one.source for one in articles] != ["X"]
    assert articles or problems


def test_an_archive_of_ones_own_with_an_outbox_in_it_is_read_whole() -> None:
    data = packed({"mastodon/outbox.json": OUTBOX, "ferry.md": f"# Ferry\n\n{HEAD}", "data/ice.txt": ICE})
    articles, _ = read("all.zip", data)
    assert sorted(one.id for one in articles) == [
        "all.zip#data/ice.txt",
        "all.zip#ferry.md",
        f"all.zip#mastodon/outbox.json#{ME}/statuses/1",
        f"all.zip#mastodon/outbox.json#{ME}/statuses/6",
    ]


def test_reddits_posts_are_articles_and_its_comments_are_none() -> None:
    posts = (
        "id,permalink,date,ip,subreddit,gildings,title,url,body\n"
        f"a1,https://www.reddit.example/r/norrin/a1,2025-05-30 08:00:00 UTC,,norrin,0,Ferry stays,,{HEAD}\n"
        "a2,https://www.reddit.example/r/norrin/a2,2025-06-01 08:00:00 UTC,,norrin,0,A link,https://h.example/x,\n"
        "a3,https://www.reddit.example/r/norrin/a3,2025-06-01 08:00:00 UTC,,norrin,0,Gone,,[removed]\n"
    )
    comments = "id,permalink,date,ip,subreddit,gildings,link,parent,body,media\nc1,x,2025-05-30,,norrin,0,y,,Yes.,\n"
    about = "statistic,value\naccount name,finch\n"
    [article], problems = read("r.zip", packed({"posts.csv": posts, "comments.csv": comments, "statistics.csv": about}))
    assert (article.title, article.text, article.published) == ("Ferry stays", HEAD, FIRST)
    assert (article.author, article.source, article.tags) == ("finch", "Reddit", ("norrin",))
    assert article.url == "https://www.reddit.example/r/norrin/a1"
    assert problems == ["left out: 2 posts without text, 2 other files of the export"]
    articles, _ = read("posts.csv", posts.encode())
    assert (articles[0].url, articles[0].tags) == (article.url, article.tags)


# What is broken, hostile, or something else


def test_an_archive_without_a_post_of_ones_own_says_what_it_has() -> None:
    only = {"type": "OrderedCollection", "orderedItems": [OUTBOX["orderedItems"][2]]}  # type: ignore[index]
    assert reason("outbox.json", json.dumps(only)).startswith("holds no articles (left out: 1 repost)")


@pytest.mark.parametrize("data", [b"{", b'{"type": "OrderedCollection", "orderedItems": [', b'[{"tweet": ' * 100_000])
def test_a_member_that_breaks_off_is_told(data: bytes) -> None:
    members: dict[str, object] = {"data/tweets.js": "window.YTD.tweets.part0 = " + data.decode(), "outbox.json": "{}"}
    del members["outbox.json" if b"tweet" in data else "data/tweets.js"]
    if b"tweet" not in data:
        members["outbox.json"] = data.decode()
    [problem] = read("x.zip", packed(members))[1]
    assert problem.startswith("holds no articles: ") or "not JSON" in problem
    assert "\n" not in problem


@pytest.mark.parametrize(
    "item",
    [None, 7, "x", [], {}, {"tweet": None}, {"tweet": {"id_str": "1", "full_text": 5, "created_at": 3}},
     {"type": "Create", "object": {"type": "Note"}}, {"post": {"uri": 3, "record": []}},
     {"timestamp": 10**30, "data": 4}],
)  # fmt: skip
def test_odd_items_are_counted_and_lose_no_other(item: object) -> None:
    articles, problems = read("outbox.json", {**OUTBOX, "orderedItems": [*OUTBOX["orderedItems"], item]})  # type: ignore[misc]
    assert len(articles) == 2
    assert len(problems) == 1
    assert "entry" in problems[0]


def test_posts_that_answer_each_other_in_a_ring_are_read_once() -> None:
    one, two = f"{ME}/statuses/1", f"{ME}/statuses/2"
    ring = [
        toot(1, "<p>Tern.</p>", "2025-05-30T08:00:00Z", inReplyTo=two),
        toot(2, "<p>Otobüs.</p>", "2025-05-30T08:05:00Z", inReplyTo=one),
        toot(1, "<p>Tern.</p>", "2025-05-30T08:00:00Z", inReplyTo=one),
    ]
    [article], _ = read("outbox.json", {**OUTBOX, "orderedItems": ring})
    assert article.text == "Tern.\n\nOtobüs."


def test_other_json_with_such_words_is_read_as_records() -> None:
    records = [{"title": "Ferry", "text": f'{HEAD} It said "at://" and "OrderedCollection".', "timestamp": 1748592000}]
    [article], problems = read("x.json", records)
    assert (article.title, problems) == ("Ferry", [])


def test_a_member_without_end_is_refused_and_the_archive_told() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("data/tweets.js", "w") as member:
        for _ in range(201):
            member.write(b" " * 1_000_000)
    assert "data/tweets.js in it is too large" in reason("x.zip", file.getvalue())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_member_in_another_encoding_is_read(encoding: str) -> None:
    post = json.dumps([tweet(1, "Die Fähre bleibt.", "Fri May 30 08:00:00 +0000 2025")], ensure_ascii=False)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("data/tweets.js", f"window.YTD.tweets.part0 = {post}".encode(encoding))
    [article], _ = read("x.zip", file.getvalue())
    assert article.text == "Die Fähre bleibt."


PAGE = f"<html><head><title>Fog</title></head><body><article><h1>Fog</h1><p>{ICE * 9}</p></article></body></html>"
TABLE = f'title,date,text\nThe ferry,2025-05-30,"{HEAD}"\n'


@pytest.mark.parametrize(
    "members",
    [
        {"posts/2025-05-30_fog.html": PAGE},
        {"outbox.json": "{}", "fog.html": PAGE},
        {"posts.csv": TABLE, "comments.csv": "a,b\n1,2\n", "fog.html": PAGE},
        {"posts.csv": TABLE, "posts/fog.html": PAGE},
    ],
)
def test_an_archive_of_somebodys_own_is_no_networks_by_the_names_in_it(members: Mapping[str, object]) -> None:
    assert "Fog" in [one.title for one in read("x.zip", packed(members))[0]]


@pytest.mark.parametrize(
    "fields",
    [
        {"timestamp": 1748592000, "data": {"likes": 4}, "text": HEAD},
        {"created_at": "2025-05-30", "id_str": "1", "full_text": HEAD},
    ],
)
def test_a_table_of_somebodys_own_is_no_networks_by_the_fields_in_it(fields: Mapping[str, object]) -> None:
    assert [one.text for one in read("x.json", [{"title": "The ferry", **fields}])[0]] == [HEAD]


def test_an_empty_page_of_mediums_loses_no_other() -> None:
    posts = {"posts/2025-05-30_a.html": medium("El faro", "2025-05-30", ICE), "posts/2025-05-31_b.html": ""}
    articles, problems = read("m.zip", packed(posts))
    assert ([one.title for one in articles], "posts/2025-05-31_b.html" in problems[0]) == (["El faro"], True)


def test_an_odd_order_of_ghosts_writers_loses_no_post() -> None:
    value: Any = ghost(html=f"<p>{HEAD}</p>")
    value["db"][0]["data"]["posts_authors"][0]["sort_order"] = "first"
    assert [one.text for one in read("g.json", value)[0]] == [HEAD]


def test_an_odd_address_of_an_actor_loses_no_post() -> None:
    items: Any = [{**item, "actor": "https://[x"} for item in OUTBOX["orderedItems"]]  # type: ignore[attr-defined]
    assert read("outbox.json", {**OUTBOX, "orderedItems": items})[0]


def test_a_file_that_breaks_off_says_where_and_one_object_a_line_is_read() -> None:
    whole = json.dumps(OUTBOX, indent=1)
    assert "not JSON" in reason("outbox.json", whole[: len(whole) // 2])
    rows = [{"title": f"Ferry {n}", "text": f"{HEAD} {n}", "creation_timestamp": 1748592000} for n in (1, 2)]
    articles, problems = read("x.json", "\n".join(map(json.dumps, rows)).encode())
    assert ([one.title for one in articles], problems) == (["Ferry 1", "Ferry 2"], [])


def test_a_file_too_large_to_be_held_is_read_record_by_record(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(takeouts, "_LARGEST", 2000)
    records = [{"title": f"Ferry {n}", "text": f"{HEAD} {n}", "timestamp": 1748592000} for n in range(400)]
    articles, problems = read("x.json", records)
    assert (len(articles), problems) == (400, [])
