"""The mean of what the multilingual model makes of texts (`rag.index.multilingual`), over our own claims in five
languages, read as questions and as passages.

    python -m rag.evaluation.centring

writes it anew beside that module.
"""

import numpy as np
from numpy.typing import NDArray

from rag.evaluation.judge import samples
from rag.index import multilingual


def centre() -> NDArray[np.float32]:
    """(dimension,): the mean of the vectors as they are before they get a length of 1, half of them of questions."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(modules=list(multilingual.load(centred=False))[:2], device="cpu")
    texts = [one.claim for one in samples()]
    means = [model.encode(texts, prompt=one, batch_size=8).mean(axis=0) for one in multilingual.PROMPTS.values()]
    mean: NDArray[np.float32] = np.mean(means, axis=0)
    return mean


if __name__ == "__main__":
    np.savez(multilingual.CENTRE, centre=centre())
