"""Dossiers of administrative procedures (hồ sơ thủ tục hành chính): the register, as one-stop systems export it."""
