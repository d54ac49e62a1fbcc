//! Forms whose buttons stand among the fields of another form.
//!
//! Enter in a field submits its form by the form's first button. So only the button that a customer means by Enter belongs
//! to the form with the fields, and any other one to a form of its own.

use maud::{Markup, html};

use super::visit::Visit;

/// A form without fields of its own, which buttons name by their attribute `form`.
pub(super) struct ActionForm {
    pub(super) id: &'static str,
    pub(super) action: &'static str,
}

pub(super) fn action_form(form: &ActionForm, visit: &Visit) -> Markup {
    html! {
        form id=(form.id) method="post" action=(visit.here()) { input type="hidden" name="action" value=(form.action); }
    }
}
