"""Messages: what goes to people outside of the service, by e-mail, SMS and Zalo."""
