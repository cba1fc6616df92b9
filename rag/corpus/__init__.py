"""Files -> Articles: pages, documents, texts, mail, archives and bulk files, each with its title, date and author.

No single file, whatever it holds, keeps the others from being read. Nothing is guessed: a date that is not plainly
there is unknown. It knows nothing of chunks, of models or of the index, and never looks at a file's time.
"""
