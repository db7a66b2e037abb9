"""Books of numbers: the pages under /so-van-ban/."""
