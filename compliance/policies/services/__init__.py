"""The verbs of duties: assign, add and review evidence, attest, record events, settle."""
