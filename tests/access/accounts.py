"""The pages of one's own account, which the sign-in library brings: for oneself only, whatever the role.

Each row: what nobody gets, then what somebody signed in gets, in the words of table.py. ``ok`` from a page about a
second factor leads to the password once more, or to the page where a first factor is chosen.
"""

from __future__ import annotations

TABLE = """
account_login                        200  ok
account_logout                       ok   200
account_inactive                     200  200
account_signup                       200  ok
account_reauthenticate               in   200
account_email                        in   200
account_email_verification_sent      200  200
account_confirm_email                200  200
account_change_password              in   200
account_set_password                 in   ok
account_reset_password               200  200
account_reset_password_done          200  200
account_reset_password_from_key      200  200
account_reset_password_from_key_done 200  200
account_request_login_code           200  ok
account_confirm_login_code           in   ok
mfa_index                            in   200
mfa_authenticate                     in   ok
mfa_reauthenticate                   in   ok
mfa_reauthenticate_webauthn          in   ok
mfa_activate_totp                    in   ok
mfa_deactivate_totp                  in   --
mfa_view_recovery_codes              in   --
mfa_generate_recovery_codes          in   ok
mfa_download_recovery_codes          in   --
mfa_list_webauthn                    in   200
mfa_add_webauthn                     in   ok
mfa_remove_webauthn                  in   ok
mfa_edit_webauthn                    in   ok
mfa_login_webauthn                   in   ok
"""

ROUTES = {name: (nobody, member) for name, nobody, member in (line.split() for line in TABLE.strip().splitlines())}
KWARGS = {
    "account_confirm_email": {"key": "unknown"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "unknown"},
    "mfa_remove_webauthn": {"pk": 1},
    "mfa_edit_webauthn": {"pk": 1},
}
