"""The pure middle: values and rules, without input, output, clock or environment."""
