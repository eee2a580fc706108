"""What a worker and its pool say to each other: JSON, one object a line.

To the worker: an assignment, the fields of `ports.Assignment`.
From the worker: any number of `{"log": [level, time, text]}`, then one
`{"end": {"state": ..., "outputs_json": ..., "error": ..., "metrics": {...}}}`.
"""

# What storage takes of the outputs of one task run. A line has room for them, escaped once more.
MAX_OUTPUT_BYTES = 4 * 1024 * 1024
MAX_LINE_BYTES = 16 * 1024 * 1024
