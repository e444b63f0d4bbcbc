"""How accounts, passwords and second factors work: the same wherever the site runs."""

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LOGIN_URL = WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
WAGTAIL_PASSWORD_RESET_ENABLED = False  # allauth's stands in its place
ACCOUNT_ADAPTER = "core.signing_in.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_ENABLED = False
ACCOUNT_FORMS = {"reset_password": "core.signing_in.forms.ResetForm"}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # ResetForm writes to them, of no sign-up
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses are administrators' to enter
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False  # SignInView knows who may go where
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "10/h/ip,3/h/key",
}
MFA_ADAPTER = "core.signing_in.adapters.FactorAdapter"
MFA_FORMS = {"add_webauthn": "core.signing_in.forms.PasskeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "OCO"
# Codes of the half minute before and after: the clocks of phones differ.
MFA_TOTP_TOLERANCE = 1
