"""Forms of credentialing: the shape of what is typed."""
