//! How the records that are of core's own types are looked up.

use craftgate_core::bank_account_tracking::BankAccountTrackingRecord;
use craftgate_core::file_reporting::ReportJob;
use craftgate_core::id::{
    BankAccountTrackingRecordId, FraudCheckId, MemberId, MerchantApmId, MerchantPosId, PaymentId, PaymentRefundId,
    PaymentTransactionId, PaymentTransactionRefundId, PayoutAccountId, PayoutId, ProductId, RemittanceId, ReportId,
    WalletId, WalletTransactionId, WalletTransactionRefundId, WithdrawId,
};
use craftgate_core::merchant_apm::MerchantApm;
use craftgate_core::onboarding::Member;
use craftgate_core::pay_by_link::Product;
use craftgate_core::settlement::PayoutAccount;
use craftgate_core::wallet::{Remittance, Wallet, WalletTransaction, WalletTransactionRefund, Withdraw};

use crate::error::{
    BANK_RECORD_NOT_FOUND, ErrorDef, MEMBER_NOT_FOUND, MERCHANT_APM_NOT_FOUND, PAYOUT_ACCOUNT_NOT_FOUND,
    PRODUCT_NOT_FOUND, REFUND_NOT_FOUND, REMITTANCE_NOT_FOUND, REPORT_NOT_FOUND, WALLET_NOT_FOUND,
    WALLET_TRANSACTION_NOT_FOUND, WITHDRAW_NOT_FOUND,
};
use crate::store::{Id, NoKey, Record};

/// Implements [`Id`] for core's ids.
macro_rules! ids {
    ($($id:ident)*) => {$(
        impl Id for $id {
            fn from_number(number: i64) -> Self {
                Self::new(number)
            }

            fn number(self) -> i64 {
                self.get()
            }
        }
    )*};
}

ids! {
    BankAccountTrackingRecordId FraudCheckId MemberId MerchantApmId MerchantPosId PaymentId PaymentRefundId PaymentTransactionId
    PaymentTransactionRefundId PayoutAccountId PayoutId ProductId RemittanceId ReportId WalletId WalletTransactionId
    WalletTransactionRefundId WithdrawId
}

/// Implements [`Record`] for types that are looked up by id alone.
macro_rules! records_by_id {
    ($($record:ty: $id:ty, $not_found:ident;)*) => {$(
        impl Record for $record {
            type Id = $id;

            type Key = NoKey;

            const NOT_FOUND: ErrorDef = $not_found;

            fn id(&self) -> $id {
                self.id
            }
        }
    )*};
}

records_by_id! {
    BankAccountTrackingRecord: BankAccountTrackingRecordId, BANK_RECORD_NOT_FOUND;
    MerchantApm: MerchantApmId, MERCHANT_APM_NOT_FOUND;
    PayoutAccount: PayoutAccountId, PAYOUT_ACCOUNT_NOT_FOUND;
    Remittance: RemittanceId, REMITTANCE_NOT_FOUND;
    ReportJob: ReportId, REPORT_NOT_FOUND;
    Withdraw: WithdrawId, WITHDRAW_NOT_FOUND;
}

/// By the merchant's own id of the member.
impl Record for Member {
    type Id = MemberId;

    type Key = String;

    const NOT_FOUND: ErrorDef = MEMBER_NOT_FOUND;

    fn id(&self) -> MemberId {
        self.id
    }

    fn keys(&self) -> Vec<String> {
        self.member_external_id.clone().into_iter().collect()
    }
}

/// What links to pay by are looked up by: the ids that the merchant gives them.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ProductKey {
    Order(String),
    Conversation(String),
    External(String),
}

impl Record for Product {
    type Id = ProductId;

    type Key = ProductKey;

    const NOT_FOUND: ErrorDef = PRODUCT_NOT_FOUND;

    fn id(&self) -> ProductId {
        self.id
    }

    fn keys(&self) -> Vec<ProductKey> {
        let order_id = self.order_id.clone().map(ProductKey::Order);
        let conversation_id = self.conversation_id.clone().map(ProductKey::Conversation);
        let external_id = self.external_id.clone().map(ProductKey::External);
        [order_id, conversation_id, external_id].into_iter().flatten().collect()
    }
}

/// By owner: a member, or the merchant if there is none.
impl Record for Wallet {
    type Id = WalletId;

    type Key = Option<MemberId>;

    const NOT_FOUND: ErrorDef = WALLET_NOT_FOUND;

    fn id(&self) -> WalletId {
        self.id
    }

    fn keys(&self) -> Vec<Option<MemberId>> {
        vec![self.member_id]
    }
}

/// By wallet.
impl Record for WalletTransaction {
    type Id = WalletTransactionId;

    type Key = WalletId;

    const NOT_FOUND: ErrorDef = WALLET_TRANSACTION_NOT_FOUND;

    fn id(&self) -> WalletTransactionId {
        self.id
    }

    fn keys(&self) -> Vec<WalletId> {
        self.wallet_id.into_iter().collect()
    }
}

/// By wallet transaction.
impl Record for WalletTransactionRefund {
    type Id = WalletTransactionRefundId;

    type Key = WalletTransactionId;

    const NOT_FOUND: ErrorDef = REFUND_NOT_FOUND;

    fn id(&self) -> WalletTransactionRefundId {
        self.id
    }

    fn keys(&self) -> Vec<WalletTransactionId> {
        self.wallet_transaction_id.into_iter().collect()
    }
}
