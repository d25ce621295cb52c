"""Mail to a real server on this machine: what arrives, and what a failing server does to the outbox."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from learning.outbox.mail import sender

PAYLOAD = {"to": "amina@example.org", "subject": "Ein neues Passwort: ñ ش", "text": "Open this:\n\nhttps://x/ü\n"}


class Box:
    """Keeps what comes in; answers with `answer`."""

    def __init__(self) -> None:
        self.answer = "250 OK"
        self.received: list[Any] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        if self.answer.startswith("250"):
            self.received.append(envelope)
        return self.answer


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def address(box: Box) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield f"smtp://127.0.0.1:{port}"
    controller.stop()


def test_a_mail_arrives_as_written(box: Box, address: str) -> None:
    sender(address, "site@example.org")(PAYLOAD)
    (envelope,) = box.received
    message = message_from_bytes(envelope.content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert envelope.rcpt_tos == ["amina@example.org"]
    assert (message["From"], message["Subject"]) == ("site@example.org", PAYLOAD["subject"])
    assert message.get_content().replace("\r\n", "\n") == PAYLOAD["text"]


@pytest.mark.parametrize("answer", ["451 Try later", "550 No such mailbox", "421 Closing"])
def test_a_server_that_refuses_is_a_reason_to_try_again(box: Box, address: str, answer: str) -> None:
    box.answer = answer
    with pytest.raises(OSError, match=answer[:3]):
        sender(address, "site@example.org")(PAYLOAD)


def test_a_server_that_is_away_is_a_reason_to_try_again() -> None:
    with pytest.raises(OSError, match="refused"):
        sender("smtp://127.0.0.1:1", "site@example.org")(PAYLOAD)


@pytest.mark.parametrize("name", ["to", "subject"])
def test_a_line_break_in_a_header_sends_nothing(box: Box, address: str, name: str) -> None:
    with pytest.raises(ValueError, match=r"linefeed|carriage|newline"):
        sender(address, "site@example.org")({**PAYLOAD, name: "a@example.org\r\nBcc: all@example.org"})
    assert box.received == []
