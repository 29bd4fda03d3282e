"""What is reckoned: numbers in, numbers out. Knows no Django."""
