"""The reads behind the pages, the figures and the packs of meetings."""
