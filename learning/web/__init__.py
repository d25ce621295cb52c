"""What every page shares: forms, errors, headers, language, assets, logs, limits. Knows no room."""
