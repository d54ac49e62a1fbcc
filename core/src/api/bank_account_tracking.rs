//! Transfers seen on the merchant's own bank accounts.
//!
//! Craftgate looks at the accounts every five minutes and sends a webhook for each transfer that came
//! in. Look the transfer up, see whose it is, and make a payment of it. The merchant first switches the
//! tracking on in Craftgate's panel.
//!
//! ```
//! use craftgate_core::bank_account_tracking::SearchBankAccountTrackingRecords;
//! use craftgate_core::{Currency, Operation};
//!
//! let search = SearchBankAccountTrackingRecords::new()
//!     .sender_name("Gülşah Işık")
//!     .currency(Currency::Try);
//!
//! assert_eq!(search.query().unwrap(), "currency=TRY&senderName=G%C3%BCl%C5%9Fah%20I%C5%9F%C4%B1k");
//! ```

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use crate::api::currency::Currency;
use crate::api::id::BankAccountTrackingRecordId;
use crate::api::page::Page;
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;
use crate::protocol::paging::paged;
use crate::protocol::validation::{Validate, ValidationErrors, Validator};

operation! {
    /// Finds transfers on the merchant's bank accounts.
    GET "/bank-account-tracking/v1/merchant-bank-account-trackings/records" => Page<BankAccountTrackingRecord>;

    pub struct SearchBankAccountTrackingRecords {
        optional {
            /// The account's currency.
            currency: Currency,
            /// The transfer's description.
            description: String,
            /// The sender's name.
            sender_name: String,
            /// The account that it came from.
            sender_iban: String,
            /// On the account at this time or later, local to Turkey.
            min_record_date: NaiveDateTime,
            /// On the account at this time or earlier, local to Turkey.
            max_record_date: NaiveDateTime,
            /// Which page, from 0 on (Craftgate's default: 0).
            page: u32,
            /// How many a page (Craftgate's default: 10).
            size: u32,
        }
    }
}

impl Validate for SearchBankAccountTrackingRecords {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Validator::default().range("minRecordDate", self.min_record_date, self.max_record_date).finish()
    }
}

paged! { SearchBankAccountTrackingRecords => BankAccountTrackingRecord }

operation! {
    /// Looks a transfer up.
    GET "/bank-account-tracking/v1/merchant-bank-account-trackings/records/{id}" => BankAccountTrackingRecord;

    pub struct RetrieveBankAccountTrackingRecord {
        path {
            /// Craftgate's id of the transfer.
            id: BankAccountTrackingRecordId
        }
    }
}

response_object! {
    /// A transfer on one of the merchant's bank accounts.
    pub struct BankAccountTrackingRecord {
        required {
            /// Craftgate's id of the transfer.
            id: BankAccountTrackingRecordId,
        }
        optional {
            /// A text that tells this transfer from every other.
            key: String,
            /// The currency of the amount.
            currency: Currency,
            /// Whether the money left or arrived.
            record_type: RecordType,
            /// The sender's name, as the bank gives it.
            sender_name: String,
            /// The account that it came from.
            sender_iban: String,
            /// What the sender wrote; often the order's number.
            description: String,
            /// When it was on the account, local to Turkey.
            record_date: NaiveDateTime,
            /// How much, in the account's currency.
            amount: Decimal,
            /// The bank that it was seen at.
            bank_account_tracking_source: BankAccountTrackingSource,
        }
    }
}

open_enum! {
    /// The direction of a transfer.
    pub enum RecordType {
        /// From the merchant's account.
        Send = "SEND",
        /// To the merchant's account.
        Receive = "RECEIVE",
    }
}

open_enum! {
    /// The banks whose accounts can be tracked.
    pub enum BankAccountTrackingSource {
        /// Yapı Kredi.
        Ykb = "YKB",
        /// Garanti BBVA.
        Garanti = "GARANTI",
    }
}
