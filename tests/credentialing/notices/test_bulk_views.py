"""One letter to each selected application."""

from compliance.credentialing.services.completeness import find_complete
from compliance.credentialing.services.loading import load
from compliance.db import session
from tests.conftest import TODAY
from tests.credentialing.notices.desk import on
from tests.credentialing.notices.pages import application, messages


def test_the_queue_sends_to_those_that_can_get_it(theo):
    ready, unread = application(), application()
    find_complete(load(ready, on()), TODAY, on())
    session().commit()
    page = theo.post("/applications/notices/bulk", {"ids": [ready, unread]}, 200)
    assert page.heading == "Send notices: 1 letter"
    assert "goes out at 09:10" in page.text
    assert "Not reviewed: open it and say whether it is complete." in page.text
    data = {"ids": [ready, unread], "sure": "yes", "letter": "as_reviewed", "post_key": "12345678"}
    for _ in range(2):
        answered = theo.client.post("/applications/notices/bulk", data=data)
        assert answered.location == "/applications"
    assert (len(messages(ready)), len(messages(unread))) == (1, 0)


def test_nora_may_not_send_to_many(nora):
    answered = nora.client.post("/applications/notices/bulk", data={"ids": [application()]})
    assert answered.status_code == 403
