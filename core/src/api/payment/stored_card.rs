//! Cards stored at Craftgate.
//!
//! ```
//! use craftgate_core::{Operation, Validate};
//! use craftgate_core::payment::{Card, CardExpiry, CardNumber, StoreCard, StoredCard};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let store = StoreCard::plain("Gülşah Işık", CardNumber::new("5258640000000001"), CardExpiry::new(2044, 7)?);
//! assert_eq!(store.validate(), Ok(vec![]));
//! assert_eq!(store.path()?, "/payment/v1/cards");
//!
//! // Keep both with the customer: together they pay.
//! let stored: StoredCard = serde_json::from_str(r#"{"cardUserKey":"kişi-1","cardToken":"kart-1"}"#)?;
//! let card = Card::stored(stored.card_user_key, stored.card_token);
//! # Ok(())
//! # }
//! ```

use chrono::NaiveDateTime;

use super::{CardExpiry, CardNumber, CardToken, CardUserKey, EncryptedCard, RawCardExpiry};
use crate::api::card::{CardAssociation, CardExpiryStatus, CardType};
use crate::api::id::{BankId, MerchantId};
use crate::macros::object::{response_object, variant_object};
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;
use crate::protocol::page::Page;
use crate::protocol::paging::paged;
use crate::protocol::secret::Secret;
use crate::protocol::validation::{CardFields, TypedCard, Validate, Validator, form};

operation! {
    /// Stores a card without a payment.
    ///
    /// Each way to name the card has its constructor: [`StoreCard::plain`], [`StoreCard::secure_fields`],
    /// [`StoreCard::encrypted`]. For a person's first card leave `card_user_key` out, and keep the one in the
    /// response: it identifies the person, `card_token` the card.
    POST "/payment/v1/cards" => StoredCard;

    pub struct StoreCard {
        flatten {
            /// The card to store.
            card: CardToStore
        }
        optional {
            /// The name to store the card under.
            card_alias: String,
            /// The person's key, if they have stored a card before.
            card_user_key: CardUserKey,
        }
    }
}

impl Validate for StoreCard {
    fn check(&self, validator: &mut Validator) {
        let (card, fields) = (&self.card, &CardFields::FLAT);
        validator.form(fields.holder, card.card_holder_name.as_deref(), &form::HOLDER_NAME);
        // Where the card comes as a token or encrypted, its own fields say nothing.
        if card.secure_fields_token.is_none() && card.encrypted_card.is_none() {
            let typed = TypedCard {
                holder: card.card_holder_name.as_deref(),
                number: card.card_number.as_ref().map(Secret::expose),
                expire_year: card.expire_year.as_deref(),
                expire_month: card.expire_month.as_deref(),
                cvc: None,
            };
            validator
                .typed_card(fields, &typed)
                .require(fields.holder, typed.holder.is_some())
                .require_number_and_expiry(fields, &typed);
        }
    }
}

impl StoreCard {
    /// Returns the request to store the card with this holder, number and expiry.
    pub fn plain(holder: impl Into<String>, number: CardNumber, expiry: CardExpiry) -> Self {
        Self::new(CardToStore::plain(holder, number, expiry))
    }

    /// Returns the request to store the card that was entered in Craftgate's secure fields, by their token.
    pub fn secure_fields(secure_fields_token: impl Into<Secret>) -> Self {
        Self::new(CardToStore::secure_fields(secure_fields_token))
    }

    /// Returns the request to store the card whose data is encrypted for Craftgate.
    #[must_use]
    pub fn encrypted(encrypted_card: EncryptedCard) -> Self {
        Self::new(CardToStore::encrypted(encrypted_card))
    }
}

variant_object! {
    /// The card that [`StoreCard`] stores. Each way to identify it has its constructor.
    pub struct CardToStore {
        optional {
            /// The cardholder's name: none of `<>"%;&+()|=!`, and at most five digits.
            card_holder_name: String,
            /// The card's number.
            card_number: Secret,
            /// The year in which the card expires, of four digits.
            expire_year: String,
            /// The month in which the card expires, of two digits.
            expire_month: String,
            /// A token of Craftgate's secure fields.
            secure_fields_token: Secret,
            /// The card data encrypted for Craftgate.
            encrypted_card: EncryptedCard,
        }
    }
}

impl CardToStore {
    /// Returns the card with this holder, number and expiry.
    pub fn plain(holder: impl Into<String>, number: CardNumber, expiry: CardExpiry) -> Self {
        Self::empty()
            .card_holder_name(holder)
            .card_number(number)
            .expire_year(expiry.wire_year())
            .expire_month(expiry.wire_month())
    }

    /// Returns the card that was entered in Craftgate's secure fields, by their token.
    pub fn secure_fields(secure_fields_token: impl Into<Secret>) -> Self {
        Self::empty().secure_fields_token(secure_fields_token)
    }

    /// Returns the card whose data is encrypted for Craftgate.
    #[must_use]
    pub fn encrypted(encrypted_card: EncryptedCard) -> Self {
        Self::empty().encrypted_card(encrypted_card)
    }
}

operation! {
    /// Updates a stored card's expiry.
    POST "/payment/v1/cards/update" => StoredCard;

    pub struct UpdateCard {
        flatten {
            /// The new expiry.
            expiry: RawCardExpiry
        }
        required {
            /// The person's key.
            card_user_key: CardUserKey,
            /// The card's token.
            card_token: CardToken,
        }
        optional {
            /// The name to store the card under.
            card_alias: String,
        }
    }
}

impl Validate for UpdateCard {
    fn check(&self, validator: &mut Validator) {
        validator.expiry(&CardFields::FLAT, Some(&self.expiry.expire_year), Some(&self.expiry.expire_month));
    }
}

operation! {
    /// Searches stored cards.
    GET "/payment/v1/cards" => Page<StoredCard>;

    pub struct SearchStoredCards {
        optional {
            /// The name that the card is stored under.
            card_alias: String,
            /// The card's family, such as `Bonus`.
            card_brand: String,
            /// The card's type.
            card_type: CardType,
            /// The person's key.
            card_user_key: CardUserKey,
            /// The card's token.
            card_token: CardToken,
            /// The name of the card's bank.
            card_bank_name: String,
            /// The card's scheme.
            card_association: CardAssociation,
            /// Whether the card has expired.
            card_expiry_status: CardExpiryStatus,
            /// The earliest time of storing, local to Turkey.
            min_created_date: NaiveDateTime,
            /// The latest time of storing, local to Turkey.
            max_created_date: NaiveDateTime,
            /// The page number, from 0 (Craftgate's default: 0).
            page: u32,
            /// The page size (Craftgate's default: 10).
            size: u32,
        }
    }
}

impl Validate for SearchStoredCards {
    fn check(&self, validator: &mut Validator) {
        validator.range("minCreatedDate", self.min_created_date, self.max_created_date);
    }
}

paged! { SearchStoredCards => StoredCard }

operation! {
    /// Deletes a stored card.
    POST "/payment/v1/cards/delete" => ();

    pub struct DeleteStoredCard {
        required {
            /// The person's key.
            card_user_key: CardUserKey,
            /// The card's token.
            card_token: CardToken,
        }
    }
}

operation! {
    /// Copies a stored card to another merchant.
    ///
    /// The response is the copy, with the key and the token that it has there.
    POST "/payment/v1/cards/clone" => StoredCard;

    pub struct CloneCard {
        required {
            /// The person's key at this merchant.
            source_card_user_key: CardUserKey,
            /// The card's token at this merchant.
            source_card_token: CardToken,
            /// Craftgate's id of the other merchant.
            target_merchant_id: MerchantId,
        }
        optional {
            /// The person's key at the other merchant, if they have one.
            target_card_user_key: CardUserKey,
        }
    }
}

operation! {
    /// Looks up the stored cards that were imported from another payment provider.
    ///
    /// Filter by that provider's own names for the card and its holder.
    GET "/payment/v1/cards/provider-card-mappings" => Page<StoredCard>;

    pub struct RetrieveProviderCards {
        optional {
            /// The card's token at the provider.
            provider_card_token: Secret,
            /// The merchant's own id of the card's holder.
            external_id: String,
            /// The holder's id at the provider.
            provider_card_user_id: String,
            /// The provider.
            card_provider: CardProvider,
        }
    }
}

operation! {
    /// Retrieves the card that a customer entered by telephone (IVR).
    ///
    /// The card's number never reaches the merchant: pay with the tokens in the response.
    GET "/payment/v1/ivr-cards" => IvrCard;

    pub struct RetrieveCardFromIvr {
        required {
            /// The call's token.
            call_token: Secret,
        }
        optional {
            /// The person's key, if they have stored a card before.
            card_user_key: CardUserKey,
        }
    }
}

response_object! {
    /// A stored card.
    pub struct StoredCard {
        required {
            /// The person's key: the same for all of their cards.
            card_user_key: CardUserKey,
            /// The card's token.
            card_token: CardToken,
        }
        optional {
            /// The card's first 8 digits.
            bin_number: String,
            /// The card's last 4 digits.
            last_four_digits: String,
            /// The cardholder's name.
            card_holder_name: String,
            /// The name that the card is stored under.
            card_alias: String,
            /// The card's type.
            card_type: CardType,
            /// The card's scheme.
            card_association: CardAssociation,
            /// The card's family, such as `Bonus`.
            card_brand: String,
            /// The name of the card's bank.
            card_bank_name: String,
            /// Craftgate's id of the card's bank.
            card_bank_id: BankId,
            /// The year in which the card expires.
            expire_year: String,
            /// The month in which the card expires.
            expire_month: String,
            /// Whether it is a company's card.
            is_commercial: bool,
            /// Whether the card has expired.
            card_expiry_status: CardExpiryStatus,
            /// The time of storing, local to Turkey.
            created_at: NaiveDateTime,
        }
    }
}

response_object! {
    /// A card that was entered by telephone (IVR).
    pub struct IvrCard {
        optional {
            /// The card's first digits.
            bin_number: String,
            /// The card's last 4 digits.
            last_four_digits: String,
            /// The person's key: the same for all of their cards.
            card_user_key: CardUserKey,
            /// The stored card's token.
            card_token: CardToken,
            /// A token to pay with by [`Card::secure_fields`](super::Card::secure_fields).
            secure_fields_token: Secret,
        }
    }
}

open_enum! {
    /// A payment provider whose stored cards can be imported. (Source: the official clients.)
    pub enum CardProvider {
        /// iyzico.
        Iyzico = "IYZICO",
        /// iPara.
        Ipara = "IPARA",
        /// Birleşik Ödeme.
        BirlesikOdeme = "BIRLESIK_ODEME",
        /// Mex.
        Mex = "MEX",
        /// Param.
        Param = "PARAM",
    }
}
