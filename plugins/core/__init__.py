"""Pure parts: documents, problems, addresses, the clock, the schema. Imports nothing else of ours."""
