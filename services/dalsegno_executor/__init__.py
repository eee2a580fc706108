"""The executor service: runs flows, keeps their journal, replays executions."""
