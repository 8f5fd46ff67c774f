"""The verbs of meetings: start a series, plan, arrange the agenda, minute, pack, invite, act."""
