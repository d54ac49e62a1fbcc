//! Storing customers' cards at Craftgate.

use chrono::NaiveDateTime;

use super::EncryptedCard;
use crate::api::card::{CardAssociation, CardExpiryStatus, CardType};
use crate::api::id::{BankId, MerchantId};
use crate::api::page::Page;
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;
use crate::protocol::paging::paged;
use crate::protocol::secret::Secret;
use crate::protocol::validation::{Validate, ValidationErrors, Validator};

operation! {
    /// Stores a card without a payment.
    ///
    /// For a person's first card leave `card_user_key` out, and keep the one that comes back: it stands
    /// for the person, `card_token` for the card.
    POST "/payment/v1/cards" => StoredCard;

    pub struct StoreCard {
        required {
            /// The cardholder's name: none of `<>"%;&+()|=!.` and at most five digits.
            card_holder_name: String,
            /// The card's number.
            card_number: Secret,
            /// The year it expires, with four digits.
            expire_year: String,
            /// The month it expires, with two digits.
            expire_month: String,
        }
        optional {
            /// A token of Craftgate's secure fields.
            secure_fields_token: Secret,
            /// The name to store the card under.
            card_alias: String,
            /// The person's key, if they have stored a card before.
            card_user_key: String,
            /// Card data encrypted for Craftgate.
            encrypted_card: EncryptedCard,
        }
    }
}

impl Validate for StoreCard {
    fn validate(&self) -> Result<(), ValidationErrors> {
        let mut validator = Validator::default();
        validator.allow("cardHolderName", is_holder_name(&self.card_holder_name));
        // Where the card comes as a token or encrypted, its own fields say nothing.
        if self.secure_fields_token.is_none() && self.encrypted_card.is_none() {
            validator.expiry(["expireYear", "expireMonth"], &self.expire_year, &self.expire_month);
        }
        validator.finish()
    }
}

/// (Source: Craftgate's "Kapalı Devre Kart Saklama".)
fn is_holder_name(name: &str) -> bool {
    let digits = name.chars().filter(char::is_ascii_digit).count();
    digits <= 5 && !name.contains(['<', '>', '"', '%', ';', '&', '+', '(', ')', '|', '=', '!', '.'])
}

operation! {
    /// Gives a stored card a new expiry date.
    POST "/payment/v1/cards/update" => StoredCard;

    pub struct UpdateCard {
        required {
            /// The person's key.
            card_user_key: String,
            /// The card's token.
            card_token: Secret,
            /// The year it expires, with four digits.
            expire_year: String,
            /// The month it expires, with two digits.
            expire_month: String,
        }
        optional {
            /// The name to store the card under.
            card_alias: String,
        }
    }
}

impl Validate for UpdateCard {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Validator::default().expiry(["expireYear", "expireMonth"], &self.expire_year, &self.expire_month).finish()
    }
}

operation! {
    /// Finds stored cards.
    GET "/payment/v1/cards" => Page<StoredCard>;

    pub struct SearchStoredCards {
        optional {
            /// The name that it is stored under.
            card_alias: String,
            /// The card's family, such as `Bonus`.
            card_brand: String,
            /// How the card is paid off.
            card_type: CardType,
            /// The person's key.
            card_user_key: String,
            /// The card's token.
            card_token: Secret,
            /// The card's bank.
            card_bank_name: String,
            /// The card's scheme.
            card_association: CardAssociation,
            /// Whether it can still be used.
            card_expiry_status: CardExpiryStatus,
            /// Stored at this time or later, local to Turkey.
            min_created_date: NaiveDateTime,
            /// Stored at this time or earlier, local to Turkey.
            max_created_date: NaiveDateTime,
            /// Which page, from 0 on (Craftgate's default: 0).
            page: u32,
            /// How many a page (Craftgate's default: 10).
            size: u32,
        }
    }
}

impl Validate for SearchStoredCards {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Validator::default().range("minCreatedDate", self.min_created_date, self.max_created_date).finish()
    }
}

paged! { SearchStoredCards => StoredCard }

operation! {
    /// Forgets a stored card.
    POST "/payment/v1/cards/delete" => ();

    pub struct DeleteStoredCard {
        required {
            /// The person's key.
            card_user_key: String,
            /// The card's token.
            card_token: Secret,
        }
    }
}

operation! {
    /// Copies a stored card to another merchant.
    ///
    /// The answer is the copy, with the key and the token that it has there.
    POST "/payment/v1/cards/clone" => StoredCard;

    pub struct CloneCard {
        required {
            /// The person's key at this merchant.
            source_card_user_key: String,
            /// The card's token at this merchant.
            source_card_token: Secret,
            /// Craftgate's id of the other merchant.
            target_merchant_id: MerchantId,
        }
        optional {
            /// The person's key at the other merchant, if they have one.
            target_card_user_key: String,
        }
    }
}

operation! {
    /// Finds the stored cards that were taken over from another payment company.
    ///
    /// Ask by what that company called the card and its holder.
    GET "/payment/v1/cards/provider-card-mappings" => Page<StoredCard>;

    pub struct RetrieveProviderCards {
        optional {
            /// The card's token at that company.
            provider_card_token: Secret,
            /// The merchant's own id of the card's holder.
            external_id: String,
            /// The holder's id at that company.
            provider_card_user_id: String,
            /// The company.
            card_provider: CardProvider,
        }
    }
}

operation! {
    /// Fetches the card that a customer keyed in on the telephone.
    ///
    /// The card's number never reaches the merchant: pay with the tokens that come back.
    GET "/payment/v1/ivr-cards" => IvrCard;

    pub struct RetrieveCardFromIvr {
        required {
            /// The call's token.
            call_token: Secret,
        }
        optional {
            /// The person's key, if they have stored a card before.
            card_user_key: String,
        }
    }
}

response_object! {
    /// A stored card.
    pub struct StoredCard {
        required {
            /// The person's key: the same for all of their cards.
            card_user_key: String,
            /// The card's token: with the key, it is enough to pay with.
            card_token: Secret,
        }
        optional {
            /// The card's first 8 digits.
            bin_number: String,
            /// The card's last 4 digits.
            last_four_digits: String,
            /// The cardholder's name.
            card_holder_name: String,
            /// The name that it is stored under.
            card_alias: String,
            /// How the card is paid off.
            card_type: CardType,
            /// The card's scheme.
            card_association: CardAssociation,
            /// The card's family, such as `Bonus`.
            card_brand: String,
            /// The card's bank.
            card_bank_name: String,
            /// Craftgate's id of the card's bank.
            card_bank_id: BankId,
            /// The year it expires.
            expire_year: String,
            /// The month it expires.
            expire_month: String,
            /// Whether it is a company's card.
            is_commercial: bool,
            /// Whether it can still be used.
            card_expiry_status: CardExpiryStatus,
            /// When it was stored, local to Turkey.
            created_at: NaiveDateTime,
        }
    }
}

response_object! {
    /// A card that was keyed in on the telephone.
    pub struct IvrCard {
        optional {
            /// The card's first digits.
            bin_number: String,
            /// The card's last 4 digits.
            last_four_digits: String,
            /// The person's key: the same for all of their cards.
            card_user_key: String,
            /// The stored card's token: with the key, it is enough to pay with.
            card_token: Secret,
            /// A token to pay with as one of Craftgate's secure fields gives it, see
            /// [`Card::secure_fields`](super::Card::secure_fields).
            secure_fields_token: Secret,
        }
    }
}

open_enum! {
    /// The payment companies that stored cards can be taken over from.
    pub enum CardProvider {
        Iyzico = "IYZICO",
        Ipara = "IPARA",
        BirlesikOdeme = "BIRLESIK_ODEME",
        Mex = "MEX",
        Param = "PARAM",
    }
}
