"""Paper letters: printed, recorded with proof, and come back."""

from compliance.credentialing.services.loading import load
from compliance.credentialing.services.upkeep import Attached, attach_document
from compliance.db import session
from tests.conftest import TODAY
from tests.credentialing.notices.desk import on
from tests.credentialing.notices.pages import address, application, form


def test_a_paper_letter_is_printed_then_recorded_with_its_proof(theo):
    number = application(email="")
    page = theo.post(address(number, "notice/paper"), form(number), 200)
    assert "We expect to decide by" in page.text
    fields = page.fields(address(number, "notice/paper"))
    refused = theo.post(address(number, "notice/paper"), fields, 200)
    assert "A notice counts only with proof." in refused.text
    fields = refused.fields(address(number, "notice/paper")) | {"tracking": "9407"}
    theo.client.post(address(number, "notice/paper"), data=fields)
    fact = load(number, on()).facts[-1]
    assert (fact.kind, fact.payload["proof"]["tracking"]) == ("notice_sent", "9407")
    page = theo.get(address(number, f"notice/paper/{fact.id}"))
    assert "9407" in page.text
    assert "(555) 010-0100, cred@aldercreek.example" in page.text
    theo.client.post(address(number, f"notice/paper/{fact.id}/returned"), data={"why": "moved"})
    assert load(number, on()).snapshot.clocks[0].met_on is None


def test_a_receipt_among_the_documents_is_proof(theo):
    number = application(email="")
    receipt = Attached("feed" * 16, "receipt.pdf", "application/pdf", 100)
    attach_document(load(number, on()), receipt, TODAY, on())
    session().commit()
    data = form(number, sure="yes", sent_on="t", dated_on="t", document=receipt.sha256)
    answered = theo.client.post(address(number, "notice/paper"), data=data)
    assert answered.status_code == 303
    fact = load(number, on()).facts[-1]
    assert "receipt.pdf" in theo.get(address(number, f"notice/paper/{fact.id}")).text


def test_a_paper_page_asks_first_what_the_letter_says(theo):
    page = theo.get(address(application(), "notice/paper"))
    assert "The letter says" in page.text


def test_changed_words_go_on_paper_too(theo):
    number = application(email="")
    shown = theo.post(address(number, "notice/preview"), form(number), 200)
    words = shown.fields(address(number, "notice/preview"))["edited"].replace("Dear", "Hello")
    page = theo.post(address(number, "notice/preview"), form(number, edited=words), 200)
    page = theo.post(
        address(number, "notice/paper"), page.fields(address(number, "notice/paper")), 200
    )
    assert "Words changed by hand" in page.text
    fields = page.fields(address(number, "notice/paper")) | {"tracking": "9407"}
    theo.client.post(address(number, "notice/paper"), data=fields)
    assert "Hello " in load(number, on()).facts[-1].payload["body_text"]
