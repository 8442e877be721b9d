"""A certificate as PDF (ISO 32000): one page that says what was done. The words are decided elsewhere; here is the paper."""

import json
from datetime import datetime

from ilnmail.compose import File
from ilnmail.data.fonts import FONT

_GREEN, _INK, _SOFT = (19, 75, 69), (35, 31, 26), (95, 87, 75)
_WIDTH = 297  # millimetres, A4 on its long side
_MARGIN = 27


def certificate(name: str, text: str) -> File:
    """From JSON: programme, name, told (paragraphs), topics, signed, address, at (ISO). The same text, the same bytes."""
    # A third of a second that nobody else needs to wait for.
    from fpdf import FPDF  # noqa: PLC0415
    from fpdf.enums import Align, XPos, YPos  # noqa: PLC0415

    said = json.loads(text)
    pdf = FPDF(orientation="landscape", format="A4")
    pdf.set_creation_date(datetime.fromisoformat(said["at"]))
    pdf.set_title(f"Certificate: {said['name']}")
    pdf.set_author(said["programme"])
    pdf.set_lang("en")
    pdf.set_auto_page_break(False)
    pdf.set_margins(_MARGIN, 34)
    pdf.add_font("DejaVu", fname=FONT)
    pdf.set_text_shaping(True)  # Arabic letters join, and run from right to left
    pdf.add_page()
    pdf.set_draw_color(*_GREEN)
    for inset, width in ((9, 0.9), (11.5, 0.25)):
        pdf.set_line_width(width)
        pdf.rect(inset, inset, _WIDTH - 2 * inset, 210 - 2 * inset)

    def line(words: str, size: float, colour: tuple[int, int, int], after: float, most: float = 1.5) -> None:
        pdf.set_font("DejaVu", size=size)
        pdf.set_text_color(*colour)
        pdf.multi_cell(0, size * 0.3528 * most, words, align=Align.C, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        pdf.ln(after)

    line(said["programme"], 12, _SOFT, 7)
    line("Certificate of participation", 26, _GREEN, 6)
    line(said["name"], 24, _INK, 6)
    for words in said["told"]:
        line(words, 12, _INK, 2)
    if said["topics"]:
        pdf.ln(2)
        line("Topics answered in writing: " + "; ".join(said["topics"]), 10.5, _SOFT, 0)
    pdf.set_y(168)
    line(said["signed"], 11, _INK, 2)
    line(said["note"], 8, _SOFT, 0)
    return File(name, "application/pdf", bytes(pdf.output()))
