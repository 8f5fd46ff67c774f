"""The reads behind the pages of duties and the figures made of them."""
