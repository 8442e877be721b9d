"""How mail programs write: from what a persona wants to say to the bytes that their program sends."""

from base64 import encodebytes
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, formataddr, parseaddr
from html import escape
from quopri import encodestring

from ilnmail.simulate.chance import share
from ilnmail.simulate.people import Persona
from ilnmail.simulate.quoting import Words, arrange, broken, heading_block, on_the_clock, paragraphs, prefixed
from ilnmail.simulate.received import Received
from ilnmail.simulate.temperament import Reply


@dataclass(frozen=True)
class Written:
    """What a program makes of a text: the plain part, and the HTML part where it has one."""

    plain: str
    html: str = ""


@dataclass(frozen=True)
class Program:
    """One mail program: what it calls itself, how it quotes, how it signs."""

    header: tuple[str, str]
    reply: Callable[[Words, str], Written]
    new: Callable[[str], Written]
    message_id: str  # with room for letters and digits that tell one mail from another
    encoding: str = "quoted-printable"


def write(persona: Persona, reply: Reply, us: str) -> bytes:
    """The finished bytes of a reply, or of a new mail to `us`."""
    program, letter = PROGRAMS[persona.program], reply.answering
    name, address = parseaddr(reply.sender) if reply.sender else (persona.name, persona.address)
    headers = {
        "From": formataddr((name, address)),
        "To": letter.reply_to if letter else us,
        "Subject": _encoded(_subject(persona, reply)),
        "Date": format_datetime(on_the_clock(reply.at, persona.zone)),
        "Message-ID": _message_id(program, persona, reply),
    }
    if letter:
        headers["In-Reply-To"] = letter.message_id
        headers["References"] = " ".join((*letter.references, letter.message_id))
    headers[program.header[0]] = program.header[1]
    if reply.automatic:
        headers |= {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
        return _bytes(headers, Written(reply.text), "8bit")
    return _bytes(headers, _written(program, persona, reply), program.encoding)


def _written(program: Program, persona: Persona, reply: Reply) -> Written:
    if reply.answering is None:
        return program.new(reply.text)
    at = on_the_clock(reply.answering.at, persona.zone)
    return program.reply(Words(reply.text, reply.answering, at, reply.placement), persona.address)


def _subject(persona: Persona, reply: Reply) -> str:
    if reply.answering is None:
        return persona.subject
    subject = reply.answering.subject
    if reply.automatic:
        return f"Automatic reply: {subject}"
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"


def _message_id(program: Program, persona: Persona, reply: Reply) -> str:
    number = int(share(persona.address, reply.at, reply.text) * 2**52)
    return program.message_id.format(number=f"{number:013x}")


def _encoded(words: str) -> str:
    """As a header holds it (RFC 2047), in one line."""
    return words if words.isascii() else Header(words, "utf-8", maxlinelen=998).encode()


def _bytes(headers: Mapping[str, str], written: Written, encoding: str) -> bytes:
    """Put together here: a round is tens of thousands of mails, and the library takes each header apart again."""
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "MIME-Version: 1.0\r\n"
    plain = _part("plain", written.plain + "\n", encoding)
    if not written.html:
        return head.encode() + plain
    boundary = f"=_{int(share(written.plain, headers['Message-ID']) * 2**52):013x}"
    whole = f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n--{boundary}\r\n'
    between, end = f"\r\n--{boundary}\r\n", f"\r\n--{boundary}--\r\n"
    page = _part("html", written.html, encoding)
    return b"".join((head.encode(), whole.encode(), plain, between.encode(), page, end.encode()))


def _part(kind: str, text: str, encoding: str) -> bytes:
    head = f'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'
    content = _ENCODED[encoding](text.encode())
    return head.encode() + b"\r\n".join(content.splitlines()) + b"\r\n"


_ENCODED: Mapping[str, Callable[[bytes], bytes]] = {
    "base64": encodebytes,
    "quoted-printable": encodestring,
    "8bit": bytes,
}


def _plain(text: str) -> Written:
    return Written(text)


def _gmail(words: Words, own: str) -> Written:
    sent = f"On {words.quoted_at:%a, %b %-d, %Y at %-I:%M %p} {words.answering.sender} wrote:"
    quote = (
        f'<div class="gmail_quote"><div dir="ltr" class="gmail_attr">{escape(sent)}<br></div>'
        f'<blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px #ccc solid">'
        f"{broken(words.answering.text)}</blockquote></div>"
    )
    html = f'<div dir="ltr">{paragraphs(words.text)}</div><br>{quote}\n'
    return Written(arrange(words, sent), html)


def _gmail_new(text: str) -> Written:
    return Written(text, f'<div dir="ltr">{paragraphs(text)}</div>\n')


def _outlook(words: Words, own: str) -> Written:
    block = heading_block(words, f"{words.quoted_at:%A, %B %-d, %Y %-I:%M %p}", own)
    plain = f"{words.text}\n\n________________________________\n{block}\n\n{words.answering.text}"
    fields = "<br>".join(escape(line) for line in block.splitlines())
    html = (
        f'<html><body><div class="elementToProof">{paragraphs(words.text)}</div>'
        f'<div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1">'
        f'<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif">{fields}</font></div>'
        f"<div>{broken(words.answering.text)}</div></body></html>\n"
    )
    return Written(plain, html)


def _outlook_new(text: str) -> Written:
    return Written(text, f'<html><body><div class="elementToProof">{paragraphs(text)}</div></body></html>\n')


def _apple(words: Words, own: str) -> Written:
    return Written(
        arrange(words, f"On {words.quoted_at:%-d %b %Y, at %H:%M}, {words.answering.sender} wrote:")
    )


def _thunderbird(words: Words, own: str) -> Written:
    name = words.answering.sender.partition(" <")[0].strip('"')
    return Written(arrange(words, f"On {words.quoted_at:%d.%m.%y %H:%M}, {name} wrote:"))


def _phone(words: Words, own: str) -> Written:
    sent = f"On {words.quoted_at:%-d %b %Y, at %H:%M}, {words.answering.sender} wrote:"
    return Written(
        f"{words.text}\n\nSent from my phone\n\n{prefixed(f'{sent}{chr(10)}{words.answering.text}')}"
    )


def _phone_new(text: str) -> Written:
    return Written(f"{text.strip()}\n\nSent from my phone")


def _roundcube(words: Words, own: str) -> Written:
    return Written(arrange(words, f"On {words.quoted_at:%Y-%m-%d %H:%M}, {words.answering.sender} wrote:"))


PROGRAMS: Mapping[str, Program] = {
    "gmail": Program(
        ("X-Gm-Features", "AWrmXjd"), _gmail, _gmail_new, "<CA+{number}=k7@mail.gmail.example>", "base64"
    ),
    "outlook": Program(
        ("X-MS-Has-Attach", ""), _outlook, _outlook_new, "<AM0PR{number}@AM0.outlook.example>"
    ),
    "apple": Program(("X-Mailer", "Apple Mail (2.3826.500.181)"), _apple, _plain, "<{number}@mac.example>"),
    "thunderbird": Program(
        ("User-Agent", "Mozilla Thunderbird"), _thunderbird, _plain, "<{number}@thunderbird.example>", "8bit"
    ),
    "phone": Program(("X-Mailer", "iPhone Mail (24A335)"), _phone, _phone_new, "<{number}@phone.example>"),
    "roundcube": Program(
        ("User-Agent", "Roundcube Webmail/1.6.9"), _roundcube, _plain, "<{number}@webmail.example>", "8bit"
    ),
}


def delivery_report(letter: Received, address: str, at: datetime) -> bytes:
    """What a mail server writes when an address has stopped working (RFC 3464)."""
    boundary = f"report_{int(share(letter.message_id) * 2**40):x}"
    return "\r\n".join(
        (
            "From: Mail Delivery System <MAILER-DAEMON@mx.example.org>",
            f"To: {letter.return_path or letter.reply_to}",
            "Subject: Undelivered Mail Returned to Sender",
            f"Date: {format_datetime(at)}",
            f"Message-ID: <{boundary}@mx.example.org>",
            "Auto-Submitted: auto-replied",
            "MIME-Version: 1.0",
            f'Content-Type: multipart/report; report-type=delivery-status; boundary="{boundary}"',
            "",
            f"--{boundary}",
            "Content-Type: text/plain; charset=us-ascii",
            "",
            "This is the mail system at host mx.example.org.",
            "",
            f"<{address}>: host mx.example.org said: 550 5.1.1 User unknown",
            "",
            f"--{boundary}",
            "Content-Type: message/delivery-status",
            "",
            "Reporting-MTA: dns; mx.example.org",
            "",
            f"Final-Recipient: rfc822; {address}",
            "Action: failed",
            "Status: 5.1.1",
            "Diagnostic-Code: smtp; 550 5.1.1 User unknown",
            "",
            f"--{boundary}",
            "Content-Type: text/rfc822-headers",
            "",
            f"Message-ID: {letter.message_id}",
            f"To: {address}",
            "Subject: letter",
            "",
            f"--{boundary}--",
            "",
        )
    ).encode()
