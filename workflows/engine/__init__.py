"""The engine: flows as tables of moves, fired on a locked dossier in one transaction."""
