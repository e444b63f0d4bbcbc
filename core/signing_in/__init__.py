"""Signing in: with a password and a second factor, or with a passkey.

django-allauth does it; here is what this site has of its own: who has to have a second
factor, what ends a session, and the words. ``django-two-factor-auth`` with
``wagtail-2fa`` was weighed: the latter has no passkeys and lags behind Wagtail.
"""
