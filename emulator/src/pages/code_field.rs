//! The field for the code that a customer's telephone received.

use maud::{Markup, html};

use super::visit::Visit;

/// Returns the field, with a hint on the codes that the emulator knows.
pub(super) fn code_field(visit: &Visit, hint: &Markup) -> Markup {
    html! {
        div.field {
            label for="code" { (visit.pick("Telefonunuza gelen doğrulama kodu", "The code that your phone received")) }
            input.code #code type="text" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="6"
                pattern="[0-9]{6}" required autofocus aria-describedby="code-hint";
            p.hint #code-hint { (hint) }
        }
    }
}
