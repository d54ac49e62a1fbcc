//! Withdrawals from a wallet to a bank account.

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use crate::api::currency::Currency;
use crate::api::id::{MemberId, PayoutId, WithdrawId};
use crate::api::onboarding::Status;
use crate::api::payment::TransactionPayoutStatus;
use crate::macros::object::response_object;
use crate::macros::operation::operation;
use crate::protocol::page::Page;
use crate::protocol::paging::paged;
use crate::protocol::validation::{Validate, Validator};

operation! {
    /// Creates a withdrawal from a member's wallet to the member's bank account.
    ///
    /// The money leaves the wallet at once, and is sent to the bank with the next file of withdrawals.
    POST "/wallet/v1/withdraws" => Withdraw;

    pub struct CreateWithdraw {
        required {
            /// The member's id.
            member_id: MemberId,
            /// The description.
            description: String,
            /// The amount, in `currency`.
            price: Decimal,
            /// The wallet's currency.
            currency: Currency,
        }
    }
}

impl Validate for CreateWithdraw {
    fn check(&self, validator: &mut Validator) {
        validator
            .amount("price", self.price, self.currency.decimals())
            .require_filled([("description", Some(&self.description))]);
    }
}

operation! {
    /// Cancels a withdrawal before it is paid out: the money goes back into the wallet.
    POST "/wallet/v1/withdraws/{withdraw_id}/cancel" => Withdraw;

    pub struct CancelWithdraw {
        path {
            /// The withdrawal's id.
            withdraw_id: WithdrawId
        }
        matches { withdraw_id == id }
    }
}

operation! {
    /// Retrieves a withdrawal.
    GET "/wallet/v1/withdraws/{withdraw_id}" => Withdraw;

    pub struct RetrieveWithdraw {
        path {
            /// The withdrawal's id.
            withdraw_id: WithdrawId
        }
        matches { withdraw_id == id }
    }
}

operation! {
    /// Searches for withdrawals.
    GET "/wallet/v1/withdraws" => Page<Withdraw>;

    pub struct SearchWithdraws {
        optional {
            /// The member's id.
            member_id: MemberId,
            /// The wallet's currency.
            currency: Currency,
            /// The status of the payout.
            payout_status: TransactionPayoutStatus,
            /// Minimum amount, inclusive, in the wallet's currency.
            min_withdraw_price: Decimal,
            /// Maximum amount, inclusive, in the wallet's currency.
            max_withdraw_price: Decimal,
            /// Earliest time of creation, inclusive, local to Turkey.
            min_created_date: NaiveDateTime,
            /// Latest time of creation, inclusive, local to Turkey.
            max_created_date: NaiveDateTime,
            /// The page number, from 0 (default: 0).
            page: u32,
            /// The page size (default: 10).
            size: u32,
        }
    }
}

impl Validate for SearchWithdraws {
    fn check(&self, validator: &mut Validator) {
        validator.range("minWithdrawPrice", self.min_withdraw_price, self.max_withdraw_price).range(
            "minCreatedDate",
            self.min_created_date,
            self.max_created_date,
        );
    }
}

paged! { SearchWithdraws => Withdraw }

response_object! {
    /// A withdrawal from a wallet to a bank account.
    pub struct Withdraw {
        required {
            /// The withdrawal's id.
            id: WithdrawId,
            /// Whether the record is active.
            status: Status,
        }
        optional {
            /// The time of creation, local to Turkey.
            created_date: NaiveDateTime,
            /// The amount, in `currency`.
            price: Decimal,
            /// The description.
            description: String,
            /// The wallet's currency.
            currency: Currency,
            /// The status of the payout.
            payout_status: TransactionPayoutStatus,
            /// The member's id.
            member_id: MemberId,
            /// The payout's id, once there is one.
            payout_id: PayoutId,
        }
    }
}
