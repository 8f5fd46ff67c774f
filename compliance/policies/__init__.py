"""What the policy asks of the plan: the register, its owners, evidence and attestations."""
