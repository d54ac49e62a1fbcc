//! From a wallet to a bank account.

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use crate::api::currency::Currency;
use crate::api::id::{MemberId, PayoutId, WithdrawId};
use crate::api::onboarding::Status;
use crate::api::page::Page;
use crate::api::payment::TransactionPayoutStatus;
use crate::macros::object::response_object;
use crate::macros::operation::operation;
use crate::protocol::paging::paged;
use crate::protocol::validation::{Validate, ValidationErrors, Validator};

operation! {
    /// Asks for money in a member's wallet to be sent to the member's bank account.
    ///
    /// It leaves the wallet at once, and goes to the bank with the next payouts.
    POST "/wallet/v1/withdraws" => Withdraw;

    pub struct CreateWithdraw {
        required {
            /// Craftgate's id of the member.
            member_id: MemberId,
            /// What it is for.
            description: String,
            /// How much, in `currency`.
            price: Decimal,
            /// The wallet's currency.
            currency: Currency,
        }
    }
}

operation! {
    /// Calls a withdraw off before it is paid out: the money goes back into the wallet.
    POST "/wallet/v1/withdraws/{withdraw_id}/cancel" => Withdraw;

    pub struct CancelWithdraw {
        path {
            /// Craftgate's id of the withdraw.
            withdraw_id: WithdrawId
        }
    }
}

operation! {
    /// Looks a withdraw up.
    GET "/wallet/v1/withdraws/{withdraw_id}" => Withdraw;

    pub struct RetrieveWithdraw {
        path {
            /// Craftgate's id of the withdraw.
            withdraw_id: WithdrawId
        }
    }
}

operation! {
    /// Finds withdraws.
    GET "/wallet/v1/withdraws" => Page<Withdraw>;

    pub struct SearchWithdraws {
        optional {
            /// Craftgate's id of the member.
            member_id: MemberId,
            /// The wallet's currency.
            currency: Currency,
            /// How far the payout has come.
            payout_status: TransactionPayoutStatus,
            /// This much or more, in the wallet's currency.
            min_withdraw_price: Decimal,
            /// This much or less, in the wallet's currency.
            max_withdraw_price: Decimal,
            /// Made at this time or later, local to Turkey.
            min_created_date: NaiveDateTime,
            /// Made at this time or earlier, local to Turkey.
            max_created_date: NaiveDateTime,
            /// Which page, from 0 on (Craftgate's default: 0).
            page: u32,
            /// How many a page (Craftgate's default: 10).
            size: u32,
        }
    }
}

impl Validate for SearchWithdraws {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Validator::default().range("minCreatedDate", self.min_created_date, self.max_created_date).finish()
    }
}

paged! { SearchWithdraws => Withdraw }

response_object! {
    /// Money on its way from a wallet to a bank account.
    pub struct Withdraw {
        required {
            /// Craftgate's id of the withdraw.
            id: WithdrawId,
            /// Whether it is in force.
            status: Status,
        }
        optional {
            /// When it was asked for, local to Turkey.
            created_date: NaiveDateTime,
            /// How much, in `currency`.
            price: Decimal,
            /// What it is for.
            description: String,
            /// The wallet's currency.
            currency: Currency,
            /// How far the payout has come.
            payout_status: TransactionPayoutStatus,
            /// Craftgate's id of the member.
            member_id: MemberId,
            /// Craftgate's id of the payout, once there is one.
            payout_id: PayoutId,
        }
    }
}
