"""Mails that somebody has made to do harm, by name. None may raise, take long, or move anything in another's name."""

import base64
import gzip
import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping

US = "iln@example.org"
TOKEN = "r1" + "a" * 24


def mail(
    body: bytes | str = "LEAVE",
    *headers: str,
    sender: str = "Amina <amina@example.org>",
    to: str = US,
    subject: str = "Hello",
    kind: str = "text/plain; charset=utf-8",
) -> bytes:
    """As it would come, but for what the attack changes."""
    dated = "Date: Wed, 20 Jan 2027 09:00:00 +0000"
    lines = (f"From: {sender}", f"To: {to}", f"Subject: {subject}", dated, *headers, f"Content-Type: {kind}")
    head = "\r\n".join(lines).encode("utf-8", "surrogatepass")
    return head + b"\r\n\r\n" + (body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body)


_SENDERS = (
    *(
        "",
        "<>",
        "@",
        "amina",
        "amina@",
        "@example.org",
        "amina@@example.org",
        "amina@example",
        "amina@example..org",
    ),
    *(
        "amina@example.org <x@example.net>",
        "x@example.net <amina@example.org>",
        "amina@example.org, x@example.net",
    ),
    *("<amina@example.org> <x@example.net>", "amina@example.org <amina@example.org> x@example.net"),
    *(
        '"amina@example.org" <x@example.net>',
        '"x@example.net" <amina@example.org>',
        "Amina <<amina@example.org>>",
    ),
    *(
        "amina@example.org (x@example.net)",
        "(amina@example.org) x@example.net",
        "a(b(c(d(e@f)g)h)i)j@example.org",
    ),
    *("friends: amina@example.org, jonas@example.org;", "friends:;", "undisclosed-recipients:;"),
    *("amina\x00@example.org", "amina@example.org\x00@example.net", "amina%40example.org@example.net"),
    *("amina@example.org%00x@example.net", "=?utf-8?q?amina=40example=2Eorg?= <x@example.net>"),
    *("=?utf-8?b?YW1pbmFAZXhhbXBsZS5vcmc=?=", "=?utf-8?q?a=0D=0AX-Loop=3A_y?= <amina@example.org>"),
    *(
        "amina@\u202egro.elpmaxe",
        "\u202eamina@example.org",
        "amina@ex\u0430mple.org",
        "amina@xn--exmple-cua.org",
    ),
    *("amina@例え.jp", "ами́на@example.org", "amina@[127.0.0.1]", "amina@[IPv6:::1]", "amina@127.0.0.1"),
    *('"a b"@example.org', '"\\"@example.net"@example.org', "amina @ example.org", "amina@example.org."),
    *(
        "amina@example.org\r\n x@example.net",
        "amina@example.org\r\nFrom: x@example.net",
        "(" * 3000 + "@x.org",
    ),
    *(
        "a" * 65 + "@example.org",
        "amina@" + "a." * 200 + "org",
        "<" * 500,
        '"' * 501,
        "," * 2000,
        "a@b.cc, " * 99,
    ),
    *(
        "amina@example.org\ud83d",
        "\udcff\udcfe@example.org",
        "iln@example.org",
        "ILN+x@EXAMPLE.ORG",
        "maria@example.org",
    ),
)

_IDS = (
    *(
        "<",
        ">",
        "<>",
        "<<",
        "><",
        "<a",
        "a>",
        "<a@b",
        "<@>",
        "<a b@c>",
        "<a@b><c@d>",
        "< a@b >",
        "<a@b>,<c@d>",
        '"',
        "(",
    ),
    *(
        "<a@[127.0.0.1]>",
        "<" + "a" * 5000 + "@b>",
        "<a@b>" * 3000,
        "=?utf-8?q?=3Ca=40b=3E?=",
        "<\x00@b>",
        "<a@b\xff>",
        "[",
        "<[>",
    ),
    "<" + "".join(hashlib.sha256(bytes([n])).hexdigest() for n in range(200)) + "@b>",
    *("<a@b>\r\n <c@d>", "<a@b>\r\n\r\nX", "<%s>", "<{0}>", "<';DROP TABLE people;--@b>"),
)

_SUBJECTS = (
    *(
        "",
        " ",
        "\x00",
        "=?",
        "=?=",
        "=?utf-8?",
        "=?utf-8?q?",
        "=?utf-8?q??=",
        "=?utf-8?x?a?=",
        "=?none?q?a?=",
        "=?utf-7?q?+ADw-?=",
    ),
    *(
        "=?utf-8?b?====?=",
        "=?utf-8?b?YQ?=",
        "=?utf-8?q?=ZZ?=",
        "=?utf-8?q?=0D=0ABcc=3A_x=40example=2Enet?=",
        "a" * 40_000,
    ),
    *(
        "=?utf-8?q?a?=" * 2000,
        "Re: " * 5000,
        "\ud83d",
        "\udcff" * 100,
        "\u202e" * 100,
        "{{ 7 * 7 }}",
        "{% raw %}",
        "%s%s%n",
    ),
    *(
        "Automatic reply: " * 50,
        "=?utf-8?q?" + "=F0=9F=98=80" * 900 + "?=",
        "\t\v\f",
        "Undeliverable: LEAVE",
        "unsubscribe",
    ),
)


def parts(*given: str, boundary: str = "x", kind: str = "mixed", end: str = "--x--\r\n") -> bytes:
    inside = "".join(f"--x\r\n{one}\r\n" for one in given)
    return mail(f"{inside}{end}", kind=f'multipart/{kind}; boundary="{boundary}"')


_TEXT = "Content-Type: text/plain\r\n\r\nLEAVE\r\n"


def _encoded(encoding: str, body: str, kind: str = "text/plain; charset=utf-8") -> bytes:
    return mail(body, f"Content-Transfer-Encoding: {encoding}", kind=kind)


def _mime() -> Iterator[tuple[str, bytes]]:
    yield "no end", parts(_TEXT, end="")
    yield "no part", parts()
    yield "another boundary", parts(_TEXT, boundary="y")
    yield "an empty boundary", parts(_TEXT, boundary="")
    yield "a long boundary", parts(_TEXT, boundary="x" * 5000)
    yield "a boundary that is a pattern", parts(_TEXT, boundary="(a+)+$")
    yield "no boundary at all", mail("--x\r\n" + _TEXT, kind="multipart/mixed")
    yield (
        "the boundary in the preamble",
        mail("--x--\r\n--x\r\n" + _TEXT, kind='multipart/mixed; boundary="x"'),
    )
    yield (
        "the same boundary inside",
        parts('Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\n' + _TEXT),
    )
    yield "an alternative of nothing", parts("Content-Type: text/html\r\n\r\n", kind="alternative")
    yield "a report of nothing", parts(kind="report; report-type=delivery-status")
    yield (
        "a report of garbage",
        parts("Content-Type: message/delivery-status\r\n\r\n\xff\xfe: :\r\n:\r\n", kind="report"),
    )
    yield "a signed nothing", parts(_TEXT, kind="signed")
    yield (
        "a multipart with an encoding",
        mail(
            base64.b64encode(b"--x\r\n" + _TEXT.encode()),
            "Content-Transfer-Encoding: base64",
            kind='multipart/mixed; boundary="x"',
        ),
    )
    for name, kind in (
        *(
            ("charset " + charset, f"text/plain; charset={charset}")
            for charset in (
                "x",
                "utf-7",
                "utf-16",
                "\x00",
                "'",
                "rot13",
                "idna",
                "unicode_escape",
                "punycode",
                "hex",
                "undefined",
                "a" * 999,
            )
        ),
        *(
            ("type " + kind[:20], kind)
            for kind in (
                "",
                "/",
                "text",
                "text/",
                "/plain",
                "text/plain/plain",
                ";",
                "text/plain;;;;",
                "text/plain; charset",
                "text/plain; charset*=utf-8''x",
                "text/plain; charset*0*=a; charset*2=b",
                "text/plain; name*=x'y'%ZZ",
                "message/rfc822",
                "message/partial; id=a; number=1; total=2",
                "message/external-body; access-type=local-file; name=/etc/passwd",
                "application/ms-tnef",
                "multipart/" + "x" * 3000,
                "text/plain; " + "a=b; " * 3000,
            )
        ),
    ):
        yield name, mail("LEAVE", kind=kind)
    for encoding in ("", "x", "base64", "quoted-printable", "uuencode", "x-gzip", "8bit; 7bit"):
        for name, body in (("ill", "=ZZ=\x00=\r\nÄ=\n===="), ("cut", "TEVB"), ("long", "A" * 100_001)):
            yield f"{encoding} {name}", _encoded(encoding, body)
    yield "a begin line", mail("begin 644 x\r\n" + "M" * 61 + "\r\nend\r\n")
    yield "text that flows", mail("LEAVE \r\n" * 5000, kind="text/plain; format=flowed; delsp=yes")
    yield "lone CRs", mail("LEAVE\r" * 5000)
    yield "one line", mail("LEAVE " * 100_000)
    yield "five hundred levels", _nested(500)
    yield "a hundred and fifty levels", _nested(150)
    yield "messages in messages", mail("Content-Type: message/rfc822\r\n\r\n" * 150, kind="message/rfc822")
    yield "a hundred thousand parts", parts(*[_TEXT] * 100_000)


def _nested(depth: int) -> bytes:
    made = _TEXT
    for level in range(depth):
        made = f'Content-Type: multipart/mixed; boundary="b{level}"\r\n\r\n--b{level}\r\n{made}\r\n--b{level}--\r\n'
    return mail(made.partition("\r\n\r\n")[2], kind=f'multipart/mixed; boundary="b{depth - 1}"')


def _file(name: str, kind: str, held: bytes) -> bytes:
    encoded = base64.encodebytes(held).decode()
    head = f'Content-Type: {kind}\r\nContent-Disposition: attachment; filename="{name}"\r\nContent-Transfer-Encoding: base64'
    return mail(
        f"--x\r\n{_TEXT}--x\r\n{head}\r\n\r\n{encoded}\r\n--x--\r\n",
        subject="import",
        kind='multipart/mixed; boundary="x"',
    )


def _zipped(name: str, held: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, held)
    return file.getvalue()


def _bombs() -> Iterator[tuple[str, bytes]]:
    zeros = bytes(50_000_000)
    yield "a header of ten megabytes", mail("LEAVE", "X-Long: " + "a" * 10_000_000)
    yield "a header line of eight megabytes, folded", mail("LEAVE", "X-Long: a" + "\r\n a" * 2_000_000)
    yield "a million header lines", mail("LEAVE", *["X: y"] * 1_000_000)
    yield (
        "fifty thousand references",
        mail("LEAVE", "References: " + " ".join(f"<{n}@example.org>" for n in range(50_000))),
    )
    yield (
        "two thousand references",
        mail("LEAVE", "References: " + " ".join(f"<{n}@example.org>" for n in range(2000))),
    )
    yield "a zip that unfolds", _file("a.zip", "application/zip", _zipped("a", zeros))
    yield (
        "a spreadsheet that unfolds",
        _file(
            "a.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            _zipped("xl/workbook.xml", zeros),
        ),
    )
    yield (
        "a spreadsheet that is none",
        _file("a.xlsx", "application/vnd.ms-excel", b"PK\x03\x04" + bytes(1000)),
    )
    yield "a gzip that unfolds", _file("a.csv.gz", "application/gzip", gzip.compress(gzip.compress(zeros)))
    yield "a csv of one line", _file("a.csv", "text/csv", b"a," * 1_000_000)
    yield "a picture that is none", _file("a.jpg", "image/jpeg", b"\xff\xd8\xff" + bytes(1000))
    yield "a file name that climbs", _file("../../../../etc/passwd", "image/png", b"x")
    yield "nothing", b""
    yield "one octet", b"\x00"
    yield "a line's end", b"\r\n"
    yield "no header", b"\r\n\r\nLEAVE\r\n"
    yield "no body", mail("").partition(b"\r\n\r\n")[0]
    yield "no colon", b"From amina@example.org\r\nLEAVE\r\n"
    yield "all octets", mail(bytes(range(256)) * 400)
    yield "quotes without end", mail("".join(">" * (n % 900) + " LEAVE\r\n" for n in range(9000)))
    yield "attributions without end", mail("On Mon, 1 Jan 2027, Amina <amina@example.org> wrote:\r\n" * 9000)
    yield "marks without end", mail("-- \r\n" * 50_000)
    yield "a word without end", mail("a" * 2_000_000)
    yield "digits without end", mail("1" * 500_000)
    yield "numbers without end", mail("1. 2. 3) #4 5/5 " * 20_000)
    yield "addresses without end", mail("amina@example.org " * 50_000)
    yield "links without end", mail("https://example.net/" * 20_000)
    yield "fields without end", mail("Name: Amina\r\nCountry: Kenya\r\n" * 20_000)
    yield "joiners without end", mail("L\u200d" * 100_000)
    yield "accents without end", mail("L" + "\u0301" * 200_000)


_PAGES = (
    *(
        "<" * 100_000,
        "<div>" * 50_000,
        "</div>" * 50_000,
        "<!--" * 20_000,
        "<![CDATA[" * 9000,
        "&" * 100_000,
        "&#x110000;" * 5000,
    ),
    *(
        "&amp;" * 50_000,
        "<table>" * 20_000,
        "<blockquote>" * 20_000,
        "<a href='" + "x" * 200_000,
        "<b" + " a='b'" * 30_000 + ">",
    ),
    *(
        "<script>LEAVE</script>",
        "<style>LEAVE</style>",
        "<title>LEAVE</title>",
        "<p style='display:none'>LEAVE</p>Hello",
    ),
    *(
        "<svg onload=alert(1)>LEAVE</svg>",
        "<meta http-equiv=refresh content='0;url=https://example.net'>LEAVE",
        "<plaintext>LEAVE",
    ),
    *(
        "<img src=x onerror=alert(1)>LEAVE",
        "<iframe srcdoc='<p>LEAVE</p>'>",
        "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><p>&b;LEAVE",
    ),
    *(
        "<!DOCTYPE a [<!ENTITY b 'cccccccc'><!ENTITY d '&b;&b;&b;&b;'>]><p>&d;&d;LEAVE",
        "\x00<p>LEAVE\x00</p>",
        "<p>\ud83d</p>LEAVE",
    ),
    *(
        "<base href='https://example.net'><p>LEAVE",
        "<template><p>LEAVE</template>",
        "<math><mtext><p>LEAVE",
        "<select><option>LEAVE",
    ),
    *(
        "<div class=gmail_quote>LEAVE</div>",
        "<p>&lt;div&gt;LEAVE",
        "<xml><o:p>LEAVE",
        "<font" * 20_000,
        "<p>" + "\u202e" * 50_000 + "LEAVE",
    ),
)

_RECIPIENTS = (
    *(
        f"iln+{TOKEN}@example.org",
        f"iln+{TOKEN.upper()}@example.org",
        f"iln+{TOKEN[:-1]}@example.org",
        f"iln+{TOKEN}a@example.org",
    ),
    *(
        f"iln+u{TOKEN[1:]}@example.org",
        f"iln+b{TOKEN[1:]}@example.org",
        f"iln+r9{TOKEN[2:]}@example.org",
        f"iln+{TOKEN}+{TOKEN}@example.org",
    ),
    *(
        f"iln+{TOKEN}@example.org, iln+r1{'b' * 24}@example.org",
        f"iln%2B{TOKEN}@example.org",
        f'"iln+{TOKEN}"@example.org',
    ),
    *(
        f"Jonas <iln+{TOKEN}@example.org>",
        f"iln+{TOKEN}@EXAMPLE.ORG",
        f"iln+{TOKEN}@example.net",
        "iln+leave@example.org",
        "iln+import@example.org",
    ),
    *(
        "iln+@example.org",
        "iln+../../x@example.org",
        "iln+' OR 1=1 --@example.org",
        "iln+" + "a" * 9000 + "@example.org",
    ),
)

_RESULTS = (
    *(
        "mx.example.org.example.net; dmarc=pass header.from=example.org",
        "mx.example.org; dkim=pass header.d=example.net",
        "example.org; dmarc=pass",
    ),
    *(
        "mx.example.org; dmarc=fail; dmarc=pass header.from=example.org",
        "mx.example.org (dmarc=pass); none",
        "mx.example.org; none",
    ),
    *(
        "MX.EXAMPLE.ORG; DMARC=PASS HEADER.FROM=EXAMPLE.ORG",
        "mx.example.org 1; dmarc=pass header.from=example.net",
        ";;;;",
        "",
        "\x00",
    ),
    *(
        '"mx.example.org"; dmarc=pass',
        "mx.example.org; (" + "(" * 3000 + "dmarc=pass",
        "mx.example.org; " + "dkim=pass " * 5000,
        "=?utf-8?q?mx?=",
    ),
)


def attacks() -> Mapping[str, bytes]:
    """All of them, by name."""
    return {
        **{f"sender {n}": mail(sender=one) for n, one in enumerate(_SENDERS)},
        **{f"Message-ID {n}": mail("LEAVE", f"Message-ID: {one}") for n, one in enumerate(_IDS)},
        **{
            f"In-Reply-To {n}": mail("LEAVE", f"In-Reply-To: {one}", f"References: {one}")
            for n, one in enumerate(_IDS)
        },
        **{f"subject {n}": mail(subject=one) for n, one in enumerate(_SUBJECTS)},
        **{f"page {n}": mail(one, kind="text/html; charset=utf-8") for n, one in enumerate(_PAGES)},
        **{f"recipient {n}": mail(to=one) for n, one in enumerate(_RECIPIENTS)},
        **{f"Delivered-To {n}": mail("LEAVE", f"Delivered-To: {one}") for n, one in enumerate(_RECIPIENTS)},
        **{f"results {n}": mail("LEAVE", f"Authentication-Results: {one}") for n, one in enumerate(_RESULTS)},
        **{
            f"results twice {n}": mail("LEAVE", *[f"Authentication-Results: {one}"] * 2)
            for n, one in enumerate(_RESULTS)
        },
        **{
            f"signature {n}": mail("LEAVE", f"DKIM-Signature: {one}")
            for n, one in enumerate((*_RESULTS, "v=1; a=rsa-sha256; d=example.org; s=x; b=" + "A" * 20_000))
        },
        **{
            f"absence {n}": mail("LEAVE", f"Auto-Submitted: {one}", f"Date: {one}")
            for n, one in enumerate(_SUBJECTS)
        },
        **{f"MIME: {name}": raw for name, raw in _mime()},
        **{f"bomb: {name}": raw for name, raw in _bombs()},
    }
