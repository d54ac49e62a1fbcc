//! The card form: what a customer enters to pay or to verify a card.

use craftgate_core::payment::{Card, CardExpiry, CardNumber, CardUserKey, StoredCard};
use maud::{Markup, html};

use super::action_form::{ActionForm, action_form};
use super::card_scheme::scheme;
use super::drawn_card;
use super::form::Form;
use super::visit::Visit;
use crate::domain::test_cards::TestCard;

/// The value of the choice to pay with a card that is not stored.
const NEW_CARD: &str = "new";

/// The form that deletes a stored card.
const DELETE: ActionForm = ActionForm { id: "delete-card", action: DELETE_ACTION };

/// The action of the form that deletes a stored card, whose field `card` is the card's token.
pub(super) const DELETE_ACTION: &str = "delete";

/// The stored cards that a customer can choose from.
#[derive(Default)]
pub(super) struct StoredCards {
    pub(super) user_key: Option<CardUserKey>,
    pub(super) cards: Vec<StoredCard>,
    pub(super) allows_deleting: bool,
}

impl StoredCards {
    /// Returns the stored card that was chosen.
    fn chosen(&self, form: &Form) -> Option<&StoredCard> {
        self.cards.iter().find(|card| card.card_token.expose() == form.get("card"))
    }
}

/// What a card form offers.
pub(super) struct CardForm<'a> {
    pub(super) stored_cards: &'a StoredCards,
    pub(super) accepts_new_cards: bool,
    /// Whether the customer decides on storing the card.
    pub(super) offers_storing: bool,
}

impl CardForm<'_> {
    /// Returns the card that was entered, or what is wrong with it.
    pub(super) fn read(&self, visit: &Visit) -> Result<Card, &'static str> {
        let form = &visit.form;
        if let (Some(stored), Some(user_key)) = (self.stored_cards.chosen(form), &self.stored_cards.user_key) {
            let card = Card::stored(user_key.clone(), stored.card_token.clone());
            return Ok(if form.get("cvc").is_empty() { card } else { card.cvc(form.get("cvc")) });
        }
        if !self.accepts_new_cards {
            return Err(visit.pick("Saklı kartlarınızdan birini seçin.", "Choose one of your stored cards."));
        }
        let number = form.digits("number");
        if !(12..=19).contains(&number.len()) || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(visit.pick("Kart numarası eksik ya da hatalı.", "The card number is incomplete or wrong."));
        }
        let expiry: CardExpiry = form.get("expiry").parse().map_err(|_| {
            visit.pick("Son kullanma tarihi AA/YY biçiminde olmalı.", "The expiry date must look like MM/YY.")
        })?;
        if form.get("holder").is_empty() {
            return Err(visit.pick("Kart üzerindeki adı yazın.", "Enter the name on the card."));
        }
        if !(3..=4).contains(&form.get("cvc").len()) {
            return Err(visit.pick("Güvenlik kodu 3 ya da 4 haneli olmalı.", "The security code has 3 or 4 digits."));
        }
        let card = Card::new(form.get("holder"), CardNumber::new(number), expiry, form.get("cvc"));
        let is_stored = self.offers_storing && form.is_checked("store");
        Ok(if is_stored { card.store_card_after_success_payment(true) } else { card })
    }

    /// Returns the test card that was entered or chosen, whatever is wrong with the rest of the form.
    pub(super) fn look_up(&self, visit: &Visit) -> Option<&'static TestCard> {
        match self.stored_cards.chosen(&visit.form) {
            Some(stored) => {
                let (bin, last_four) = (stored.bin_number.as_deref()?, stored.last_four_digits.as_deref()?);
                TestCard::find_by_ends(bin, last_four)
            }
            None => TestCard::find(&visit.form.digits("number")),
        }
    }

    /// Returns the fields, with what was entered so far.
    pub(super) fn fields(&self, visit: &Visit) -> Markup {
        html! {
            @if !self.stored_cards.cards.is_empty() { (self.stored_cards(visit)) }
            @if self.accepts_new_cards { (self.new_card(visit)) }
        }
    }

    fn stored_cards(&self, visit: &Visit) -> Markup {
        let chosen = visit.form.get("card");
        let is_first_visit = chosen.is_empty();
        html! {
            fieldset {
                legend { (visit.pick("Kart", "Card")) }
                @for (index, card) in self.stored_cards.cards.iter().enumerate() {
                    @let digits = format!("•••• {}", card.last_four_digits.as_deref().unwrap_or_default());
                    div.stored-card {
                        label.choice {
                            input type="radio" name="card" value=(card.card_token.expose()) required
                                checked[card.card_token.expose() == chosen || (is_first_visit && index == 0)];
                            span {
                                (card.card_alias.as_deref().or(card.card_bank_name.as_deref()).unwrap_or(visit.pick("Saklı kart", "Stored card")))
                                " " small.soft { (scheme(card.card_association.as_ref())) }
                            }
                            span.mono { (digits) }
                        }
                        @if self.stored_cards.allows_deleting { (delete_button(card, &digits, visit)) }
                    }
                }
                @if self.accepts_new_cards {
                    label.choice {
                        input type="radio" name="card" value=(NEW_CARD) checked[chosen == NEW_CARD];
                        span { (visit.pick("Başka bir kart", "Another card")) }
                    }
                }
            }
        }
    }

    /// Returns what stands outside of the form with the fields.
    pub(super) fn other_forms(&self, visit: &Visit) -> Markup {
        html! { @if self.stored_cards.allows_deleting { (action_form(&DELETE, visit)) } }
    }

    fn new_card(&self, visit: &Visit) -> Markup {
        let form = &visit.form;
        // With stored cards to choose from, the browser can't know whether these fields are needed.
        let is_required = self.stored_cards.cards.is_empty();
        html! { div.new-card {
            @if visit.draws_card() { (drawn_card::draw(self.look_up(visit), visit)) }
            div.field {
                label for="number" { (visit.pick("Kart numarası", "Card number")) }
                input #number type="text" name="number" value=(form.get("number")) inputmode="numeric" autocomplete="cc-number"
                    placeholder="5258 6400 0000 0001" maxlength="24" required[is_required];
            }
            div.field {
                label for="holder" { (visit.pick("Kart üzerindeki ad", "Name on the card")) }
                input #holder type="text" name="holder" value=(form.get("holder")) autocomplete="cc-name" maxlength="100"
                    required[is_required];
            }
            div.fields {
                div.field {
                    label for="expiry" { (visit.pick("Son kullanma (AA/YY)", "Expiry (MM/YY)")) }
                    input #expiry type="text" name="expiry" value=(form.get("expiry")) inputmode="numeric" autocomplete="cc-exp"
                        placeholder=(visit.pick("AA/YY", "MM/YY")) maxlength="7" required[is_required];
                }
                div.field {
                    label for="cvc" { (visit.pick("Güvenlik kodu", "Security code")) }
                    input #cvc type="text" name="cvc" value=(form.get("cvc")) inputmode="numeric" autocomplete="cc-csc"
                        placeholder="000" maxlength="4" required[is_required];
                }
            }
            @if self.offers_storing {
                label.check {
                    input type="checkbox" name="store" value="on" checked[form.is_checked("store")];
                    (visit.pick("Kartımı sonraki ödemeler için sakla", "Store my card for later payments"))
                }
            }
        } }
    }
}

/// Returns the button that deletes a stored card.
fn delete_button(card: &StoredCard, digits: &str, visit: &Visit) -> Markup {
    html! {
        button.small.quiet type="submit" form=(DELETE.id) name="card" value=(card.card_token.expose())
            aria-label=(visit.pick(format!("{digits} kartını sil"), format!("Delete the card {digits}"))) {
            (visit.pick("Sil", "Delete"))
        }
    }
}

/// Returns what the BIN says of a card, such as `T. Garanti Bankası · Bonus · Visa`.
pub(super) fn describe(card: &TestCard, visit: &Visit) -> String {
    let kind = if card.is_credit_card() {
        visit.pick("kredi kartı", "credit card")
    } else {
        visit.pick("banka kartı", "debit card")
    };
    let scheme = scheme(card.association.as_ref());
    let parts = [card.bank.map(|bank| bank.name), card.brand, Some(scheme), Some(kind)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
