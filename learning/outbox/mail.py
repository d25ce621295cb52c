"""Sending an outbox item of kind "mail" by SMTP."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote, urlsplit

SECONDS = 20


def sender(smtp_url: str, mail_from: str) -> Callable[[dict[str, Any]], None]:
    """Return the handler that sends {"to", "subject", "text"}; OSError means: try again."""
    parts = urlsplit(smtp_url)

    def send(payload: dict[str, Any]) -> None:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = mail_from, payload["to"], payload["subject"]
        message.set_content(payload["text"])
        with _connect(parts.scheme, parts.hostname or "localhost", parts.port) as server:
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(message)

    return send


def _connect(scheme: str, host: str, port: int | None) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port or 465, timeout=SECONDS, context=context)
    server = smtplib.SMTP(host, port or 587, timeout=SECONDS)
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=context)
        server.ehlo()
    return server
