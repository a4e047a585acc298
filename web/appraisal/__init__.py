"""Appraising a dossier: the committee's levels beside the cell's own."""
