"""What a worker and its pool say to each other: JSON, one object a line.

To the worker: an assignment, the fields of `ports.Assignment`.
From the worker: any number of `{"log": [level, time, text]}`, then one
`{"end": {"state": ..., "outputs_json": ..., "error": ..., "metrics": {...}}}`.
"""

# An end carries the outputs, which storage takes up to 4 MiB.
MAX_LINE_BYTES = 16 * 1024 * 1024
