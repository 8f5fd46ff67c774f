"""Who may read and write notices."""

import pytest

from tests.credentialing.notices.pages import address, application, form, messages, queued


@pytest.mark.parametrize("tail", ["notice", "remind", "notice/paper"])
def test_nora_may_not_write_notices(nora, tail):
    number = application()
    assert nora.client.get(address(number, tail)).status_code == 403


@pytest.mark.parametrize("tail", ["notice/preview", "notice/send", "notice/paper"])
def test_nora_may_not_post_one_either(nora, tail):
    number = application()
    assert nora.client.post(address(number, tail), data=form(number)).status_code == 403
    assert messages(number) == []


def test_a_stranger_is_led_to_sign_in(client, plan):
    number = application()
    message_id = queued(number)
    for path in (address(number, "notice"), f"/notices/{message_id}"):
        assert client.get(path).location.startswith("/login?next=")


def test_nora_may_read_a_notice_and_take_nothing_back(nora):
    message_id = queued(application())
    page = nora.get(f"/notices/{message_id}")
    assert "We expect to decide by Tuesday, January 19, 2027." in page.text
    assert "Take it back" not in page.text
    assert nora.client.post(f"/notices/{message_id}/undo").status_code == 403
