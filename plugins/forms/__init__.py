"""Forms: what people can send us. The same definition makes the page and, later, the rules of the function."""
