"""Papers of the Party's form, made from the frozen state of the dossiers they cover."""
