//! The events that webhooks report.

use crate::macros::open_enum::open_enum;

open_enum! {
    /// The type of a webhook's event. Craftgate adds types without notice: respond 2xx to unknown ones. (Source:
    /// Craftgate's "İşlem Bildirimi".)
    ///
    /// | the customer pays | events |
    /// |---|---|
    /// | without 3D Secure | [`ApiAuth`](Self::ApiAuth) |
    /// | with 3D Secure, by a POS of the 3D Model | [`ThreeDsVerify`](Self::ThreeDsVerify), and [`ApiAuth`](Self::ApiAuth) once the merchant has completed the payment |
    /// | with 3D Secure, by a POS of 3D Pay | [`ApiVerifyAndAuth`](Self::ApiVerifyAndAuth) alone |
    /// | on the checkout page | [`CheckoutFormAuth`](Self::CheckoutFormAuth) alone |
    pub enum WebhookEventType {
        /// A payment without 3D Secure, or the completion of a 3D Secure payment on a POS of the 3D Model, succeeded or
        /// failed. The payload id is the payment's: [`RetrievePayment`](crate::payment::RetrievePayment).
        ApiAuth = "API_AUTH",
        /// A 3D Secure payment on a POS of 3D Pay succeeded or failed: the customer was verified and the money taken in
        /// one step, so that neither [`ThreeDsVerify`](Self::ThreeDsVerify) nor [`ApiAuth`](Self::ApiAuth) comes. The
        /// payload id is the payment's: [`RetrievePayment`](crate::payment::RetrievePayment).
        ApiVerifyAndAuth = "API_VERIFY_AND_AUTH",
        /// A payment on the checkout page succeeded, or a fraud rule caught it; other failures send nothing. The payload
        /// id is the page's token: [`RetrieveCheckoutPayment`](crate::payment::RetrieveCheckoutPayment).
        CheckoutFormAuth = "CHECKOUTFORM_AUTH",
        /// The customer's verification for a POS of the 3D Model succeeded or failed. No money was taken: the payment
        /// stands at `CALLBACK_THREEDS` and waits for its completion, even if no callback came. The payload id is the
        /// payment's: [`RetrievePayment`](crate::payment::RetrievePayment).
        ThreeDsVerify = "THREEDS_VERIFY",
        /// A payment was refunded or cancelled as a whole; sent on success only. The payload id is the refund's:
        /// [`RetrievePaymentRefund`](crate::payment::RetrievePaymentRefund).
        Refund = "REFUND",
        /// One line of a payment was refunded; sent on success only. The payload id is the refund's:
        /// [`RetrievePaymentTransactionRefund`](crate::payment::RetrievePaymentTransactionRefund).
        RefundTx = "REFUND_TX",
        /// Money was transferred to sellers. The payload id is the settlement file's:
        /// [`SearchPayoutCompletedTransactions`](crate::settlement_reporting::SearchPayoutCompletedTransactions).
        PayoutCompleted = "PAYOUT_COMPLETED",
        /// Craftgate's autopilot opened or closed a POS. Always a success, posted to a URL of its own. The payload id is
        /// the POS's alias.
        Autopilot = "AUTOPILOT",
        /// A wallet was created. The payload id is the wallet's:
        /// [`RetrieveMemberWallet`](crate::wallet::RetrieveMemberWallet) by its member.
        WalletCreated = "WALLET_CREATED",
        /// A wallet's balance changed. The payload id is the wallet's, and not the transaction's:
        /// [`SearchWalletTransactions`](crate::wallet::SearchWalletTransactions).
        WalletTxCreated = "WALLET_TX_CREATED",
        /// A shopping loan's state changed after the application; comes once for each change. The payload id is the
        /// payment's: [`VerifyBnplPayment`](crate::payment::VerifyBnplPayment).
        BnplNotification = "BNPL_NOTIFICATION",
        /// Money arrived on a tracked bank account; Craftgate looks every five minutes. The payload id is the
        /// transfer's:
        /// [`RetrieveBankAccountTrackingRecord`](crate::bank_account_tracking::RetrieveBankAccountTrackingRecord).
        BankAccountTrackingRecord = "BANK_ACCOUNT_TRACKING_RECORD",
        /// The customer confirmed a payment in BKM Express. No money was taken: check the order, then send
        /// [`CompleteBkmExpressPayment`](crate::bkm_express::CompleteBkmExpressPayment). Has to be switched on in the
        /// merchant panel. The payload id is the payment's ticket.
        BkmExpressPaymentNotification = "BKM_EXPRESS_PAYMENT_NOTIFICATION",
        /// All of a payment in parts was paid. The payload id is the page's token:
        /// [`RetrieveMultiPayment`](crate::payment::RetrieveMultiPayment).
        MultiPaymentCompleted = "MULTI_PAYMENT_COMPLETED",
        /// A payment in parts expired before all of it was paid. Known from the official clients alone.
        MultiPaymentExpired = "MULTI_PAYMENT_EXPIRED",
        /// A report is ready. Known from the official clients alone.
        ReportGenerated = "REPORT_GENERATED",
        /// A report was requested. Known from the official clients alone.
        ReportCreated = "REPORT_CREATED",
    }
}

impl WebhookEventType {
    /// Returns true if the payload id may be the token of a page of Craftgate's.
    pub(super) fn may_have_token(&self) -> bool {
        matches!(
            self,
            Self::CheckoutFormAuth | Self::MultiPaymentCompleted | Self::MultiPaymentExpired | Self::Unrecognized(_)
        )
    }
}

open_enum! {
    /// The status of a webhook's event.
    pub enum WebhookStatus {
        /// The event is a success.
        Success = "SUCCESS",
        /// The event is a failure.
        Failure = "FAILURE",
    }
}
