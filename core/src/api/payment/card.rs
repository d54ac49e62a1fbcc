//! The card of a payment.

use super::{CardExpiry, CardNumber, CardToken, CardUserKey, Loyalty, PartialCardNumber};
use crate::macros::object::{request_object, variant_object};
use crate::macros::open_enum::open_enum;
use crate::protocol::secret::Secret;
use crate::protocol::validation::{CardFields, TypedCard, Validator, form};
use crate::wire::json::JsonMap;

variant_object! {
    /// The card to pay with. Each way to identify a card has its constructor.
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
            /// The security code: 4 digits for American Express, 3 for the others. Optional for a stored card.
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
    /// Returns the card with this holder, number, expiry and security code.
    pub fn new(holder: impl Into<String>, number: CardNumber, expiry: CardExpiry, cvc: impl Into<Secret>) -> Self {
        Self::empty()
            .card_holder_name(holder)
            .card_number(number)
            .expire_year(expiry.wire_year())
            .expire_month(expiry.wire_month())
            .cvc(cvc)
    }

    /// Returns the card stored at Craftgate under this person's key and this token.
    #[must_use]
    pub fn stored(card_user_key: CardUserKey, card_token: CardToken) -> Self {
        Self::empty().card_user_key(card_user_key).card_token(card_token)
    }

    /// Returns the card with these digits, whose holder has this national identity or tax number. Only for insurance
    /// companies, with a POS that supports it.
    pub fn by_identity(digits: PartialCardNumber, identity_number: impl Into<Secret>) -> Self {
        Self::empty()
            .bin_number(digits.bin_number)
            .last_four_digits(digits.last_four_digits)
            .card_holder_identity_number(identity_number)
    }

    /// Returns the card that was entered in Craftgate's secure fields, by their token.
    pub fn secure_fields(secure_fields_token: impl Into<Secret>) -> Self {
        Self::empty().secure_fields_token(secure_fields_token)
    }

    /// Returns the card in a wallet such as Apple Pay.
    #[must_use]
    pub fn tokenized(tokenized_card: TokenizedCard) -> Self {
        Self::empty().tokenized_card(tokenized_card)
    }

    /// Returns the card whose data is encrypted for Craftgate.
    #[must_use]
    pub fn encrypted(encrypted_card: EncryptedCard) -> Self {
        Self::empty().encrypted_card(encrypted_card)
    }
}

impl Card {
    pub(super) fn typed(&self) -> TypedCard<'_> {
        TypedCard {
            holder: self.card_holder_name.as_deref(),
            number: self.card_number.as_ref().map(Secret::expose),
            expire_year: self.expire_year.as_deref(),
            expire_month: self.expire_month.as_deref(),
            cvc: self.cvc.as_ref().map(Secret::expose),
        }
    }
}

impl Validator {
    /// The card of a payment, each way to name it with its fields. (Source: Craftgate's "Ödeme Alma".)
    pub(crate) fn card(&mut self, card: &Card) -> &mut Self {
        let (fields, typed) = (&CardFields::IN_CARD, card.typed());
        let is_token =
            card.secure_fields_token.is_some() || card.tokenized_card.is_some() || card.encrypted_card.is_some();
        let is_stored = card.card_token.is_some() || (card.card_user_key.is_some() && typed.number.is_none());
        let is_partial =
            card.bin_number.is_some() || card.last_four_digits.is_some() || card.card_holder_identity_number.is_some();
        self.typed_card(fields, &typed);
        if is_stored && !is_token {
            self.require(fields.user_key, card.card_user_key.is_some())
                .require(fields.token, card.card_token.is_some());
        } else if is_partial && typed.number.is_none() && !is_token {
            self.partial_card(card);
        } else if !is_token {
            self.require(fields.holder, typed.holder.is_some())
                .require_number_and_expiry(fields, &typed)
                .require(fields.cvc, typed.cvc.is_some());
        }
        match &card.loyalty {
            Some(loyalty) => self.loyalty(loyalty, "card.loyalty.type", "card.loyalty.reward"),
            None => self,
        }
    }

    /// The card of an insurance company's customer.
    fn partial_card(&mut self, card: &Card) -> &mut Self {
        let (field, bin) = ("card.binNumber", card.bin_number.as_deref());
        let identity = card.card_holder_identity_number.as_ref().map(Secret::expose);
        self.require(field, bin.is_some())
            .bin(field, bin)
            .require_form("card.lastFourDigits", card.last_four_digits.as_deref(), &form::LAST_FOUR)
            .require_filled([("card.cardHolderIdentityNumber", identity)])
    }
}

request_object! {
    /// A card from a wallet such as Apple Pay, as a token.
    pub struct TokenizedCard {
        required {
            /// The wallet.
            wallet as "type": TokenizedCardType,
            /// The wallet's payment token, as received. `Debug` shows its keys only.
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
