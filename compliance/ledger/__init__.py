"""The ledger: facts that only grow, dated values, and questions about any day."""
