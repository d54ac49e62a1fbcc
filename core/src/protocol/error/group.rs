//! The groups of banks' error codes.

use crate::macros::open_enum::open_enum;

open_enum! {
    /// The reason why a bank or payment provider declined a payment or a refund: the group of the bank's own code.
    ///
    /// A validation error has a code but no group. (Source: Craftgate's "Hata Grupları" and "Test Kartları", and the
    /// official clients.)
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
        /// The card is not enabled for this kind of payment.
        NotPermittedToCardholder = "NOT_PERMITTED_TO_CARDHOLDER",
        /// The POS is not enabled for this kind of payment.
        NotPermittedToTerminal = "NOT_PERMITTED_TO_TERMINAL",
        /// The issuing bank suspects fraud.
        FraudSuspect = "FRAUD_SUSPECT",
        /// The law prohibits the payment: in Turkey, mostly because the card is not enabled for online payments.
        RestrictedByLaw = "RESTRICTED_BY_LAW",
        /// The card can't be used here.
        CardNotPermitted = "CARD_NOT_PERMITTED",
        /// The payment or refund failed for a reason that belongs to no other group.
        Unknown = "UNKNOWN",
        /// The payment was approved before, under the same order number.
        ApprovedCompleted = "APPROVED_COMPLETED",
        /// The e-mail address has characters that the bank does not accept.
        InvalidCharsInEmail = "INVALID_CHARS_IN_EMAIL",
        /// The security code has the wrong number of digits.
        InvalidCvc2Length = "INVALID_CVC2_LENGTH",
        /// The customer has to call the bank.
        ReferToCardIssuer = "REFER_TO_CARD_ISSUER",
        /// The issuing bank considers the merchant's category wrong.
        InvalidMerchantOrSp = "INVALID_MERCHANT_OR_SP",
        /// The card is blocked.
        BlockedCard = "BLOCKED_CARD",
        /// The 3D Secure proof is wrong.
        InvalidCavv = "INVALID_CAVV",
        /// The 3D Secure indicator is wrong.
        InvalidEci = "INVALID_ECI",
        /// The security code was wrong too often.
        Cvc2MaxAttempt = "CVC2_MAX_ATTEMPT",
        /// The card number's first eight digits belong to no known card.
        BinNotFound = "BIN_NOT_FOUND",
        /// The bank's system failed or did not respond in time.
        CommunicationOrSystemError = "COMMUNICATION_OR_SYSTEM_ERROR",
        /// The card's number is wrong.
        InvalidCardNumber = "INVALID_CARD_NUMBER",
        /// The card's bank is unknown.
        NoSuchIssuer = "NO_SUCH_ISSUER",
        /// Debit cards need 3D Secure.
        DebitCardsRequiresThreeDs = "DEBIT_CARDS_REQUIRES_3DS",
        /// Debit cards can't pay by installments.
        DebitCardsInstallmentNotAllowed = "DEBIT_CARDS_INSTALLMENT_NOT_ALLOWED",
        /// The request to the bank timed out.
        RequestTimeout = "REQUEST_TIMEOUT",
        /// The bank declined.
        Declined = "DECLINED",
        /// The POS does not accept foreign cards.
        NotPermittedToForeignCard = "NOT_PERMITTED_TO_FOREIGN_CARD",
        /// The card or POS does not accept installments.
        NotPermittedToInstallment = "NOT_PERMITTED_TO_INSTALLMENT",
        /// The POS's day has to be closed first, for a payment or for a refund.
        RequiresDayEnd = "REQUIRES_DAY_END",
        /// The card's daily number or amount of transactions is used up.
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
        /// American Express cards can use Membership Rewards only.
        AmexCanUseOnlyMr = "AMEX_CAN_USE_ONLY_MR",
        /// The bank did not respond.
        NoResponse = "NO_RESPONSE",
        /// The issuing bank suspects fraud and wants the card withdrawn.
        PickupCard = "PICKUP_CARD",
        /// The security code is needed.
        CvcRequired = "CVC_REQUIRED",
        /// The POS accepts registered IP addresses only.
        InvalidIp = "INVALID_IP",
        /// The payment may have been refunded before.
        MayHaveAlreadyRefunded = "MAY_HAVE_ALREADY_REFUNDED",
        /// The order number belongs to an earlier successful payment.
        OrderIdAlreadyUsed = "ORDER_ID_ALREADY_USED",
        /// 3D Secure could not be started.
        ThreeDsInitError = "THREEDS_INIT_ERROR",
        /// The alternative payment method failed.
        ApmError = "APM_ERROR",
        /// The merchant's fraud rules blocked the payment.
        FraudCheckBlock = "FRAUD_CHECK_BLOCK",
        /// The account behind the POS has too little money for the refund.
        PosBalanceNotSufficient = "POS_BALANCE_NOT_SUFFICIENT",
        /// The alternative payment method knows no such card or account.
        ApmAccountNotFound = "APM_ACCOUNT_NOT_FOUND",
        /// The account at the alternative payment method may not pay.
        ApmAccountPermissionDenied = "APM_ACCOUNT_PERMISSION_DENIED",
        /// The verification code is wrong.
        ApmInvalidVerificationCode = "APM_INVALID_VERIFICATION_CODE",
        /// The time to enter the verification code ran out.
        ApmVerificationCodeError = "APM_VERIFICATION_CODE_ERROR",
        /// The bank has archived the payment and can't refund it.
        ArchivedPayment = "ARCHIVED_PAYMENT",
        /// The authorization has expired.
        ExpiredProvision = "EXPIRED_PROVISION",
        /// The refund is not valid.
        InvalidRefundTransaction = "INVALID_REFUND_TRANSACTION",
        /// The payment can be made only with 3D Secure.
        RequiresThreeDs = "REQUIRES_3DS",
        /// Too many requests. Of a refund: another one for the same order is being processed.
        TooManyRequests = "TOO_MANY_REQUESTS",
        /// The bank was sent data that is not valid.
        InputData = "INPUT_DATA",
        /// The merchant's fraud rules blocked the payment; also [`ErrorGroup::FraudCheckBlock`].
        FraudBlock = "FRAUD_BLOCK",
        /// The alternative payment method rejected the request as invalid.
        ApmValidationError = "APM_VALIDATION_ERROR",
        /// The virtual POS behind the alternative payment method failed.
        ApmVposError = "APM_VPOS_ERROR",
        /// The shopping loan is cancelled.
        BnplCancelled = "BNPL_CANCELLED",
        /// The payment is in a state in which it can't be refunded.
        NonRefundablePayment = "NON_REFUNDABLE_PAYMENT",
        /// The bank does not find the payment to refund.
        PaymentNotFoundForRefund = "PAYMENT_NOT_FOUND_FOR_REFUND",
        /// The refund can't be made at the moment.
        RefundDecline = "REFUND_DECLINE",
    }
}

impl ErrorGroup {
    /// Returns true if the customer should be offered 3D Secure next.
    ///
    /// So say [`RequiresThreeDs`](Self::RequiresThreeDs) and
    /// [`DebitCardsRequiresThreeDs`](Self::DebitCardsRequiresThreeDs) themselves, and Craftgate's security
    /// recommendations of a lost or stolen card, or one to be withdrawn.
    #[must_use]
    pub fn should_retry_with_three_ds(&self) -> bool {
        matches!(
            self,
            Self::DebitCardsRequiresThreeDs
                | Self::LostCard
                | Self::PickupCard
                | Self::RequiresThreeDs
                | Self::StolenCard
        )
    }

    /// Returns true if the bank may have executed the request although it failed: the bank did not respond to
    /// Craftgate, or reports that it executed the same request before. An [`Error`](crate::Error) with such a group has
    /// the [`Outcome::Unknown`](crate::Outcome::Unknown): look up the payment or refund before requesting it again.
    #[must_use]
    pub fn may_have_succeeded(&self) -> bool {
        matches!(
            self,
            Self::ApprovedCompleted
                | Self::CommunicationOrSystemError
                | Self::MayHaveAlreadyRefunded
                | Self::NoResponse
                | Self::OrderIdAlreadyUsed
                | Self::RequestTimeout
        )
    }

    /// Returns true if a decline of this group, under the same idempotency key, also proves that earlier attempts
    /// failed. False if the reason may be an earlier attempt that succeeded or is being processed: see
    /// [`may_have_succeeded`](Self::may_have_succeeded), a payment that can't be refunded (any more), too many
    /// requests, and every reason that is unknown to this version.
    #[must_use]
    pub fn settles_earlier_attempts(&self) -> bool {
        !self.may_have_succeeded()
            && !matches!(
                self,
                Self::NonRefundablePayment | Self::TooManyRequests | Self::Unknown | Self::Unrecognized(_)
            )
    }
}
