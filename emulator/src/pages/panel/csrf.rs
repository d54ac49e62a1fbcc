//! The secret that every form of the panel carries, so that no other site's page can post it (CSRF).

use std::sync::OnceLock;

use maud::{Markup, html};
use subtle::ConstantTimeEq as _;

use crate::pages::form::Form;
use crate::store::unguessable_token;

const FIELD: &str = "csrf";

/// Returns the secret of this process. Only pages of the panel show it, which other sites can't read.
fn token() -> &'static str {
    static TOKEN: OnceLock<String> = OnceLock::new();
    TOKEN.get_or_init(unguessable_token)
}

/// Returns the field that carries the secret.
pub(super) fn field() -> Markup {
    html! { input type="hidden" name=(FIELD) value=(token()); }
}

/// Returns true if a form carries the secret.
pub(super) fn is_valid(form: &Form) -> bool {
    form.get(FIELD).as_bytes().ct_eq(token().as_bytes()).into()
}
