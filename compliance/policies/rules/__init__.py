"""Pure rules of duties: parts, story, occurrences, evidence, states, words."""
