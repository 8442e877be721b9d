"""interim"""

import re


def links_in(text):
    return tuple(re.findall(r"https?://\S+", text))
