"""A connection type's JSON Schema as questions for a person, and the answers as a configuration.

The schemas say less than they seem to: conditions are lost in them, and `required` is unreliable (`needs`).
"""

from bot.polytomic.addresses import salesforce_domain, snowflake_account
from bot.polytomic.forms.answers import Answer, configuration
from bot.polytomic.forms.asking import asked, has_secrets, left_out, pages
from bot.polytomic.forms.questions import fields
from bot.polytomic.forms.refusals import field_named
from bot.polytomic.forms.signing_in import signs_in
from bot.polytomic.forms.stored import never_asked, secrets_in, values_of

__all__ = [
    "Answer",
    "asked",
    "configuration",
    "field_named",
    "fields",
    "has_secrets",
    "left_out",
    "never_asked",
    "pages",
    "salesforce_domain",
    "secrets_in",
    "signs_in",
    "snowflake_account",
    "values_of",
]
