"""Pure rules of credentialing: what an entry is, what its facts add up to, which clocks run."""
