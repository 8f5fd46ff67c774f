"""What each role may do on each line of business: the plan's decisions, dated and proved."""
