"""The process in which one task at a time runs; it knows the storage service and the task types, and no journal."""
