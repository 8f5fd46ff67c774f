"""The reads behind Today, the alerts page and the figures."""
