"""The three people at the door of credentialing, each with a client that checks every page."""

import pytest
from flask.testing import FlaskClient

from tests.conftest import sign_in
from tests.makers.people import People
from tests.web.page_client import PageClient


@pytest.fixture
def olivia_pages(client: FlaskClient, people: People) -> PageClient:
    return PageClient(sign_in(client, people.olivia))


@pytest.fixture
def theo_pages(client: FlaskClient, people: People) -> PageClient:
    return PageClient(sign_in(client, people.theo))


@pytest.fixture
def nora_pages(client: FlaskClient, people: People) -> PageClient:
    return PageClient(sign_in(client, people.nora))


@pytest.fixture
def stranger_pages(client: FlaskClient) -> PageClient:
    return PageClient(client)
