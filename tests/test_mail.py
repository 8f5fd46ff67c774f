from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from compliance.core.errors import BadFile, Environment
from compliance.mail import (
    Accepted,
    FolderSender,
    OutgoingMail,
    PermanentFailure,
    SmtpSender,
    TemporaryFailure,
    Uncertain,
    Unreachable,
    html_of_text,
    read_bounce,
    server_of,
)
from compliance.mail.messages import composed
from tests.makers.mailbox import mail_server
from tests.makers.reports import delivery_report

FROM = "Alder Creek <plan@plan.example>"
WHEN = datetime(2026, 11, 24, 17, tzinfo=UTC)


def mail(**more) -> OutgoingMail:
    values = {
        "token": "ab12",
        "to_address": "ana@example.org",
        "subject": "Hello",
        "body_text": "Dear Ana,\n",
        "date": WHEN,
    }
    return OutgoingMail(**{**values, **more})


@pytest.fixture
def box():
    with mail_server() as running:
        yield running


@pytest.fixture
def sender(box):
    opened = SmtpSender(server_of(box.url), FROM)
    yield opened
    opened.close()


def test_mail_says_who_wrote_it_when_and_that_it_is_automatic(box, sender):
    assert sender.send(mail()) == Accepted("250 2.0.0 taken")
    (got,) = box.mails
    assert (got["From"], got["To"], got["Subject"]) == (FROM, "ana@example.org", "Hello")
    assert (got["Message-ID"], got["Auto-Submitted"]) == ("<ab12@plan.example>", "auto-generated")
    assert got["Date"].datetime == WHEN


def test_html_comes_beside_the_text(box, sender):
    sender.send(mail(body_html="<p>Dear Ana,</p>"))
    (got,) = box.mails
    assert got.get_content_type() == "multipart/alternative"
    assert got.get_body(("plain",)).get_content() == "Dear Ana,\r\n"
    assert "<p>Dear Ana,</p>" in got.get_body(("html",)).get_content()


def test_an_invitation_comes_as_the_last_way_to_read_the_mail(box, sender):
    text = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Thị Mai\r\nEND:VCALENDAR\r\n"
    sender.send(mail(body_html="<p>Come</p>", calendar=text))
    (got,) = box.mails
    part = list(got.iter_parts())[-1]
    assert part.get_content_type() == "text/calendar"
    assert part.get_param("method") == "REQUEST"
    assert "Thị Mai" in part.get_content()


def test_text_beyond_ascii_and_long_lines_arrive_as_written(box, sender):
    text = "Zoë Nuñez, 李 " + "x" * 2000 + "\n.\n..dots\n"
    sender.send(mail(body_text=text, subject="Für Zoë " * 19 + "Für Zoë"))
    (got,) = box.mails
    assert got.get_content().replace("\r\n", "\n") == text
    assert max(map(len, box.received[0].splitlines())) < 998
    assert got["Subject"] == "Für Zoë " * 19 + "Für Zoë"


@pytest.mark.parametrize("field", ["subject", "to_address", "cc_address"])
def test_header_cannot_be_smuggled_in(box, sender, field):
    with pytest.raises(PermanentFailure, match="cannot be written as mail"):
        sender.send(mail(**{field: "ana@example.org\r\nBcc: eve@example.org"}))
    assert box.received == []


def test_text_cannot_end_the_message_early(box, sender):
    sender.send(mail(body_text="one\r\n.\r\nMAIL FROM:<eve@example.org>\r\n"))
    sender.send(mail())
    assert len(box.received) == 2


def test_address_beyond_ascii_is_handed_over(box, sender):
    sender.send(mail(to_address="zoë@example.org"))
    assert box.mails[0]["To"] == "zoë@example.org"


@pytest.mark.parametrize(
    ("answer", "kind"), [("451 later", TemporaryFailure), ("554 never", PermanentFailure)]
)
def test_answer_to_the_text_says_whether_to_try_again(box, sender, answer, kind):
    box.data = [answer]
    with pytest.raises(kind, match=answer):
        sender.send(mail())
    assert sender.send(mail()).was_sent


def test_break_after_the_text_is_uncertain(box, sender):
    box.data = ["hang up"]
    with pytest.raises(Uncertain, match="before the server answered"):
        sender.send(mail())
    assert sender.send(mail()).was_sent


def test_server_that_went_away_between_two_messages_is_called_again(box, sender):
    sender.send(mail())
    sender._open.close()
    assert sender.send(mail()).was_sent
    assert len(box.peers) == 2


def test_server_that_is_busy_is_unreachable(box, sender):
    box.rcpt["ana@example.org"] = "421 shutting down"
    with pytest.raises(Unreachable, match="421"):
        sender.send(mail())


def test_nobody_listening_is_unreachable():
    with pytest.raises(Unreachable, match="Cannot reach the mail server"):
        SmtpSender(server_of("smtp://127.0.0.1:1"), FROM).send(mail())


def test_password_is_not_sent_without_tls(box):
    server = server_of(box.url.replace("smtp://", "smtp://user:pa%40ss@"))
    with pytest.raises(Unreachable, match="STARTTLS"):
        SmtpSender(server, FROM).send(mail())


def test_folder_holds_the_whole_message(tmp_path):
    got = FolderSender(tmp_path / "outbox", FROM).send(mail())
    (file,) = (tmp_path / "outbox").iterdir()
    assert got == Accepted(f"written to {file.name}", was_sent=False)
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert message_from_bytes(file.read_bytes(), policy=default)["Subject"] == "Hello"


def test_folder_that_cannot_be_written_is_unreachable(tmp_path):
    (tmp_path / "outbox").write_text("a file stands here")
    with pytest.raises(Unreachable, match="Cannot write"):
        FolderSender(tmp_path / "outbox", FROM).send(mail())


def test_server_address_is_read_in_full():
    server = server_of("smtps://a%40b:p%3Aw@mail.example.org?timeout=7")
    assert (server.host, server.port, server.is_tls) == ("mail.example.org", 465, True)
    assert (server.user, server.password, server.timeout) == ("a@b", "p:w", 7)
    assert "p:w" not in repr(server)


def test_password_asks_for_tls_unless_told_otherwise():
    assert server_of("smtp://u:p@h").starttls is True
    assert server_of("smtp://u:p@h?starttls=no").starttls is False
    assert server_of("smtp://h").starttls is None


@pytest.mark.parametrize(
    "url", ["u:pa55@h", "http://u:pa55@h", "smtp://", "smtp://u:pa55@h:x", "smtp://h?starttls=ma"]
)
def test_other_addresses_are_refused_without_telling_the_password(url):
    with pytest.raises(Environment, match="must look like") as refused:
        server_of(url)
    assert "pa55" not in str(refused.value)


@given(subject=st.lists(st.sampled_from(["Zoë", "李", "application", "—", "of"]), min_size=1))
@example(["application"] * 6)
@example(["Zoë", "application"] * 20)
def test_subject_keeps_every_blank_however_long(subject):
    raw = composed(mail(subject=" ".join(subject)), FROM).as_bytes()
    assert message_from_bytes(raw, policy=default)["Subject"] == " ".join(subject)


def test_message_keeps_its_id_and_names_no_second_header():
    got = composed(mail(), FROM).as_bytes()
    assert got.count(b"Message-ID:") == 1


def test_report_names_message_recipient_and_reason():
    bounce = read_bounce(delivery_report("<ab12@plan.example>", "ana@example.org"))
    assert (bounce.message_id, bounce.recipient) == ("<ab12@plan.example>", "ana@example.org")
    assert bounce.status == "5.1.1"
    assert bounce.diagnostic.endswith("Recipient address rejected: User unknown")


def test_report_that_quotes_the_whole_message_is_read():
    raw = delivery_report("<ab12@plan.example>", "ana@example.org")
    whole = raw.replace(b"text/rfc822-headers", b"message/rfc822")
    assert read_bounce(whole).message_id == "<ab12@plan.example>"


def test_report_without_the_message_falls_back_to_the_envelope():
    raw = delivery_report("", "ana@example.org").replace(
        b"Reporting-MTA", b"Original-Envelope-Id: ab12\nReporting-MTA"
    )
    assert read_bounce(raw).message_id == "ab12"


def test_report_of_a_delay_is_no_bounce():
    with pytest.raises(BadFile, match="it says: delayed"):
        read_bounce(delivery_report("<ab12@plan.example>", "ana@example.org", "delayed"))


@pytest.mark.parametrize("raw", [b"", b"Subject: hi\n\nhello", b"\xff\x00\x80" * 50])
def test_what_is_no_report_is_refused(raw):
    with pytest.raises(BadFile, match="not a delivery report"):
        read_bounce(raw)


def test_text_becomes_a_page_with_inline_styles_and_links():
    html = html_of_text("Hi", "One <b>\nline\n\nSee https://plan.example/a?b=1.", "Alder Creek")
    assert "One &lt;b&gt;<br>line" in html
    assert ">https://plan.example/a?b=1</a>." in html
    assert "@media" in html
    assert 'style="' in html
