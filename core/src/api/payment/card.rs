//! The card of a payment.

use super::{CardExpiry, CardNumber, CardToken, CardUserKey, Loyalty, PartialCardNumber};
use crate::macros::object::{request_object, variant_object};
use crate::macros::open_enum::open_enum;
use crate::protocol::secret::Secret;
use crate::protocol::validation::Validator;
use crate::wire::json::JsonMap;

variant_object! {
    /// The card to pay with. Each way to name a card has its constructor.
    ///
    /// | the merchant has | constructor |
    /// |---|---|
    /// | the card's own data | [`Card::new`] |
    /// | a card stored at Craftgate | [`Card::stored`] |
    /// | first 8 and last 4 digits and identity number (insurance sector only) | [`Card::by_identity`] |
    /// | a token of Craftgate's secure fields | [`Card::secure_fields`] |
    /// | a wallet's token, such as Apple Pay's | [`Card::tokenized`] |
    /// | card data encrypted for Craftgate | [`Card::encrypted`] |
    ///
    /// A card stored at another payment provider is no `Card`: see
    /// [`CreatePayment::stored_at_provider`](super::CreatePayment::stored_at_provider).
    pub struct Card {
        optional {
            /// The cardholder's name.
            card_holder_name: String,
            /// The card's number.
            card_number: Secret,
            /// The year in which the card expires, of four digits.
            expire_year: String,
            /// The month in which the card expires, of two digits.
            expire_month: String,
            /// The security code: 4 digits for American Express, 3 for the others. A stored card may do without.
            cvc: Secret,
            /// The name to store the card under.
            card_alias: String,
            /// The person's key, if they have stored a card before.
            card_user_key: CardUserKey,
            /// A token of Craftgate's secure fields.
            secure_fields_token: Secret,
            /// The stored card's token.
            card_token: CardToken,
            /// The card's first 8 digits.
            bin_number: String,
            /// The card's last 4 digits.
            last_four_digits: String,
            /// The cardholder's national identity or tax number.
            card_holder_identity_number: Secret,
            /// The points or the reward to use.
            loyalty: Loyalty,
            /// The wallet's token.
            tokenized_card: TokenizedCard,
            /// The card data encrypted for Craftgate.
            encrypted_card: EncryptedCard,
            /// Whether to store the card if the payment succeeds (Craftgate's default: no).
            store_card_after_success_payment: bool,
        }
    }
}

impl Card {
    /// The card with this holder, number, expiry and security code.
    pub fn new(holder: impl Into<String>, number: CardNumber, expiry: CardExpiry, cvc: impl Into<Secret>) -> Self {
        Self::empty()
            .card_holder_name(holder)
            .card_number(number)
            .expire_year(expiry.wire_year())
            .expire_month(expiry.wire_month())
            .cvc(cvc)
    }

    /// The card stored at Craftgate under this person's key and this token.
    #[must_use]
    pub fn stored(card_user_key: CardUserKey, card_token: CardToken) -> Self {
        Self::empty().card_user_key(card_user_key).card_token(card_token)
    }

    /// The card with these digits, whose holder has this national identity or tax number. Only for insurance
    /// companies, with a POS that supports it.
    pub fn by_identity(digits: PartialCardNumber, identity_number: impl Into<Secret>) -> Self {
        Self::empty()
            .bin_number(digits.bin_number)
            .last_four_digits(digits.last_four_digits)
            .card_holder_identity_number(identity_number)
    }

    /// The card that was typed into Craftgate's secure fields, by their token.
    pub fn secure_fields(secure_fields_token: impl Into<Secret>) -> Self {
        Self::empty().secure_fields_token(secure_fields_token)
    }

    /// The card in a wallet such as Apple Pay.
    #[must_use]
    pub fn tokenized(tokenized_card: TokenizedCard) -> Self {
        Self::empty().tokenized_card(tokenized_card)
    }

    /// The card whose data is encrypted for Craftgate.
    #[must_use]
    pub fn encrypted(encrypted_card: EncryptedCard) -> Self {
        Self::empty().encrypted_card(encrypted_card)
    }
}

impl Validator {
    /// What a customer left empty in a form is as good as missing. A stored card may do without its code, a card by its
    /// number may not.
    pub(crate) fn card(&mut self, card: &Card) -> &mut Self {
        let is_filled = |value: &str| !value.trim().is_empty();
        let (name, number) = (card.card_holder_name.as_deref(), card.card_number.as_ref().map(Secret::expose));
        let has_code = card.cvc.as_ref().map_or(number.is_none(), |code| is_filled(code.expose()));
        self.require("card.cardHolderName", name.is_none_or(is_filled))
            .require("card.cardNumber", number.is_none_or(is_filled))
            .require("card.cvc", has_code)
            .expiry(["card.expireYear", "card.expireMonth"], &card.expire_year, &card.expire_month)
    }
}

request_object! {
    /// A card as a wallet hands it over.
    pub struct TokenizedCard {
        required {
            /// The wallet.
            wallet as "type": TokenizedCardType,
            /// The wallet's payment token, as it came. `Debug` shows its keys alone.
            data: JsonMap,
        }
    }
}

request_object! {
    /// Card data encrypted for Craftgate.
    pub struct EncryptedCard {
        required {
            /// The encrypted data.
            card_data: Secret,
        }
        optional {
            /// The kind of encryption. Craftgate's sources don't list the values.
            encryption as "type": String,
        }
    }
}

open_enum! {
    /// A wallet whose tokens can be paid with. (Source: the official clients.)
    pub enum TokenizedCardType {
        /// Apple Pay.
        ApplePay = "APPLE_PAY",
    }
}
