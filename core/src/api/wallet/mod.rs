//! Wallets of buyers, sellers and the merchant.
//!
//! A buyer pays from a wallet with [`wallet_price`](crate::payment::CreatePayment::wallet_price), though not at a
//! marketplace. There sellers' earnings are paid into their wallets, and leave them by a withdrawal.
//!
//! ```
//! use craftgate_core::id::MemberId;
//! use craftgate_core::wallet::{RemittanceReasonType, SendRemittance};
//! use craftgate_core::Currency;
//! use craftgate_core::rust_decimal::Decimal;
//!
//! let gift = SendRemittance::new(MemberId::new(42), "Doğum günü hediyesi", Decimal::new(50_00, 2), Currency::Try)
//!     .remittance_reason_type(RemittanceReasonType::RedeemOnlyLoyalty);
//!
//! assert_eq!(gift.member_id, MemberId::new(42));
//! ```

mod account;
mod refund;
mod remittance;
mod withdraw;

pub use account::{
    CreateWallet, ResetMerchantMemberWalletBalance, RetrieveMemberWallet, RetrieveMerchantMemberWallet,
    SearchWalletTransactions, UpdateWallet, Wallet, WalletTransaction, WalletTransactionType,
};
pub use refund::{
    RefundWalletTransaction, RefundableAmount, RefundedTransactionType, RetrieveRefundWalletTransactions,
    RetrieveRefundableAmountOfWalletTransaction, WalletTransactionRefund,
};
pub use remittance::{
    ReceiveRemittance, Remittance, RemittanceReasonType, RemittanceType, RetrieveRemittance, SendRemittance,
};
pub use withdraw::{CancelWithdraw, CreateWithdraw, RetrieveWithdraw, SearchWithdraws, Withdraw};
