"""Answer sheets for providers, made from what the plan decided. Public, plain, printable."""
