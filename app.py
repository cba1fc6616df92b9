"""`python app.py` starts the web page with the settings of the environment, as `rag serve` does."""

import sys

from rag.errors import RagError
from rag.settings import Settings
from rag.web.serving import serve

if __name__ == "__main__":
    try:
        serve(Settings.from_environment())
    except RagError as error:
        sys.exit(str(error))
