"""What every Dal Segno server shares; no module of it knows a flow, an execution or a blob."""
