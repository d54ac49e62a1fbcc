//! A wallet itself: making it, changing it, and what went in and out.

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use crate::api::currency::Currency;
use crate::api::id::{MemberId, TransactionId, WalletId, WalletTransactionId};
use crate::api::page::Page;
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;
use crate::protocol::paging::paged;
use crate::protocol::validation::{Validate, ValidationErrors, Validator};

operation! {
    /// Makes a wallet for a member.
    POST "/wallet/v1/members/{member_id}/wallets" => Wallet;

    pub struct CreateWallet {
        path {
            /// Craftgate's id of the member.
            member_id: MemberId
        }
        optional {
            /// How far it may go below zero, in its currency (Craftgate's default: 0).
            negative_amount_limit: Decimal,
            /// Its currency.
            currency: Currency,
        }
    }
}

operation! {
    /// Looks a member's wallet up.
    GET "/wallet/v1/members/{member_id}/wallet" => Wallet;

    pub struct RetrieveMemberWallet {
        path {
            /// Craftgate's id of the member.
            member_id: MemberId
        }
    }
}

operation! {
    /// Sets how far a member's wallet may go below zero.
    PUT "/wallet/v1/members/{member_id}/wallets/{wallet_id}" => Wallet;

    pub struct UpdateWallet {
        path {
            /// Craftgate's id of the member.
            member_id: MemberId,
            /// Craftgate's id of the wallet.
            wallet_id: WalletId,
        }
        required {
            /// How far it may go below zero, in its currency.
            negative_amount_limit: Decimal,
        }
    }
}

operation! {
    /// Finds what went in and out of a wallet.
    GET "/wallet/v1/wallets/{wallet_id}/wallet-transactions" => Page<WalletTransaction>;

    pub struct SearchWalletTransactions {
        path {
            /// Craftgate's id of the wallet.
            wallet_id: WalletId
        }
        optional {
            /// Which page, from 0 on (Craftgate's default: 0).
            page: u32,
            /// How many a page (Craftgate's default: 10).
            size: u32,
            /// Made at this time or later, local to Turkey.
            min_created_date: NaiveDateTime,
            /// Made at this time or earlier, local to Turkey.
            max_created_date: NaiveDateTime,
            /// This much or more, in the wallet's currency.
            min_amount: Decimal,
            /// This much or less, in the wallet's currency.
            max_amount: Decimal,
        }
        repeated {
            /// Why the money moved: any of these.
            wallet_transaction_types: WalletTransactionType,
        }
    }
}

impl Validate for SearchWalletTransactions {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Validator::default().range("minCreatedDate", self.min_created_date, self.max_created_date).finish()
    }
}

paged! { SearchWalletTransactions => WalletTransaction }

operation! {
    /// Looks the merchant's own wallet up.
    GET "/wallet/v1/merchants/me/wallet" => Wallet;

    pub struct RetrieveMerchantMemberWallet {}
}

operation! {
    /// Sets the balance of the merchant's own wallet to zero.
    ///
    /// Look it up first: the balance has to be the one given here.
    POST "/wallet/v1/merchants/me/wallet/reset-balance" => Wallet;

    pub struct ResetMerchantMemberWalletBalance {
        required {
            /// The balance as it is now, in the wallet's currency.
            wallet_amount: Decimal,
        }
    }
}

response_object! {
    /// A wallet. Amounts are in its currency, times local to Turkey.
    pub struct Wallet {
        required {
            /// Craftgate's id of the wallet.
            id: WalletId,
        }
        optional {
            /// When it was made.
            created_date: NaiveDateTime,
            /// When it was last changed.
            updated_date: NaiveDateTime,
            /// What is in it.
            amount: Decimal,
            /// The part of it that can be withdrawn.
            withdrawal_amount: Decimal,
            /// How far it may go below zero.
            negative_amount_limit: Decimal,
            /// Its currency.
            currency: Currency,
            /// Craftgate's id of the member whose it is.
            member_id: MemberId,
        }
    }
}

response_object! {
    /// Money that went into a wallet or out of it.
    pub struct WalletTransaction {
        required {
            /// Craftgate's id of it, as a refund of it needs.
            id: WalletTransactionId,
        }
        optional {
            /// When it moved, local to Turkey.
            created_date: NaiveDateTime,
            /// Why it moved.
            wallet_transaction_type: WalletTransactionType,
            /// How much, in the wallet's currency.
            amount: Decimal,
            /// Craftgate's id of the payment, refund or other transaction that moved it.
            transaction_id: TransactionId,
            /// Craftgate's id of the wallet.
            wallet_id: WalletId,
        }
    }
}

open_enum! {
    /// Why money went into a wallet or out of it.
    pub enum WalletTransactionType {
        /// A payment was taken from it.
        PaymentRedeem = "PAYMENT_REDEEM",
        RefundDeposit = "REFUND_DEPOSIT",
        RefundTxDeposit = "REFUND_TX_DEPOSIT",
        /// It was withdrawn.
        Withdraw = "WITHDRAW",
        /// It went back to the card: its payment was cancelled.
        CancelRefundWalletToCard = "CANCEL_REFUND_WALLET_TO_CARD",
        /// It went back to the card: its payment was refunded.
        RefundWalletTxToCard = "REFUND_WALLET_TX_TO_CARD",
        /// It went back by bank transfer.
        RefundWalletTxFundTransfer = "REFUND_WALLET_TX_FUND_TRANSFER",
        /// A payment was cancelled, its money put into the wallet.
        CancelRefundToWallet = "CANCEL_REFUND_TO_WALLET",
        /// A line was refunded into the wallet.
        RefundTxToWallet = "REFUND_TX_TO_WALLET",
        /// A line was refunded into the wallet by hand.
        ManualRefundTxToWallet = "MANUAL_REFUND_TX_TO_WALLET",
        /// A seller's earnings arrived.
        SettlementEarnings = "SETTLEMENT_EARNINGS",
        /// Put in from a card.
        DepositFromCard = "DEPOSIT_FROM_CARD",
        /// Put in by an alternative payment method.
        DepositFromApm = "DEPOSIT_FROM_APM",
        /// Put in by bank transfer.
        DepositFromFundTransfer = "DEPOSIT_FROM_FUND_TRANSFER",
        /// Sent or taken back by the merchant.
        Remittance = "REMITTANCE",
        /// A loyalty reward.
        Loyalty = "LOYALTY",
        /// A withdraw was cancelled.
        WithdrawCancel = "WITHDRAW_CANCEL",
        /// The merchant's balance was set to zero.
        MerchantBalanceReset = "MERCHANT_BALANCE_RESET",
    }
}
