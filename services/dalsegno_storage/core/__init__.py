"""The rules of storage, free of files, databases and gRPC."""
