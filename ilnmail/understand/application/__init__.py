"""What somebody tells us about themselves when they join: as a form, or in their own words."""

from ilnmail.understand.application.changes import Changes, read_changes
from ilnmail.understand.application.signup import SignupHints, SignupReading, mail_locale, read_signup

__all__ = ["Changes", "SignupHints", "SignupReading", "mail_locale", "read_changes", "read_signup"]
