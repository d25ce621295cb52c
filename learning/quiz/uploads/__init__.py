"""Uploads: files that learners hand in, kept beside the answers they belong to and given back as they came."""
