"""What the MBHO sees first: the figures the plan waits for, its action items, the next meeting."""
