"""The engine that all features share: running deadlines, ladders, alerts. It knows no feature."""
