"""What a reader looks at, apart from what the policy decides (semantics 12)."""
