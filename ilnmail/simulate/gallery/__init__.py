"""The gallery: a played round as one page that opens from the disk, and every mail as a file beside it."""
