"""Countries, parts of the world and languages by their names in thirty-eight languages, plain, with their codes.

- countries.tsv, languages.tsv, regions.tsv: name, tab, code. Source: Unicode CLDR (https://cldr.unicode.org) as Babel
  brings it, licence Unicode-3.0; made by `python -m ilnmail.understand.application.cldr`.
"""

from collections.abc import Mapping
from importlib.resources import files


def names(table: str) -> Mapping[str, str]:
    """Plain name -> code."""
    told = files(__package__).joinpath(f"{table}.tsv").read_text(encoding="utf-8")
    cells = told.replace("\n", "\t").split("\t")
    return dict(zip(cells[:-1:2], cells[1::2], strict=True))
