"""Who there is: units and their history, people and posts, accounts, roles and what they may do."""
