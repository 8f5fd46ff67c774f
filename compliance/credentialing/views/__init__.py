"""Pages of credentialing."""
