//! Bank transfers on the merchant's own bank accounts.
//!
//! Craftgate checks the accounts every five minutes and sends a webhook for each incoming transfer. Retrieve the
//! transfer, find the order by its sender and description, and create a payment for it. Tracking is enabled in
//! Craftgate's panel.
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
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;
use crate::protocol::page::Page;
use crate::protocol::paging::paged;
use crate::protocol::validation::{Validate, Validator};

operation! {
    /// Searches for transfers on the merchant's bank accounts.
    GET "/bank-account-tracking/v1/merchant-bank-account-trackings/records" => Page<BankAccountTrackingRecord>;

    pub struct SearchBankAccountTrackingRecords {
        optional {
            /// The account's currency.
            currency: Currency,
            /// The transfer's description.
            description: String,
            /// The sender's name.
            sender_name: String,
            /// The sender's IBAN.
            sender_iban: String,
            /// Earliest time of the transfer, inclusive, local to Turkey.
            min_record_date: NaiveDateTime,
            /// Latest time of the transfer, inclusive, local to Turkey.
            max_record_date: NaiveDateTime,
            /// The page number, from 0 (default: 0).
            page: u32,
            /// The page size (default: 10).
            size: u32,
        }
    }
}

impl Validate for SearchBankAccountTrackingRecords {
    fn check(&self, validator: &mut Validator) {
        validator.range("minRecordDate", self.min_record_date, self.max_record_date);
    }
}

paged! { SearchBankAccountTrackingRecords => BankAccountTrackingRecord }

operation! {
    /// Retrieves a transfer.
    GET "/bank-account-tracking/v1/merchant-bank-account-trackings/records/{id}" => BankAccountTrackingRecord;

    pub struct RetrieveBankAccountTrackingRecord {
        path {
            /// The transfer's id.
            id: BankAccountTrackingRecordId
        }
        matches { id == id }
    }
}

response_object! {
    /// A transfer on one of the merchant's bank accounts.
    pub struct BankAccountTrackingRecord {
        required {
            /// The transfer's id.
            id: BankAccountTrackingRecordId,
        }
        optional {
            /// A key that is unique to the transfer.
            key: String,
            /// The currency of the amount.
            currency: Currency,
            /// The transfer's direction.
            record_type: RecordType,
            /// The sender's name, as the bank gives it.
            sender_name: String,
            /// The sender's IBAN.
            sender_iban: String,
            /// The sender's description, often the order number.
            description: String,
            /// The time of the transfer, local to Turkey.
            record_date: NaiveDateTime,
            /// The amount, in `currency`.
            amount: Decimal,
            /// The bank whose account received or sent it.
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
    /// A bank whose accounts can be tracked.
    pub enum BankAccountTrackingSource {
        /// Yapı Kredi.
        Ykb = "YKB",
        /// Garanti BBVA.
        Garanti = "GARANTI",
    }
}
