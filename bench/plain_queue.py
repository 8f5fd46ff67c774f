"""The other side of C1: the queue as one writes it first, in the same app behind the same sign-in.

ORM entities with lazy relations, OFFSET paging, count(*), one template with the columns and words
of our page and nothing around them: no saved views, filters, counts, menu or bulk acts. Its tables
hold the same applications and are indexed as one would: by foreign keys and the order of the list.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Flask, render_template_string, request
from sqlalchemy import ForeignKey, Index, String, Text, func, insert, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from compliance.accounts.models import Person
from compliance.core.states import APPLICATION_WORDS
from compliance.credentialing.models import ApplicationRow
from compliance.credentialing.rules.steps import STEPS
from compliance.credentialing.rules.words import Face
from compliance.credentialing.views.cells import clock_cell
from compliance.db import db, session, transaction
from compliance.web.access import permission

SIZE = 50
PAGE = """<!doctype html>
<html lang="en-US"><head><meta charset="utf-8"><title>Applications</title></head><body>
<h1>Applications</h1><p>{{ total }} open, page {{ number }} of {{ (total + 49) // 50 }}.</p>
<table><thead><tr>{% for word in heads %}<th>{{ word }}</th>{% endfor %}</tr></thead><tbody>
{% for each in applications %}<tr>
<td><a href="{{ url_for('applications.show', ref=each.ref) }}">{{ each.provider.first_name }}
 {{ each.provider.last_name }}, {{ each.provider.role }}</a> {{ each.ref }}, NPI
 {{ each.provider.npi }}</td>
<td>{{ each.practice.name }} {{ each.model }},
 received {{ each.received_on | day_table(today) }}</td>
<td>{{ words[each.state].label }}</td>
{% for clock in each.clocks %}{% set cell = shown(clock) %}
<td><b>{{ cell.main }}</b> {{ cell.side }} {{ clock_bar(cell) }}</td>{% endfor %}
<td>{% if each.owner %}{{ each.owner.name | initials }} {{ each.owner.name }}{% endif %}</td>
<td>{{ steps[each.step].label if each.step else "" }}</td></tr>{% endfor %}
</tbody></table>
<a href="?page={{ number - 1 }}">Previous</a> <a href="?page={{ number + 1 }}">Next</a>
</body></html>"""
HEADS = ("Applicant", "Practice", "Stage", "7-day notice", "60-day decision", "Owner", "Next step")


class Plain(DeclarativeBase):
    """Base of the plain tables."""


class PlainProvider(Plain):
    """An applicant."""

    __tablename__ = "plain_providers"
    id: Mapped[int] = mapped_column(primary_key=True)
    first_name: Mapped[str] = mapped_column(Text)
    last_name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(20))
    npi: Mapped[str] = mapped_column(String(10))


class PlainPractice(Plain):
    """A practice."""

    __tablename__ = "plain_practices"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)


class PlainOwner(Plain):
    """A colleague."""

    __tablename__ = "plain_owners"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)


class PlainApplication(Plain):
    """An application with its relations."""

    __tablename__ = "plain_applications"
    __table_args__ = (Index("ix_plain_due", "is_open", "soonest_on", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    model: Mapped[str] = mapped_column(String(10))
    step: Mapped[str] = mapped_column(String(20))
    is_open: Mapped[bool]
    received_on: Mapped[date]
    soonest_on: Mapped[date]
    provider_id: Mapped[int] = mapped_column(ForeignKey("plain_providers.id"))
    practice_id: Mapped[int] = mapped_column(ForeignKey("plain_practices.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("plain_owners.id"))
    provider: Mapped[PlainProvider] = relationship()
    practice: Mapped[PlainPractice] = relationship()
    owner: Mapped[PlainOwner | None] = relationship()
    clocks: Mapped[list["PlainClock"]] = relationship(order_by="PlainClock.id")


class PlainClock(Plain):
    """A clock of an application; one that has not started has no dates."""

    __tablename__ = "plain_clocks"
    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("plain_applications.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    started_on: Mapped[date | None]
    due_on: Mapped[date | None]
    legal_on: Mapped[date | None]
    act_by: Mapped[date | None]
    met_on: Mapped[date | None]


def register(app: Flask, today: date) -> None:
    """Add the plain page to the app."""

    @app.get("/plain")
    @permission("applications.view")
    def plain_queue() -> str:
        number = int(request.args.get("page", 1))
        listed = select(PlainApplication).where(PlainApplication.is_open)
        total = session().scalar(select(func.count()).select_from(listed.subquery()))
        order = (PlainApplication.soonest_on, PlainApplication.id)
        page = listed.order_by(*order).limit(SIZE).offset(SIZE * (number - 1))
        applications = session().scalars(page).all()
        if "touch" in request.args:
            _touch(applications)
        return render_template_string(
            PAGE,
            applications=applications,
            total=total,
            number=number,
            heads=HEADS,
            today=today,
            words={each.value: word for each, word in APPLICATION_WORDS.items()},
            steps=STEPS,
            shown=lambda clock: clock_cell(_face(clock), today),
        )


def _touch(applications: Sequence[PlainApplication]) -> None:
    """Load what the template would, so that it can be told from drawing."""
    for each in applications:
        _ = (each.provider.npi, each.practice.name, each.owner and each.owner.name, each.clocks[:])


def _face(clock: PlainClock) -> Face:
    return Face(clock.started_on, clock.due_on, clock.legal_on, clock.act_by, clock.met_on)


def copy() -> None:
    """Fill the plain tables with the applications of the product's."""
    Plain.metadata.create_all(db.engine)
    row = ApplicationRow.__table__.c
    with transaction():
        put = session().connection().execute
        put(insert(PlainOwner).from_select(["id", "name"], select(Person.id, Person.name)))
        named = select(func.row_number().over(order_by=row.practice_name), row.practice_name)
        practices: Any = named.group_by(row.practice_name)
        put(insert(PlainPractice).from_select(["id", "name"], practices))
        _copy(
            put, PlainProvider, [row[name] for name in ("last_name", "first_name", "role", "npi")]
        )
        same = ("ref", "state", "model", "step", "is_open", "received_on", "soonest_on", "owner_id")
        practice = select(PlainPractice.id).where(PlainPractice.name == row.practice_name)
        joined = [
            row.application_id.label("provider_id"),
            practice.scalar_subquery().label("practice_id"),
        ]
        _copy(put, PlainApplication, [*(row[name] for name in same), *joined])
        for name in ("notice", "decision"):
            dates = [
                row[f"{name}_{each}"].label(each)
                for each in ("kind", "started_on", "due_on", "legal_on", "act_by", "met_on")
            ]
            wanted = [row.application_id.label("application_id"), *dates]
            names = [column.key for column in wanted]
            put(insert(PlainClock).from_select(names, select(*wanted)))


def _copy(put: Any, table: type[Plain], columns: list[Any]) -> None:
    wanted = [ApplicationRow.application_id.label("id"), *columns]
    put(insert(table).from_select([column.key for column in wanted], select(*wanted)))
