"""A session that ends does not take with it what was being typed."""
