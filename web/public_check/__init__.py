"""Whether a decision or a certificate is genuine, for anybody who has it in the hand."""
