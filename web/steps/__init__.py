"""The pages on which dossiers move, one package for each kind of form."""
