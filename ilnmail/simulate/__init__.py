"""A round of made-up librarians in virtual time, over real IMAP and SMTP, and the page it leaves behind."""
