"""`python app.py` starts the web page with the settings of the environment, as `rag serve --allow-fetch` does: this
machine alone reaches it, and whoever sits at it may have articles fetched."""

import sys

from rag.errors import RagError
from rag.settings import Settings
from rag.web.serving import serve

if __name__ == "__main__":
    try:
        serve(Settings.from_environment(), allow_fetch=True)
    except RagError as error:
        sys.exit(str(error))
