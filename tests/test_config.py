"""Keys: given by the environment, or made once and kept for their owner alone."""

import pytest

from compliance.config import (
    Settings,
    from_environment,
    keep_key,
    key_file,
    numbered_keys,
    read_key,
)
from compliance.core.errors import Environment


def test_unset_keys_are_made_once_and_kept_private(tmp_path):
    first, second = (from_environment({}, tmp_path / "made") for _ in range(2))
    assert (first.secret_key, first.totp_keys, first.pseudonym_key) == (
        second.secret_key,
        second.totp_keys,
        second.pseudonym_key,
    )
    assert len({first.secret_key, first.totp_keys["1"], first.pseudonym_key}) == 3
    kept = [tmp_path / "made", *(tmp_path / "made/secrets").iterdir()]
    assert {each.stat().st_mode & 0o077 for each in kept} == {0}


def test_a_key_given_by_a_file_is_not_kept(tmp_path):
    (tmp_path / "given").write_text("two:words\n")
    settings = from_environment({"DAYBOOK_PSEUDONYM_KEY_FILE": str(tmp_path / "given")}, tmp_path)
    assert settings.pseudonym_key == "two:words"
    assert not key_file(tmp_path, "pseudonym_key").exists()


@pytest.mark.parametrize(
    ("text", "keys"),
    [("only", {"1": "only"}), ("2:new, 1:old", {"2": "new", "1": "old"}), ("7:x", {"7": "x"})],
)
def test_second_factor_keys_are_numbered(text, keys):
    assert numbered_keys(text) == keys


@pytest.mark.parametrize("text", ["2:new,old", "a:new", "2:new,1:", "new,old"])
def test_a_key_without_its_number_is_refused(text):
    with pytest.raises(Environment, match="2:new,1:old"):
        numbered_keys(text)


def test_the_kept_previous_key_belongs_to_a_kept_key(tmp_path):
    keep_key(tmp_path, "secret_key_previous", "old")
    assert from_environment({}, tmp_path).secret_key_previous == "old"
    given = from_environment({"DAYBOOK_SECRET_KEY": "new"}, tmp_path)
    assert given.secret_key_previous == ""


def test_a_key_is_replaced_in_one_step_and_stays_private(tmp_path):
    keep_key(tmp_path, "secret_key", "one")
    keep_key(tmp_path, "secret_key", "two")
    assert read_key(tmp_path, "secret_key") == "two"
    assert [each.name for each in (tmp_path / "secrets").iterdir()] == ["secret_key"]
    assert key_file(tmp_path, "secret_key").stat().st_mode & 0o077 == 0


def test_keys_do_not_show_where_settings_are_printed(tmp_path):
    made = Settings(tmp_path, "sqlite://", "unseen")
    assert not any(key in repr(made) for key in ("unseen", made.totp_keys["1"]))
