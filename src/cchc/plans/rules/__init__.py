"""The domain of plans, pure: goals and their assessment, deadlines, the states of a task, the contents of reform."""
