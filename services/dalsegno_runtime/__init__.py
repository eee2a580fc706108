"""What every Dal Segno server shares; no module of it knows a flow, an execution or a blob."""

import os

# gRPC reads this when it is loaded: nobody forks here, and its handlers would write to standard error of each child.
os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "false")
