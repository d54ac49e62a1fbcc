//! Reports of payouts to the merchant and its sellers: completed, in progress and returned.
//!
//! ```
//! use craftgate_core::chrono::NaiveDate;
//! use craftgate_core::settlement_reporting::{SearchPayoutCompletedTransactions, SettlementType};
//! use craftgate_core::{DateRange, Operation, Validate};
//!
//! // The withdrawals that were paid out on Çarşamba, 26 March 2025.
//! let day = DateRange::day(NaiveDate::from_ymd_opt(2025, 3, 26).unwrap());
//! let search = SearchPayoutCompletedTransactions::new(day).settlement_type(SettlementType::Withdraw).page(0).size(25);
//!
//! let query = "startDate=2025-03-26T00%3A00%3A00&endDate=2025-03-26T23%3A59%3A59&settlementType=WITHDRAW&page=0&size=25";
//! assert_eq!(search.validate(), Ok(vec![]));
//! assert_eq!(search.query().unwrap(), query);
//! ```

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use crate::api::currency::Currency;
use crate::api::date_range::DateRange;
use crate::api::id::{MemberId, PayeeId, PayoutId, SettlementFileId, TransactionId};
use crate::api::onboarding::SettlementEarningsDestination;
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::{operation, variant_operation};
use crate::protocol::page::Page;
use crate::protocol::paging::paged;
use crate::protocol::validation::{Validate, Validator};

variant_operation! {
    /// Searches for transactions that were paid out to the merchant and its sellers.
    ///
    /// Craftgate's documentation says `POST`; its clients send this `GET`, and so does this one.
    GET "/settlement-reporting/v2/settlement-file/payout-completed-transactions" => Page<PayoutCompletedTransaction>;

    pub struct SearchPayoutCompletedTransactions {
        required {
            /// The start of the range of payout times, inclusive, local to Turkey.
            start_date: NaiveDateTime,
            /// The end of the range of payout times, inclusive, local to Turkey.
            end_date: NaiveDateTime,
        }
        optional {
            /// The id of the file that the payouts were sent to the bank in.
            settlement_file_id: SettlementFileId,
            /// The reason of the payout (default: `Settlement`).
            settlement_type: SettlementType,
            /// The page number, from 0. Craftgate's documentation asks for it.
            page: u32,
            /// The page size. Craftgate's documentation asks for it.
            size: u32,
        }
    }
}

impl Validate for SearchPayoutCompletedTransactions {
    fn check(&self, validator: &mut Validator) {
        // Some of the official clients' samples have no page.
        validator.range("startDate", Some(self.start_date), Some(self.end_date)).disputed(|validator| {
            validator.require("page", self.page.is_some()).require("size", self.size.is_some());
        });
    }
}

paged! { SearchPayoutCompletedTransactions => PayoutCompletedTransaction }

impl SearchPayoutCompletedTransactions {
    /// Returns the search for transactions that were paid out in `range`.
    #[must_use]
    pub fn new(range: DateRange) -> Self {
        Self::with_required(range.start(), range.end())
    }
}

variant_operation! {
    /// Searches for payouts to sellers that were returned.
    ///
    /// The account was closed, or its name and IBAN don't match. Correct the seller, by the results' `id`, with
    /// [`UpdateMember`](crate::onboarding::UpdateMember), and the payout is tried again. Craftgate's documentation says
    /// `POST`; its clients send this `GET`, and so does this one.
    GET "/settlement-reporting/v1/settlement-file/bounced-sub-merchant-rows" => Page<PayoutBouncedTransaction>;

    pub struct SearchBouncedPayoutTransactions {
        required {
            /// The start of the range, inclusive, local to Turkey.
            start_date: NaiveDateTime,
            /// The end of the range, inclusive, local to Turkey.
            end_date: NaiveDateTime,
        }
    }
}

impl Validate for SearchBouncedPayoutTransactions {
    fn check(&self, validator: &mut Validator) {
        validator.range("startDate", Some(self.start_date), Some(self.end_date));
    }
}

impl SearchBouncedPayoutTransactions {
    /// Returns the search for payouts of `range` that were returned.
    #[must_use]
    pub fn new(range: DateRange) -> Self {
        Self::with_required(range.start(), range.end())
    }
}

operation! {
    /// Retrieves a payout with its transactions.
    ///
    /// Craftgate's documentation says `POST`; its clients send this `GET`, and so does this one.
    GET "/settlement-reporting/v1/settlement-file/payout-details/{id}" => PayoutDetail;

    pub struct RetrievePayoutDetails {
        path {
            /// The payout's id, from a search.
            id: PayoutId
        }
    }
}

variant_operation! {
    /// Searches for payouts by the status of the file that they are sent to the bank in.
    GET "/settlement-reporting/v1/settlement-file-rows" => Page<PayoutRow>;

    pub struct SearchPayoutRows {
        required {
            /// The file's status.
            file_status: FileStatus,
            /// The start of the range, inclusive, local to Turkey.
            start_date: NaiveDateTime,
            /// The end of the range, inclusive, local to Turkey.
            end_date: NaiveDateTime,
        }
        optional {
            /// The page number, from 0 (default: 0).
            page: u32,
            /// The page size (default: 10).
            size: u32,
        }
    }
}

impl Validate for SearchPayoutRows {
    fn check(&self, validator: &mut Validator) {
        validator.range("startDate", Some(self.start_date), Some(self.end_date));
    }
}

paged! { SearchPayoutRows => PayoutRow }

impl SearchPayoutRows {
    /// Returns the search for payouts of `range` whose file is in the state `file_status`.
    #[must_use]
    pub fn new(file_status: FileStatus, range: DateRange) -> Self {
        Self::with_required(file_status, range.start(), range.end())
    }
}

response_object! {
    /// A payment line, refund or other transaction that was paid out. Times are local to Turkey.
    pub struct PayoutCompletedTransaction {
        required {
            /// The payout's id, for [`RetrievePayoutDetails`].
            payout_id: PayoutId,
        }
        optional {
            /// The id of the transaction, such as a payment line.
            transaction_id: TransactionId,
            /// The kind of the transaction.
            transaction_type: String,
            /// The amount, in `currency`.
            payout_amount: Decimal,
            /// The time of the payout.
            payout_date: NaiveDateTime,
            /// The currency.
            currency: Currency,
            /// The payee's id: a merchant's or, for a seller, a member's.
            merchant_id: PayeeId,
            /// The kind of the payee.
            merchant_type: MerchantType,
            /// The destination of the money.
            settlement_earnings_destination: SettlementEarningsDestination,
            /// The source of the money.
            settlement_source: SettlementSource,
        }
    }
}

response_object! {
    /// A payout to a seller that was returned. Times are local to Turkey.
    pub struct PayoutBouncedTransaction {
        required {
            /// The seller's id as a member.
            id: MemberId,
        }
        optional {
            /// The IBAN that it was sent to.
            iban: String,
            /// The time of the payout.
            created_date: NaiveDateTime,
            /// The time of the last update.
            updated_date: NaiveDateTime,
            /// The payout's id.
            payout_id: PayoutId,
            /// The amount.
            payout_amount: Decimal,
            /// The first name of the seller's contact.
            contact_name: String,
            /// The surname of the seller's contact.
            contact_surname: String,
            /// The seller's legal name.
            legal_company_title: String,
            /// The description of the bank transfer.
            row_description: String,
        }
    }
}

response_object! {
    /// A payout with its transactions. Times are local to Turkey.
    pub struct PayoutDetail {
        optional {
            /// The description of the bank transfer.
            row_description: String,
            /// The time of the payout.
            payout_date: NaiveDateTime,
            /// The name on the bank account.
            name: String,
            /// The IBAN of the bank account.
            iban: String,
            /// The amount, in `currency`.
            payout_amount: Decimal,
            /// The currency.
            currency: Currency,
            /// The payee's id: a merchant's or, for a seller, a member's.
            merchant_id: PayeeId,
            /// The kind of the payee.
            merchant_type: MerchantType,
            /// The destination of the money.
            settlement_earnings_destination: SettlementEarningsDestination,
            /// The source of the money.
            settlement_source: SettlementSource,
            /// Whether the payout was returned, and what was done about it.
            bounce_status: BounceStatus,
        }
        repeated {
            /// The transactions that it pays for.
            payout_transactions: PayoutDetailTransaction,
        }
    }
}

response_object! {
    /// A transaction that a payout pays for.
    pub struct PayoutDetailTransaction {
        optional {
            /// The id of the transaction, such as a payment line.
            transaction_id: TransactionId,
            /// The kind of the transaction.
            transaction_type: String,
            /// The transaction's part of the payout.
            payout_amount: Decimal,
        }
    }
}

response_object! {
    /// A payout that is in progress.
    pub struct PayoutRow {
        required {
            /// The payout's id, for [`RetrievePayoutDetails`].
            payout_id: PayoutId,
        }
        optional {
            /// The name on the bank account.
            name: String,
            /// The IBAN of the bank account.
            iban: String,
            /// The payee's id: a merchant's or, for a seller, a member's.
            merchant_id: PayeeId,
            /// The kind of the payee.
            merchant_type: MerchantType,
            /// The amount.
            payout_amount: Decimal,
            /// The time of the payout's start, local to Turkey.
            payout_date: NaiveDateTime,
        }
    }
}

open_enum! {
    /// The reason of a payout. (Source: Craftgate's "Para Gönderimi Tipi".)
    pub enum SettlementType {
        /// Payments, cancellations and refunds.
        Settlement = "SETTLEMENT",
        /// A payout that was returned before.
        BouncedSettlement = "BOUNCED_SETTLEMENT",
        /// Withdrawals from sellers' wallets.
        Withdraw = "WITHDRAW",
    }
}

open_enum! {
    /// The source of a payout's money. (Source: Craftgate's "Para Gönderimi Kaynağı".)
    pub enum SettlementSource {
        /// Payments, cancellations and refunds.
        Collection = "COLLECTION",
        /// Withdrawals from sellers' wallets.
        Withdraw = "WITHDRAW",
        /// A payout that was returned before.
        Bounced = "BOUNCED",
    }
}

open_enum! {
    /// Whether a payout was returned, and what was done about it. (Source: Craftgate's "Para Gönderimi Geri Dönme
    /// Durumları".)
    pub enum BounceStatus {
        /// Not returned.
        NotBounced = "NOT_BOUNCED",
        /// Returned.
        Bounced = "BOUNCED",
        /// Returned, and the seller's name or IBAN was corrected.
        Updated = "UPDATED",
        /// Returned, and paid out again: in progress.
        PayoutStarted = "PAYOUT_STARTED",
        /// Returned, and paid out again: completed.
        PayoutCompleted = "PAYOUT_COMPLETED",
    }
}

impl BounceStatus {
    /// Returns true if the seller's name or IBAN has to be corrected before the payout can be tried again.
    #[must_use]
    pub fn needs_correction(&self) -> bool {
        *self == Self::Bounced
    }
}

open_enum! {
    /// The status of a file of payouts.
    pub enum FileStatus {
        /// Created.
        Created = "CREATED",
        /// Uploaded to the bank.
        Uploaded = "UPLOADED",
        /// Approved for payment.
        Approved = "APPROVED",
    }
}

open_enum! {
    /// The kind of a payee.
    pub enum MerchantType {
        /// The merchant.
        Merchant = "MERCHANT",
        /// A seller.
        SubMerchantMember = "SUB_MERCHANT_MEMBER",
    }
}
