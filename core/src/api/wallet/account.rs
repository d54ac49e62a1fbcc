//! Wallets and their transactions.

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use crate::api::currency::Currency;
use crate::api::id::{MemberId, TransactionId, WalletId, WalletTransactionId};
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;
use crate::protocol::page::Page;
use crate::protocol::paging::paged;
use crate::protocol::validation::{Validate, Validator};

operation! {
    /// Creates a wallet for a member.
    POST "/wallet/v1/members/{member_id}/wallets" => Wallet;

    pub struct CreateWallet {
        path {
            /// The member's id.
            member_id: MemberId
        }
        optional {
            /// The negative balance allowed, in the wallet's currency (default: 0).
            negative_amount_limit: Decimal,
            /// The currency.
            currency: Currency,
        }
        matches { member_id == member_id }
    }
}

operation! {
    /// Retrieves a member's wallet.
    GET "/wallet/v1/members/{member_id}/wallet" => Wallet;

    pub struct RetrieveMemberWallet {
        path {
            /// The member's id.
            member_id: MemberId
        }
        matches { member_id == member_id }
    }
}

operation! {
    /// Updates the negative balance allowed for a member's wallet.
    PUT "/wallet/v1/members/{member_id}/wallets/{wallet_id}" => Wallet;

    pub struct UpdateWallet {
        path {
            /// The member's id.
            member_id: MemberId,
            /// The wallet's id.
            wallet_id: WalletId,
        }
        required {
            /// The negative balance allowed, in the wallet's currency.
            negative_amount_limit: Decimal,
        }
        matches { wallet_id == id }
    }
}

operation! {
    /// Searches for transactions of a wallet.
    GET "/wallet/v1/wallets/{wallet_id}/wallet-transactions" => Page<WalletTransaction>;

    pub struct SearchWalletTransactions {
        path {
            /// The wallet's id.
            wallet_id: WalletId
        }
        optional {
            /// The page number, from 0 (default: 0).
            page: u32,
            /// The page size (default: 10).
            size: u32,
            /// Earliest time of creation, inclusive, local to Turkey.
            min_created_date: NaiveDateTime,
            /// Latest time of creation, inclusive, local to Turkey.
            max_created_date: NaiveDateTime,
            /// Minimum amount, inclusive, in the wallet's currency.
            min_amount: Decimal,
            /// Maximum amount, inclusive, in the wallet's currency.
            max_amount: Decimal,
        }
        repeated {
            /// The kinds of transaction: any of these. (`walletTransactionType`, a single one, in Craftgate's
            /// documentation; the name here is that of its clients.)
            wallet_transaction_types: WalletTransactionType,
        }
        matches { wallet_id == each wallet_id }
    }
}

impl Validate for SearchWalletTransactions {
    fn check(&self, validator: &mut Validator) {
        validator.range("minAmount", self.min_amount, self.max_amount).range(
            "minCreatedDate",
            self.min_created_date,
            self.max_created_date,
        );
    }
}

paged! { SearchWalletTransactions => WalletTransaction }

operation! {
    /// Retrieves the merchant's own wallet.
    GET "/wallet/v1/merchants/me/wallet" => Wallet;

    pub struct RetrieveMerchantMemberWallet {}
}

operation! {
    /// Resets the balance of the merchant's own wallet to zero.
    ///
    /// Retrieve the wallet first: `wallet_amount` has to be its current balance.
    POST "/wallet/v1/merchants/me/wallet/reset-balance" => Wallet;

    pub struct ResetMerchantMemberWalletBalance {
        required {
            /// The current balance, in the wallet's currency.
            wallet_amount: Decimal,
        }
    }
}

response_object! {
    /// A wallet. Amounts are in its currency, times local to Turkey.
    pub struct Wallet {
        required {
            /// The wallet's id.
            id: WalletId,
        }
        optional {
            /// The time of creation.
            created_date: NaiveDateTime,
            /// The time of the last update.
            updated_date: NaiveDateTime,
            /// The balance.
            amount: Decimal,
            /// The part of the balance that can be withdrawn.
            withdrawal_amount: Decimal,
            /// The negative balance allowed.
            negative_amount_limit: Decimal,
            /// The currency.
            currency: Currency,
            /// The owner's id as a member.
            member_id: MemberId,
        }
    }
}

response_object! {
    /// A transaction of a wallet.
    pub struct WalletTransaction {
        required {
            /// The wallet transaction's id, which it is refunded by.
            id: WalletTransactionId,
        }
        optional {
            /// The time of the transaction, local to Turkey.
            created_date: NaiveDateTime,
            /// The kind of transaction.
            wallet_transaction_type: WalletTransactionType,
            /// The amount, in the wallet's currency.
            amount: Decimal,
            /// The id of the payment, refund or other transaction that it belongs to, as its kind tells.
            transaction_id: TransactionId,
            /// The wallet's id.
            wallet_id: WalletId,
        }
    }
}

open_enum! {
    /// The kind of a wallet transaction.
    pub enum WalletTransactionType {
        /// A payment from the wallet.
        PaymentRedeem = "PAYMENT_REDEEM",
        RefundDeposit = "REFUND_DEPOSIT",
        RefundTxDeposit = "REFUND_TX_DEPOSIT",
        /// A withdrawal to a bank account.
        Withdraw = "WITHDRAW",
        /// A cancelled payment's money, refunded from the wallet to the card.
        CancelRefundWalletToCard = "CANCEL_REFUND_WALLET_TO_CARD",
        /// A wallet transaction, refunded to the card.
        RefundWalletTxToCard = "REFUND_WALLET_TX_TO_CARD",
        /// A wallet transaction, refunded by bank transfer.
        RefundWalletTxFundTransfer = "REFUND_WALLET_TX_FUND_TRANSFER",
        /// A cancelled payment, refunded to the wallet.
        CancelRefundToWallet = "CANCEL_REFUND_TO_WALLET",
        /// A payment line, refunded to the wallet.
        RefundTxToWallet = "REFUND_TX_TO_WALLET",
        /// A payment line, refunded to the wallet manually.
        ManualRefundTxToWallet = "MANUAL_REFUND_TX_TO_WALLET",
        /// A seller's earnings.
        SettlementEarnings = "SETTLEMENT_EARNINGS",
        /// A deposit from a card.
        DepositFromCard = "DEPOSIT_FROM_CARD",
        /// A deposit by an alternative payment method.
        DepositFromApm = "DEPOSIT_FROM_APM",
        /// A deposit by bank transfer.
        DepositFromFundTransfer = "DEPOSIT_FROM_FUND_TRANSFER",
        /// A remittance: sent or received by the merchant.
        Remittance = "REMITTANCE",
        /// A loyalty reward.
        Loyalty = "LOYALTY",
        /// A cancelled withdrawal.
        WithdrawCancel = "WITHDRAW_CANCEL",
        /// A reset of the merchant's balance.
        MerchantBalanceReset = "MERCHANT_BALANCE_RESET",
    }
}
