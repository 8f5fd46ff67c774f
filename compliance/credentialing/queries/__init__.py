"""The reads behind the queue, the application page and the commands."""
