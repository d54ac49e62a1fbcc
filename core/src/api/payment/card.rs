//! The ways to name a card in a payment.

use super::Loyalty;
use crate::macros::object::{request_object, variant_object};
use crate::macros::open_enum::open_enum;
use crate::protocol::secret::Secret;
use crate::protocol::validation::Validator;
use crate::wire::json::JsonMap;

variant_object! {
    /// The card to pay with: start from the constructor for the way you know it.
    ///
    /// | the merchant has | constructor |
    /// |---|---|
    /// | the card's own data | [`Card::new`] |
    /// | a card stored at Craftgate | [`Card::stored`] |
    /// | first 8 and last 4 digits and identity number (insurance sector only) | [`Card::by_identity`] |
    /// | a token of Craftgate's secure fields | [`Card::secure_fields`] |
    /// | a wallet's token, such as Apple Pay's | [`Card::tokenized`] |
    /// | card data encrypted for Craftgate | [`Card::encrypted`] |
    pub struct Card {
        optional {
            /// The cardholder's name.
            card_holder_name: String,
            /// The card's number.
            card_number: Secret,
            /// The year it expires, with four digits.
            expire_year: String,
            /// The month it expires, with two digits.
            expire_month: String,
            /// The security code. Some stored cards don't need it.
            cvc: Secret,
            /// The name to store the card under.
            card_alias: String,
            /// The person's key, if they have stored a card before.
            card_user_key: String,
            /// A token of Craftgate's secure fields.
            secure_fields_token: Secret,
            /// A stored card's token.
            card_token: Secret,
            /// The first 8 digits.
            bin_number: String,
            /// The last 4 digits.
            last_four_digits: String,
            /// The cardholder's national identity or tax number.
            card_holder_identity_number: Secret,
            /// The points or the reward to use.
            loyalty: Loyalty,
            /// A wallet's token.
            tokenized_card: TokenizedCard,
            /// Card data encrypted for Craftgate.
            encrypted_card: EncryptedCard,
            /// Whether to store the card if the payment succeeds (Craftgate's default: no).
            store_card_after_success_payment: bool,
        }
    }
}

impl Card {
    /// A card by its own data, as the customer typed it: name, number, four-digit year, two-digit
    /// month, security code.
    pub fn new(
        card_holder_name: impl Into<String>,
        card_number: impl Into<Secret>,
        expire_year: impl Into<String>,
        expire_month: impl Into<String>,
        cvc: impl Into<Secret>,
    ) -> Self {
        Self::empty()
            .card_holder_name(card_holder_name)
            .card_number(card_number)
            .expire_year(expire_year)
            .expire_month(expire_month)
            .cvc(cvc)
    }

    /// A card stored at Craftgate: the person's key and the card's token, as storing it gave them.
    pub fn stored(card_user_key: impl Into<String>, card_token: impl Into<Secret>) -> Self {
        Self::empty().card_user_key(card_user_key).card_token(card_token)
    }

    /// A card by its first 8 and last 4 digits and the holder's national identity or tax number.
    /// Insurance companies alone may do this.
    pub fn by_identity(
        bin_number: impl Into<String>,
        last_four_digits: impl Into<String>,
        card_holder_identity_number: impl Into<Secret>,
    ) -> Self {
        Self::empty()
            .bin_number(bin_number)
            .last_four_digits(last_four_digits)
            .card_holder_identity_number(card_holder_identity_number)
    }

    /// A card typed into Craftgate's secure fields, by the token they gave.
    pub fn secure_fields(secure_fields_token: impl Into<Secret>) -> Self {
        Self::empty().secure_fields_token(secure_fields_token)
    }

    /// A card in a wallet, such as Apple Pay.
    pub fn tokenized(tokenized_card: TokenizedCard) -> Self {
        Self::empty().tokenized_card(tokenized_card)
    }

    /// A card whose data is encrypted for Craftgate.
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
            /// How it is encrypted.
            encryption as "type": String,
        }
    }
}

open_enum! {
    /// The wallets whose tokens can be paid with.
    pub enum TokenizedCardType {
        /// Apple Pay.
        ApplePay = "APPLE_PAY",
    }
}
