"""Asking a partner for figures it has not sent: a real mail, and the record that it was asked."""

from dataclasses import dataclass
from datetime import date

from compliance.accounts.queries import people_now
from compliance.core.dates import day_full
from compliance.core.errors import BadValue, NotNow
from compliance.core.kpis import MBHO, Kpi
from compliance.core.periods import Period
from compliance.db import session
from compliance.kpis.models import KpiAsk
from compliance.kpis.queries.missing import not_reported
from compliance.mail import html_of_text
from compliance.occasions import Occasion
from compliance.outbox.services import NewMessage, queue_message

PARTNER = "partner"
TEXT = """\
{plan} asks for {count} for {month}, by {needed}:

{figures}

Enter them under {link}, or answer this mail. What is not sent is shown as not reported.

{sender}
{plan}
"""


@dataclass(frozen=True)
class Asked:
    """An ask as it will be read: to whom, and the words."""

    to: tuple[tuple[int, str, str], ...]
    subject: str
    text: str
    kpis: tuple[Kpi, ...]


@dataclass(frozen=True)
class Ask:
    """What is asked for: a month's figures of one MBHO, by a day."""

    period: Period
    needed_on: date
    partner: str = MBHO


def ask_preview(ask: Ask, link: str, on: Occasion) -> Asked:
    """Return the mail that asks for what the MBHO has not reported; writes nothing.

    `link` is the address where the figures are entered.
    """
    kpis = not_reported(ask.period, on, ask.partner)
    people = tuple(
        (each.id, each.name, each.email)
        for each in people_now(active_only=True)
        if PARTNER in each.roles and each.organization == ask.partner
    )
    plan = str(on.book.choice("plan.name", "The plan"))
    count = "1 figure" if len(kpis) == 1 else f"{len(kpis)} figures"
    text = TEXT.format(
        plan=plan,
        count=count,
        month=ask.period.words,
        needed=day_full(ask.needed_on),
        figures="\n".join(f"- {each.heading} ({each.id})" for each in kpis),
        link=link,
        sender=on.actor.name,
    )
    return Asked(people, f"{count.capitalize()} for {ask.period.words} asked by {plan}", text, kpis)


def ask_for_figures(ask: Ask, link: str, on: Occasion) -> int:
    """Queue the mail to each of the MBHO's people and record the ask; return how many mails.

    Raises:
        BadValue: a day that has passed.
        NotNow: nothing is missing, or the MBHO has nobody to write to.
    """
    on.refuse_past()
    if ask.needed_on < on.today:
        passed = f"{day_full(ask.needed_on)} has passed. Give today or a later day."
        raise BadValue(passed, "needed_on")
    asked = ask_preview(ask, link, on)
    if not asked.kpis:
        raise NotNow(f"Nothing is missing for {ask.period.words}.")
    if not asked.to:
        raise NotNow("Nobody of the MBHO has an account. Invite somebody as MBHO partner first.")
    for person_id, _, email in asked.to:
        queue_message(
            NewMessage(
                kind="ask",
                to_address=email,
                subject=asked.subject,
                body_text=asked.text,
                body_html=html_of_text(asked.subject, asked.text),
                subject_kind="kpi_ask",
                person_id=person_id,
            ),
            on,
        )
    session().add(_row(asked, ask, on))
    session().flush()
    return len(asked.to)


def _row(asked: Asked, ask: Ask, on: Occasion) -> KpiAsk:
    return KpiAsk(
        entity=ask.partner,
        period_from=ask.period.from_on,
        period_to=ask.period.to_on,
        kpi_ids=[each.id for each in asked.kpis],
        needed_on=ask.needed_on,
        asked_on=on.today,
        asked_by=on.actor.person_id,
        messages=len(asked.to),
        recorded_at=on.now,
    )
