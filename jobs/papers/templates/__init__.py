"""The forms that decisions are printed in."""
