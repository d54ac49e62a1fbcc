//! What was paid out to the merchant and its sellers, what is on its way, and what came back.
//!
//! ```
//! use craftgate_core::chrono::NaiveDate;
//! use craftgate_core::settlement_reporting::{SearchPayoutCompletedTransactions, SettlementType};
//! use craftgate_core::{DateRange, Operation};
//!
//! // The withdrawals that were paid out on Çarşamba, 26 March 2025.
//! let day = DateRange::day(NaiveDate::from_ymd_opt(2025, 3, 26).unwrap());
//! let search = SearchPayoutCompletedTransactions::new(day).settlement_type(SettlementType::Withdraw);
//!
//! let query = "startDate=2025-03-26T00%3A00%3A00&endDate=2025-03-26T23%3A59%3A59&settlementType=WITHDRAW";
//! assert_eq!(search.query().unwrap(), query);
//! ```

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use crate::api::currency::Currency;
use crate::api::date_range::DateRange;
use crate::api::id::{MemberId, PayeeId, PayoutId, SettlementFileId, TransactionId};
use crate::api::onboarding::SettlementEarningsDestination;
use crate::api::page::Page;
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::{operation, variant_operation};
use crate::protocol::paging::paged;
use crate::protocol::validation::{Validate, ValidationErrors, Validator};

variant_operation! {
    /// Finds what was paid out to the merchant and its sellers.
    GET "/settlement-reporting/v2/settlement-file/payout-completed-transactions" => Page<PayoutCompletedTransaction>;

    pub struct SearchPayoutCompletedTransactions {
        required {
            /// Paid out at this time or later, local to Turkey.
            start_date: NaiveDateTime,
            /// Paid out at this time or earlier, local to Turkey.
            end_date: NaiveDateTime,
        }
        optional {
            /// Craftgate's id of the file that the payouts went to the bank in.
            settlement_file_id: SettlementFileId,
            /// Why it was paid out (Craftgate's default: `Settlement`).
            settlement_type: SettlementType,
            /// Which page, from 0 on.
            page: u32,
            /// How many a page.
            size: u32,
        }
    }
}

impl Validate for SearchPayoutCompletedTransactions {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Validator::default().range("startDate", self.start_date, self.end_date).finish()
    }
}

paged! { SearchPayoutCompletedTransactions => PayoutCompletedTransaction }

impl SearchPayoutCompletedTransactions {
    /// Returns the search for what was paid out in `range`.
    #[must_use]
    pub fn new(range: DateRange) -> Self {
        Self::with_required(range.start(), range.end())
    }
}

variant_operation! {
    /// Finds payouts to sellers that came back.
    ///
    /// The account was closed, or its name and IBAN don't match. Correct the seller with
    /// [`UpdateMember`](crate::onboarding::UpdateMember), and the payout is tried again.
    GET "/settlement-reporting/v1/settlement-file/bounced-sub-merchant-rows" => Page<PayoutBouncedTransaction>;

    pub struct SearchBouncedPayoutTransactions {
        required {
            /// Made at this time or later, local to Turkey.
            start_date: NaiveDateTime,
            /// Made at this time or earlier, local to Turkey.
            end_date: NaiveDateTime,
        }
    }
}

impl Validate for SearchBouncedPayoutTransactions {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Validator::default().range("startDate", self.start_date, self.end_date).finish()
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
    /// Looks a payout up, with what it pays for.
    GET "/settlement-reporting/v1/settlement-file/payout-details/{id}" => PayoutDetail;

    pub struct RetrievePayoutDetails {
        path {
            /// Craftgate's id of the payout, as the searches find it.
            id: PayoutId
        }
    }
}

variant_operation! {
    /// Finds payouts by the state of the file that they go to the bank in.
    GET "/settlement-reporting/v1/settlement-file-rows" => Page<PayoutRow>;

    pub struct SearchPayoutRows {
        required {
            /// How far the file has come.
            file_status: FileStatus,
            /// Made at this time or later, local to Turkey.
            start_date: NaiveDateTime,
            /// Made at this time or earlier, local to Turkey.
            end_date: NaiveDateTime,
        }
        optional {
            /// Which page, from 0 on (Craftgate's default: 0).
            page: u32,
            /// How many a page (Craftgate's default: 10).
            size: u32,
        }
    }
}

impl Validate for SearchPayoutRows {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Validator::default().range("startDate", self.start_date, self.end_date).finish()
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
    /// A payment, refund or other transaction that was paid out. Times are local to Turkey.
    pub struct PayoutCompletedTransaction {
        required {
            /// Craftgate's id of the payout. [`RetrievePayoutDetails`] tells more.
            payout_id: PayoutId,
        }
        optional {
            /// Craftgate's id of what was paid out for, such as a payment's line.
            transaction_id: TransactionId,
            /// What that id is of.
            transaction_type: String,
            /// How much, in `currency`.
            payout_amount: Decimal,
            /// When it was paid out.
            payout_date: NaiveDateTime,
            /// The currency.
            currency: Currency,
            /// Craftgate's id of who was paid.
            merchant_id: PayeeId,
            /// Whether that is a merchant or a seller.
            merchant_type: MerchantType,
            /// Where the money went.
            settlement_earnings_destination: SettlementEarningsDestination,
            /// What the money came from.
            settlement_source: SettlementSource,
        }
    }
}

response_object! {
    /// A payout to a seller that came back. Times are local to Turkey.
    pub struct PayoutBouncedTransaction {
        required {
            /// Craftgate's id of the seller.
            id: MemberId,
        }
        optional {
            /// The account that it was sent to.
            iban: String,
            /// When it was paid out.
            created_date: NaiveDateTime,
            /// When the record was last changed.
            updated_date: NaiveDateTime,
            /// Craftgate's id of the payout.
            payout_id: PayoutId,
            /// How much.
            payout_amount: Decimal,
            /// The first name of the seller's contact.
            contact_name: String,
            /// The surname of the seller's contact.
            contact_surname: String,
            /// The seller's legal name.
            legal_company_title: String,
            /// What the transfer's description said.
            row_description: String,
        }
    }
}

response_object! {
    /// A payout, with what it pays for. Times are local to Turkey.
    pub struct PayoutDetail {
        optional {
            /// What the transfer's description says.
            row_description: String,
            /// When it was paid out.
            payout_date: NaiveDateTime,
            /// The name on the bank account.
            name: String,
            /// The bank account that it goes to.
            iban: String,
            /// How much, in `currency`.
            payout_amount: Decimal,
            /// The currency.
            currency: Currency,
            /// Craftgate's id of who is paid.
            merchant_id: PayeeId,
            /// Whether that is a merchant or a seller.
            merchant_type: MerchantType,
            /// Where the money goes.
            settlement_earnings_destination: SettlementEarningsDestination,
            /// What the money comes from.
            settlement_source: SettlementSource,
            /// Whether it came back, and what was done about it.
            bounce_status: BounceStatus,
        }
        repeated {
            /// What it pays for.
            payout_transactions: PayoutDetailTransaction,
        }
    }
}

response_object! {
    /// What a payout pays for.
    pub struct PayoutDetailTransaction {
        optional {
            /// Craftgate's id of it, such as a payment's line.
            transaction_id: TransactionId,
            /// What that id is of.
            transaction_type: String,
            /// Its part of the payout.
            payout_amount: Decimal,
        }
    }
}

response_object! {
    /// A payout on its way.
    pub struct PayoutRow {
        required {
            /// Craftgate's id of the payout. [`RetrievePayoutDetails`] tells more.
            payout_id: PayoutId,
        }
        optional {
            /// The name on the bank account.
            name: String,
            /// The bank account that it goes to.
            iban: String,
            /// Craftgate's id of who is paid.
            merchant_id: PayeeId,
            /// Whether that is a merchant or a seller.
            merchant_type: MerchantType,
            /// How much.
            payout_amount: Decimal,
            /// When it is paid out, local to Turkey.
            payout_date: NaiveDateTime,
        }
    }
}

open_enum! {
    /// Why money is paid out. (Source: Craftgate's "Para Gönderimi Tipi".)
    pub enum SettlementType {
        /// For payments, cancels and refunds.
        Settlement = "SETTLEMENT",
        /// Again, after it came back.
        BouncedSettlement = "BOUNCED_SETTLEMENT",
        /// For what sellers withdraw from their wallets.
        Withdraw = "WITHDRAW",
    }
}

open_enum! {
    /// What paid out money comes from. (Source: Craftgate's "Para Gönderimi Kaynağı".)
    pub enum SettlementSource {
        /// Payments, cancels and refunds.
        Collection = "COLLECTION",
        /// What sellers withdraw from their wallets.
        Withdraw = "WITHDRAW",
        /// A payout that came back.
        Bounced = "BOUNCED",
    }
}

open_enum! {
    /// Whether a payout came back, and what was done about it. (Source: Craftgate's "Para Gönderimi Geri Dönme
    /// Durumları".)
    pub enum BounceStatus {
        /// It did not.
        NotBounced = "NOT_BOUNCED",
        /// It did.
        Bounced = "BOUNCED",
        /// It did, and the seller's name or IBAN was corrected.
        Updated = "UPDATED",
        /// It did, and is on its way again.
        PayoutStarted = "PAYOUT_STARTED",
        /// It did, and has arrived since.
        PayoutCompleted = "PAYOUT_COMPLETED",
    }
}

impl BounceStatus {
    /// Whether the seller's name or IBAN has to be corrected before the money can arrive.
    #[must_use]
    pub fn needs_correction(&self) -> bool {
        *self == Self::Bounced
    }
}

open_enum! {
    /// How far a file of payouts has come.
    pub enum FileStatus {
        /// It is made.
        Created = "CREATED",
        /// It is at the bank.
        Uploaded = "UPLOADED",
        /// It is approved for payment.
        Approved = "APPROVED",
    }
}

open_enum! {
    /// Who is paid.
    pub enum MerchantType {
        /// The merchant.
        Merchant = "MERCHANT",
        /// A seller.
        SubMerchantMember = "SUB_MERCHANT_MEMBER",
    }
}
