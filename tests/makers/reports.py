"""Delivery reports as mail servers send them."""


def delivery_report(message_id: str, recipient: str, action: str = "failed") -> bytes:
    """Return a report of RFC 3464 about one recipient, quoting the original's headers."""
    return f"""\
From: MAILER-DAEMON@mail.example.org
To: plan@plan.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="XX"

--XX
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--XX
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
Arrival-Date: Tue, 24 Nov 2026 09:00:00 -0800

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <{recipient}>:
    Recipient address rejected: User unknown

--XX
Content-Type: text/rfc822-headers

From: plan@plan.example
To: {recipient}
Subject: Your application
Message-ID: {message_id}

--XX--
""".encode()
