"""The report that comes back for a message accepted and not delivered (RFC 3464)."""

from email.message import Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime

from ilnmail.sandbox.mime import read_part
from ilnmail.sandbox.trace import Envelope

STATUS = "5.1.1"


def bounce(raw: bytes, envelope: Envelope, server: str, number: int) -> bytes:
    """A delivery status notification to the envelope sender; `number` tells this one from all others."""
    report = MIMEMultipart("report", boundary=f"=_report_{number}", report_type="delivery-status")
    report["From"] = f"Mail Delivery System <MAILER-DAEMON@{server}>"
    report["To"] = envelope.sender
    report["Subject"] = "Undelivered Mail Returned to Sender"
    report["Date"] = format_datetime(envelope.received)
    report["Message-ID"] = f"<bounce.{number}@{server}>"
    report["Auto-Submitted"] = "auto-replied"
    report.attach(MIMEText(f"Your message to {envelope.recipient} could not be delivered: no such user.\n"))
    report.attach(_delivery_status(envelope, server))
    report.attach(_returned_header(raw))
    return report.as_bytes().replace(b"\n", b"\r\n")


def _delivery_status(envelope: Envelope, server: str) -> Message:
    about_server, about_recipient, status = Message(), Message(), Message()
    about_server["Reporting-MTA"] = f"dns; {server}"
    about_recipient["Final-Recipient"] = f"rfc822; {envelope.recipient}"
    about_recipient["Action"] = "failed"
    about_recipient["Status"] = STATUS
    about_recipient["Diagnostic-Code"] = f"smtp; 550 {STATUS} no such user"
    status["Content-Type"] = "message/delivery-status"
    status.set_payload([about_server, about_recipient])
    return status


def _returned_header(raw: bytes) -> MIMEText:
    header = read_part(raw).head.decode("latin-1").replace("\r\n", "\n")
    return MIMEText(header, "rfc822-headers", "us-ascii" if header.isascii() else "utf-8")
