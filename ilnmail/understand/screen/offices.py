"""Does an office's program acknowledge a request?"""

import re
from email.message import Message as Mime

from ilnmail.understand.message import header
from ilnmail.understand.reading import Us
from ilnmail.understand.screen import words
from ilnmail.understand.screen.letter import ASKS, sender, written


def acknowledges(message: Mime, us: Us) -> bool:
    """ "We have received your request, it has the number ...": words of an office's program, a number, an office's address."""
    subject = header(message, "Subject")
    told = words.told(f"{subject}. {written(message)}")
    numbered = 2 * bool(_TICKET.search(subject)) or int(bool(_NUMBER.search(subject)))
    office = bool(_OFFICES.match(sender(message)))
    received = words.received(told)
    if not received and not (numbered and office):
        return False
    asks = numbered < 2 and bool(ASKS.search(told))
    return not asks and received + numbered + office + words.promises(told) >= _ENOUGH


_TICKET = re.compile(
    r"\[[^\]]{0,40}#\s?\d{2,}\]|\b(?:ticket|case|request|anfrage|vorgang|demande|solicitud|chamado|richiesta)\s?(?:id|no\.?|nr\.?)?"
    r"\s?[#:№]\s?[\w-]*\d{3,}|##\s?\d{3,}\s?##",
    re.I,
)
_NUMBER = re.compile(r"\b[A-Z]{2,8}-\d{2,}\b|[#№]\s?\d{3,}")
_OFFICES = re.compile(
    r"(?:info|support|help\w*|service\w*|contact\w*|office|kontakt|kundenservice|klantenservice|ayuda|atendimento|soporte"
    r"|suporte|assistenza|assistance|tickets?|otrs|rt|jira|desk|servicedesk|sekretariat|secretaria|bibliothek|library|reference"
    r"|circulation|accueil|zakaznici|bok|admin\w*|hello|care)@",
    re.I,
)
_ENOUGH = 3
