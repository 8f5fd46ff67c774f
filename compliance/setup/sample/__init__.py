"""The sample plan: one story played day by day through the same services as real work."""

from compliance.setup.sample.player import DEMO_PASSWORD, STORY_DAY, first_day, play

__all__ = ["DEMO_PASSWORD", "STORY_DAY", "first_day", "play"]
