"""Rules for values: URIs, dates, languages, numbers, markup."""
