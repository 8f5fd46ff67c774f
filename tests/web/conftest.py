"""The toy app and a client that checks its pages."""

import pytest
from flask import Flask

from tests.web.page_client import PageClient
from tests.web.toy import toy_app


@pytest.fixture(scope="session")
def toy() -> Flask:
    return toy_app()


@pytest.fixture
def pages(toy: Flask) -> PageClient:
    return PageClient(toy.test_client())
