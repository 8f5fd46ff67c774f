"""First run, upgrade, serving: what turns an empty folder into a working instance."""
