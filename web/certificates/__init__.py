"""Giấy khen: their register, the sheets to print, and the picture they are printed on."""
