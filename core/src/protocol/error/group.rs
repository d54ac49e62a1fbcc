//! The groups that banks' error codes are sorted into.

use crate::macros::open_enum::open_enum;

open_enum! {
    /// Why a bank or payment provider refused: each bank's own codes, sorted into groups.
    ///
    /// Every group listed is a payment error; a validation error has a code but no group. (Source:
    /// Craftgate's "Hata Grupları" and the official clients.)
    pub enum ErrorGroup {
        /// The card's limit or balance is too low.
        NotSufficientFunds = "NOT_SUFFICIENT_FUNDS",
        /// The bank did not approve, and gives no reason.
        DoNotHonour = "DO_NOT_HONOUR",
        /// The bank does not allow this transaction.
        InvalidTransaction = "INVALID_TRANSACTION",
        /// The card was reported lost.
        LostCard = "LOST_CARD",
        /// The card was reported stolen.
        StolenCard = "STOLEN_CARD",
        /// The card has expired.
        ExpiredCard = "EXPIRED_CARD",
        /// The security code is wrong.
        InvalidCvc2 = "INVALID_CVC2",
        /// The card is not open to this kind of payment.
        NotPermittedToCardholder = "NOT_PERMITTED_TO_CARDHOLDER",
        /// The POS is not open to this kind of payment.
        NotPermittedToTerminal = "NOT_PERMITTED_TO_TERMINAL",
        /// The bank suspects fraud.
        FraudSuspect = "FRAUD_SUSPECT",
        /// The law forbids it: in Turkey, mostly since the customer has not opened the card to the internet.
        RestrictedByLaw = "RESTRICTED_BY_LAW",
        /// The card can't be used here.
        CardNotPermitted = "CARD_NOT_PERMITTED",
        /// The bank gave a reason that is in no other group.
        Unknown = "UNKNOWN",
        /// It was approved before.
        ApprovedCompleted = "APPROVED_COMPLETED",
        /// The e-mail address has characters that the bank does not take.
        InvalidCharsInEmail = "INVALID_CHARS_IN_EMAIL",
        /// The security code has the wrong number of digits.
        InvalidCvc2Length = "INVALID_CVC2_LENGTH",
        /// The customer has to call the bank.
        ReferToCardIssuer = "REFER_TO_CARD_ISSUER",
        /// The bank does not know the merchant or POS.
        InvalidMerchantOrSp = "INVALID_MERCHANT_OR_SP",
        /// The card is blocked.
        BlockedCard = "BLOCKED_CARD",
        /// The 3D Secure proof is wrong.
        InvalidCavv = "INVALID_CAVV",
        /// The 3D Secure indicator is wrong.
        InvalidEci = "INVALID_ECI",
        /// The security code was wrong too often.
        Cvc2MaxAttempt = "CVC2_MAX_ATTEMPT",
        /// The bank does not know the card's first digits.
        BinNotFound = "BIN_NOT_FOUND",
        /// The bank's system failed or could not be reached.
        CommunicationOrSystemError = "COMMUNICATION_OR_SYSTEM_ERROR",
        /// The card's number is wrong.
        InvalidCardNumber = "INVALID_CARD_NUMBER",
        /// The card's bank is not known.
        NoSuchIssuer = "NO_SUCH_ISSUER",
        /// Debit cards need 3D Secure.
        DebitCardsRequiresThreeDs = "DEBIT_CARDS_REQUIRES_3DS",
        /// Debit cards can't pay by installments.
        DebitCardsInstallmentNotAllowed = "DEBIT_CARDS_INSTALLMENT_NOT_ALLOWED",
        /// The bank did not answer in time.
        RequestTimeout = "REQUEST_TIMEOUT",
        /// The bank declined.
        Declined = "DECLINED",
        /// The POS does not take foreign cards.
        NotPermittedToForeignCard = "NOT_PERMITTED_TO_FOREIGN_CARD",
        /// The card or POS does not take installments.
        NotPermittedToInstallment = "NOT_PERMITTED_TO_INSTALLMENT",
        /// It can be done only after the end of the day.
        RequiresDayEnd = "REQUIRES_DAY_END",
        /// The amount is over the card's limit for one payment.
        ExceedsWithdrawalAmountLimit = "EXCEEDS_WITHDRAWAL_AMOUNT_LIMIT",
        /// The card is restricted.
        RestrictedCard = "RESTRICTED_CARD",
        /// The PIN was wrong too often.
        ExceedsAllowablePinTries = "EXCEEDS_ALLOWABLE_PIN_TRIES",
        /// The PIN is wrong.
        InvalidPin = "INVALID_PIN",
        /// The card's bank is out of service.
        IssuerOrSwitchInoperative = "ISSUER_OR_SWITCH_INOPERATIVE",
        /// The expiry date is wrong.
        InvalidExpireYearMonth = "INVALID_EXPIRE_YEAR_MONTH",
        /// The bank blocked the request.
        RequestBlockedByBank = "REQUEST_BLOCKED_BY_BANK",
        /// The reward to use is more than the payment.
        SalesAmountLessThanAward = "SALES_AMOUNT_LESS_THAN_AWARD",
        /// The amount is wrong.
        InvalidAmount = "INVALID_AMOUNT",
        /// The card is of the wrong type.
        InvalidCardType = "INVALID_CARD_TYPE",
        /// The card has too few points.
        NotSufficientAward = "NOT_SUFFICIENT_AWARD",
        /// American Express cards can use Membership Rewards alone.
        AmexCanUseOnlyMr = "AMEX_CAN_USE_ONLY_MR",
        /// The bank did not answer.
        NoResponse = "NO_RESPONSE",
        /// The bank wants the card taken in.
        PickupCard = "PICKUP_CARD",
        /// The security code is needed.
        CvcRequired = "CVC_REQUIRED",
        /// The IP address is not allowed.
        InvalidIp = "INVALID_IP",
        /// It may have been refunded already.
        MayHaveAlreadyRefunded = "MAY_HAVE_ALREADY_REFUNDED",
        /// The order number was used before.
        OrderIdAlreadyUsed = "ORDER_ID_ALREADY_USED",
        /// 3D Secure could not be started.
        ThreeDsInitError = "THREEDS_INIT_ERROR",
        /// The alternative payment method failed.
        ApmError = "APM_ERROR",
        /// The merchant's fraud rules stopped it.
        FraudCheckBlock = "FRAUD_CHECK_BLOCK",
        /// The POS has too little money for the refund.
        PosBalanceNotSufficient = "POS_BALANCE_NOT_SUFFICIENT",
        /// The alternative payment method knows no such card or account.
        ApmAccountNotFound = "APM_ACCOUNT_NOT_FOUND",
        /// The account at the alternative payment method may not pay.
        ApmAccountPermissionDenied = "APM_ACCOUNT_PERMISSION_DENIED",
        /// The verification code is wrong.
        ApmInvalidVerificationCode = "APM_INVALID_VERIFICATION_CODE",
        /// The verification code could not be sent or checked.
        ApmVerificationCodeError = "APM_VERIFICATION_CODE_ERROR",
        /// The payment is archived and can't be refunded; ask the bank.
        ArchivedPayment = "ARCHIVED_PAYMENT",
        /// The authorization has expired.
        ExpiredProvision = "EXPIRED_PROVISION",
        /// The refund is not allowed.
        InvalidRefundTransaction = "INVALID_REFUND_TRANSACTION",
    }
}

impl ErrorGroup {
    /// Whether to offer the customer 3D Secure next.
    ///
    /// True for the groups after which Craftgate's security recommendations advise it (a lost, stolen
    /// or to be picked up card), and for [`ErrorGroup::DebitCardsRequiresThreeDs`], which says so itself.
    #[must_use]
    pub fn should_retry_with_three_ds(&self) -> bool {
        matches!(self, Self::LostCard | Self::StolenCard | Self::PickupCard | Self::DebitCardsRequiresThreeDs)
    }

    /// Whether the bank may have done all the same what it was asked for: it did not answer Craftgate, or says that it
    /// had done it before. Find out before you ask for it anew.
    #[must_use]
    pub fn may_have_succeeded(&self) -> bool {
        matches!(
            self,
            Self::ApprovedCompleted
                | Self::MayHaveAlreadyRefunded
                | Self::OrderIdAlreadyUsed
                | Self::NoResponse
                | Self::RequestTimeout
                | Self::CommunicationOrSystemError
        )
    }
}
