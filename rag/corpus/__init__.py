"""Files -> Articles: text, pages, documents, bulk files, mail, crawls and archives, each with its title, date and
author.

No single file, whatever it holds, keeps the others from being read. Nothing is guessed: a date that is not plainly
there is unknown. It knows nothing of chunks, of models or of the index, and never looks at a file's time.
"""
