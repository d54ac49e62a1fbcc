//! The part of a payment that the buyer's wallet pays, on a checkout page.

use craftgate_core::Currency;
use maud::{Markup, html};
use rust_decimal::Decimal;

use super::action_form::{ActionForm, action_form};
use super::form::Form;
use super::money::money;
use super::visit::Visit;

/// The form that pays all from the wallet.
const PAY_ALL: ActionForm = ActionForm { id: "pay-from-wallet", action: "wallet" };

/// What the buyer's wallet can pay.
pub(super) struct WalletPart<'a> {
    /// The wallet's balance, which is positive.
    pub(super) balance: Decimal,
    /// The price of a single payment.
    pub(super) price: Decimal,
    pub(super) currency: &'a Currency,
}

impl WalletPart<'_> {
    /// Returns the amount that was entered: zero if there is none, `None` if the wallet can't pay it.
    pub(super) fn read(&self, form: &Form) -> Option<Decimal> {
        let entered = match form.get("walletPrice") {
            "" => Decimal::ZERO,
            entered => entered.replace(',', ".").parse().ok()?,
        };
        (Decimal::ZERO..=self.balance.min(self.price)).contains(&entered).then_some(entered)
    }

    /// Returns true if the customer pays all from the wallet.
    pub(super) fn pays_all(&self, visit: &Visit) -> bool {
        match visit.form.get("action") {
            action if action == PAY_ALL.action => true,
            "pay" => self.read(&visit.form) == Some(self.price),
            _ => false,
        }
    }

    fn can_pay_all(&self) -> bool {
        self.balance >= self.price
    }

    /// Returns what stands outside of the form with the fields.
    pub(super) fn other_forms(&self, visit: &Visit) -> Markup {
        html! { @if self.can_pay_all() { (action_form(&PAY_ALL, visit)) } }
    }

    pub(super) fn fields(&self, visit: &Visit) -> Markup {
        let balance = money(self.balance, self.currency, visit.language);
        html! {
            fieldset.wallet {
                legend { (visit.pick("Cüzdan", "Wallet")) }
                p.note {
                    (visit.pick("Cüzdanınızda ", "Your wallet has ")) strong { (balance) } (visit.pick(" var.", "."))
                }
                div.field {
                    label for="wallet-price" {
                        (visit.pick("Cüzdandan ödenecek kısım", "Part to pay from the wallet"))
                    }
                    input #wallet-price type="text" name="walletPrice" inputmode="decimal" placeholder="0" maxlength="20"
                        aria-describedby="wallet-hint" value=(visit.form.get("walletPrice"));
                    p.hint #wallet-hint {
                        (visit.pick("Kalanı kartla ödenir. Boş bırakılırsa cüzdan kullanılmaz.",
                            "The card pays the rest. Leave it empty to keep what the wallet has."))
                    }
                }
                @if self.can_pay_all() {
                    div.buttons {
                        button type="submit" form=(PAY_ALL.id) {
                            (visit.pick("Tümünü cüzdandan öde", "Pay all from the wallet"))
                        }
                    }
                }
            }
        }
    }
}
