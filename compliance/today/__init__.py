"""Today: what must I do, in what order? Joins the deadlines of every kind."""
