"""DejaVu Sans, for certificates; its licence lies beside it."""

from importlib.resources import files
from pathlib import Path

FONT = Path(str(files(__name__).joinpath("DejaVuSans.ttf")))
