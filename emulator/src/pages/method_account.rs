//! What the tab of a method asks for.

use craftgate_core::payment::PaymentMethod;
use maud::{Markup, html};

use super::card_scheme::scheme;
use super::method_name::name;
use super::payment_page::PaymentPage;
use super::visit::Visit;
use crate::domain::apm::PLUXEE_CODE;
use crate::domain::digits::is_number;
use crate::domain::masterpass;
use crate::domain::page_method::{MethodAccount, account};
use crate::domain::test_cards::TestCard;
use crate::simulate::MethodEntry;

/// The form of a method's tab.
pub(super) struct MethodForm<'a> {
    pub(super) method: &'a PaymentMethod,
    pub(super) page: &'a PaymentPage,
}

impl MethodForm<'_> {
    /// Returns the path of the tab.
    pub(super) fn path(&self, visit: &Visit) -> String {
        visit.link(&visit.path, Some(("method", self.method.as_str())))
    }

    /// Returns what was entered.
    ///
    /// # Errors
    ///
    /// With what is wrong with it, or without a message if there are installments to choose.
    pub(super) fn read(&self, visit: &Visit) -> Result<MethodEntry, Option<&'static str>> {
        let entry = MethodEntry::from(self.method);
        let form = &visit.form;
        match account(self.method) {
            None => Ok(entry),
            Some(MethodAccount::CardNumber) => match form.digits("account") {
                number if is_number(&number, &[16]) => Ok(entry.account(number)),
                _ => Err(Some(visit.pick("Kart numarası 16 haneli olmalı.", "The card number must have 16 digits."))),
            },
            Some(MethodAccount::PhoneAndCode) => {
                let (phone, code) = (form.digits("account"), form.digits("code"));
                match is_number(&phone, &[10]) && phone.starts_with('5') && is_number(&code, &[6]) {
                    true => Ok(entry.account(phone).code(code)),
                    false => Err(Some(visit.pick(
                        "Telefon 5 ile başlayan 10, kod 6 haneli olmalı.",
                        "The telephone number must have 10 digits and begin with 5, the code 6 digits.",
                    ))),
                }
            }
            Some(MethodAccount::AccountCard) => match chosen_card(visit) {
                Some(card) => {
                    let installment = self.page.chosen_installment(Some(card), visit)?;
                    Ok(entry.account(card.last_four()).installment(installment))
                }
                None => Err(Some(visit.pick("Kartlarınızdan birini seçin.", "Choose one of your cards."))),
            },
        }
    }

    /// Returns the telephone number of the account to whose use the customer has to consent first.
    pub(super) fn account_to_link(&self) -> Option<&str> {
        let is_in_account = account(self.method) == Some(MethodAccount::AccountCard);
        self.page.masterpass_to_link.as_deref().filter(|_| is_in_account)
    }

    pub(super) fn fields(&self, visit: &Visit) -> Markup {
        match account(self.method) {
            _ if self.account_to_link().is_some() => self.consent(visit),
            None => self.redirect_note(visit),
            Some(MethodAccount::CardNumber) => self.card_number(visit),
            Some(MethodAccount::PhoneAndCode) => self.phone_and_code(visit),
            Some(MethodAccount::AccountCard) => self.account_cards(visit),
        }
    }

    fn redirect_note(&self, visit: &Visit) -> Markup {
        html! {
            p.soft {
                (visit.pick("Ödemeye devam etmek için ", "To go on, you will be led to "))
                (name(self.method, visit))
                (visit.pick(" sayfasına yönlendirileceksiniz.", "."))
            }
        }
    }

    fn card_number(&self, visit: &Visit) -> Markup {
        let name = name(self.method, visit);
        html! {
            p.soft { (code_note(visit)) }
            div.field {
                label for="account" { (visit.pick(format!("{name} kart numarası"), format!("{name} card number"))) }
                input #account type="text" name="account" inputmode="numeric" autocomplete="off" maxlength="24" required
                    value=(visit.form.get("account")) aria-describedby="account-hint";
                p.hint #account-hint {
                    (visit.pick("Emülatörde 16 haneli her numara geçerlidir.", "In the emulator any 16 digits will do."))
                }
            }
        }
    }

    fn phone_and_code(&self, visit: &Visit) -> Markup {
        html! {
            div.field {
                label for="account" { (visit.pick("Pluxee'ye kayıtlı telefon", "Telephone number at Pluxee")) }
                input #account type="text" name="account" inputmode="tel" autocomplete="tel-national" placeholder="5551112233"
                    maxlength="14" required value=(visit.form.get("account"));
            }
            div.field {
                label for="code" { (visit.pick("Pluxee uygulamasındaki kod", "Code of Pluxee's application")) }
                input.code #code type="text" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="6"
                    pattern="[0-9]{6}" required aria-describedby="code-hint";
                p.hint #code-hint {
                    (visit.pick("Emülatörde uygulamanın kodu ", "In the emulator the application's code is ")) code { (PLUXEE_CODE) }
                    (visit.pick("; başka her kod yanlıştır.", "; any other one is wrong."))
                }
            }
        }
    }

    fn consent(&self, visit: &Visit) -> Markup {
        html! {
            @if self.page.methods.len() == 1 {
                p.note.wait { (visit.pick(
                    "Bu sayfada yalnızca Masterpass ile ödenir: onay vermeden ödeyemezsiniz.",
                    "Masterpass is the only way to pay here: you can't pay without your consent.",
                )) }
            }
            p {
                (visit.pick("Masterpass hesabınızdaki kartlar ", "To use the cards of your Masterpass account at "))
                strong { (self.page.shop) }
                (visit.pick(
                    " işyerinde ilk kez kullanılacak. Kullanılmaları için onayınız gerekir.",
                    " for the first time, your consent is needed.",
                ))
            }
        }
    }

    fn account_cards(&self, visit: &Visit) -> Markup {
        let chosen = visit.form.get("account");
        html! {
            p.soft { (code_note(visit)) }
            fieldset {
                legend { (visit.pick("Masterpass kartlarınız", "Your cards at Masterpass")) }
                @for (index, card) in masterpass::cards().enumerate() {
                    label.choice {
                        input type="radio" name="account" value=(card.last_four()) required
                            checked[card.last_four() == chosen || (chosen.is_empty() && index == 0)];
                        span {
                            (card.bank.map_or("", |bank| bank.name)) " " small { (scheme(card.association.as_ref())) }
                        }
                        span.mono { "•••• " (card.last_four()) }
                    }
                }
            }
            @if let Some(card) = chosen_card(visit) { (self.page.installment_choices(Some(card), visit)) }
        }
    }
}

/// Returns the chosen card of a Masterpass account.
fn chosen_card(visit: &Visit) -> Option<&'static TestCard> {
    masterpass::cards().find(|card| card.last_four() == visit.form.get("account"))
}

fn code_note(visit: &Visit) -> &'static str {
    visit.pick(
        "Öde düğmesinden sonra telefonunuza gelen 6 haneli kod istenir.",
        "After Pay you will be asked for the 6 digits that your phone receives.",
    )
}
