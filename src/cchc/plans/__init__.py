"""What the department promised: plans, targets, tasks, duties, and where each of them stands."""
