"""The sample plan as data."""

from compliance.setup.sample.script import files


def test_an_invented_address_keeps_every_letter_of_the_name():
    found = {each.last_name: each.email for each in files().values()}
    assert found["Engström"] == "lars.engstrom@mail.example"
    assert found["Nguyễn"] == "thimai.nguyen@mail.example"
