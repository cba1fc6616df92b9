"""`rag names`: whom and what the articles name, and the stories that they tell, each with the number of articles."""

import sys
from dataclasses import asdict

from rag.cli import options
from rag.cli.printing import print_json
from rag.cli.saving import write_rows
from rag.cli.terminal import one_line
from rag.settings import Settings


def list_names(
    what: options.Names,
    index: options.Index = None,
    after: options.After = None,
    before: options.Before = None,
    source: options.Source = None,
    author: options.Author = None,
    person: options.Person = None,
    place: options.Place = None,
    story: options.Story = None,
    tag: options.Tag = None,
    article: options.Article = None,
    csv: options.Csv = None,
    as_json: options.Json = False,
) -> None:
    """List what the articles are of and name, each with the number of articles, the most first."""
    filters = options.filters(after, before, source, author, person, place, story, tag, article)
    from rag.index.search import Index

    opened = Index.open(index or Settings.from_environment().index)
    listed = {
        "sources": opened.sources, "authors": opened.authors, "people": opened.people, "places": opened.places,
        "stories": opened.stories, "tags": opened.tags,
    }[what]  # fmt: skip
    found = listed(filters)
    if csv is not None:
        write_rows(("Name", "Articles"), [(one.name, str(one.articles)) for one in found], csv)
    if as_json:
        print_json({what: [asdict(one) for one in found]})
    else:
        for one in found:
            print(f"{one.articles:5}  {one_line(one.name)}")
    if not found:
        print("None found.", file=sys.stderr)
