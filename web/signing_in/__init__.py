"""Getting in and out: phone, code, invitation; codes given out by an office."""
