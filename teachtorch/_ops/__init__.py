"""The operations: each file holds one kind, each class one derivative."""
