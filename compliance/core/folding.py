"""Text as a search compares it: without accents, case and punctuation."""

import unicodedata
from functools import lru_cache

LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "\u0131": "i",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
    }
)
"""Letters that Unicode does not take apart into a plain one and a mark."""
APOSTROPHES = frozenset("'`\u2018\u2019\u02bb\u02bc")


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return the words of a text as a search compares them: 'garcia lopez' for 'García-López'.

    Accents and apostrophes go, other punctuation parts words; empty where no letter or digit is
    left. Folding what is folded changes nothing.
    """
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    plain = (each for each in apart if not unicodedata.combining(each) and each not in APOSTROPHES)
    words = "".join(each if each.isalnum() else " " for each in plain).translate(LETTERS)
    return " ".join(words.split())
