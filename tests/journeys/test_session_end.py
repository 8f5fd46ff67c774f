"""Called away while typing: warned, signed out, signed in again, and nothing is lost."""

from contextlib import closing

import pytest
from playwright.sync_api import expect

from compliance.db import session, transaction
from compliance.web.models import Draft
from tests.conftest import occasion
from tests.makers.people import PASSWORD, make_person
from tests.served import served
from tests.setup.vault import instance, tell_story

pytestmark = [pytest.mark.journey, pytest.mark.browser]
INVITE = "/settings/people/invite"


@pytest.fixture
def plan(tmp_path, shipped_pack):
    with instance(tmp_path / "instance") as made:
        tell_story(shipped_pack, made)
        with transaction():
            make_person("Ada Abbott", occasion(), "admin")
        made.app.config["WTF_CSRF_ENABLED"] = True
        yield made


def sign_in(page):
    page.fill("#email", "ada@aldercreek.example")
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def end_session(app, context):
    """Make the session an hour older than it is: the browser's clock is not the server's."""
    (cookie,) = (each for each in context.cookies() if each["name"] == "daybook")
    serializer = app.session_interface.get_signing_serializer(app)
    held = serializer.loads(cookie["value"])
    context.add_cookies(
        [cookie | {"value": serializer.dumps(held | {"seen": held["seen"] - 3600})}]
    )


def test_what_was_typed_outlives_the_session(browser, plan):
    with served(plan.app) as address, closing(browser.new_context(base_url=address)) as context:
        page = context.new_page()
        page.clock.install()
        page.goto(INVITE)
        sign_in(page)
        page.fill("#name", "Ivo Ilg")
        page.fill("#department", "Quality")

        page.clock.fast_forward("58:30")
        expect(page.locator(".ends")).to_contain_text("You are signed out in 2 minutes.")
        page.fill("#department", "Quality and safety")
        end_session(plan.app, context)
        page.clock.fast_forward("01:31")
        expect(page.locator(".ends")).to_contain_text("You are signed out. What you typed is kept")
        assert page.input_value("#department") == "Quality and safety"
        assert not page.locator("#department").is_editable()

        page.locator(".ends").get_by_role("link", name="Sign in").click()
        sign_in(page)
        page.wait_for_url(f"**{INVITE}?draft=")
        page.get_by_role("link", name="Fill it in").click()
        assert page.input_value("#name") == "Ivo Ilg"
        assert page.input_value("#department") == "Quality and safety"

        page.fill("#email", "ivo@aldercreek.example")
        page.get_by_label("Meeting").check()
        page.get_by_role("button", name="Invite").click()
        page.wait_for_url("**/settings/people")
    assert session().query(Draft).count() == 0
