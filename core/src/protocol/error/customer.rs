//! Messages for the customer, in Turkish and in English.

use std::fmt;

use super::{ApiError, Error, ErrorGroup, Outcome, RequestError};

/// A message for a customer whose payment or refund failed: one sentence that says what to do next.
///
/// The variants are for the page that shows it (which field to mark, whether to offer another card); the sentences are
/// for shops that have none of their own. A lost, stolen or blocked card, or one suspected of fraud, reads like any
/// other payment that was not approved. A wrong expiry date or security code is told, so limit how often somebody may
/// try.
///
/// ```
/// use craftgate_core::error::CustomerMessage;
/// use craftgate_core::ErrorGroup;
///
/// let message = ErrorGroup::InvalidCvc2.customer_message();
/// assert_eq!(message, CustomerMessage::CheckSecurityCode);
/// assert_eq!(message.turkish(), "Kartınızın güvenlik kodunu (CVC) kontrol edip tekrar deneyin.");
/// assert_eq!(message.english(), "Check your card's security code (CVC) and try again.");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CustomerMessage {
    /// The payment was not approved, for a reason that the customer is not told.
    NotApproved,
    /// The card's limit or balance is too low.
    InsufficientFunds,
    /// The card's limit for one payment or one day is used up.
    LimitExceeded,
    /// The customer has to call the bank.
    CallYourBank,
    /// The card is not enabled for online payments.
    OpenToOnlinePayments,
    /// This card is not accepted here; another may be.
    UseAnotherCard,
    /// Cards from abroad are not accepted.
    ForeignCard,
    /// The cardholder's name is missing or has characters that names don't have.
    CheckCardholderName,
    /// The card number is wrong.
    CheckCardNumber,
    /// The expiry date is wrong.
    CheckExpiryDate,
    /// The security code is wrong or missing.
    CheckSecurityCode,
    /// The e-mail address is wrong.
    CheckEmail,
    /// The security code or PIN was wrong too often.
    TooManyAttempts,
    /// The payment needs 3D Secure.
    UseThreeDs,
    /// 3D Secure failed.
    ThreeDsFailed,
    /// Installments are not possible.
    PayInFull,
    /// The points are more than the card has, or than the payment accepts.
    UseFewerPoints,
    /// The wallet or alternative payment method failed.
    UseAnotherMethod,
    /// The verification code is wrong or came too late.
    CheckVerificationCode,
    /// The shopping loan is cancelled.
    LoanCancelled,
    /// Craftgate or the bank can't be reached.
    TryAgainLater,
    /// There were too many attempts, or an earlier one is still being processed.
    WaitAndTryAgain,
    /// The bank did not respond to Craftgate, which records the payment as failed; the bank's records may differ.
    CheckCardActivity,
    /// The order may have been paid before.
    CheckYourOrder,
    /// The customer can't correct the error: the merchant has to act.
    ContactMerchant,
    /// It is not known yet whether the payment succeeded. Another attempt may charge the customer again.
    BeingChecked,
    /// The refund can't be made.
    RefundNotPossible,
    /// The refund can't be made at the moment.
    RefundLater,
    /// It is not known yet whether the refund was made.
    RefundBeingChecked,
}

impl CustomerMessage {
    /// Returns the message in Turkish.
    #[must_use]
    pub fn turkish(self) -> &'static str {
        self.texts().0
    }

    /// Returns the message in English.
    #[must_use]
    pub fn english(self) -> &'static str {
        self.texts().1
    }

    /// Returns true if the customer can correct what they have typed: the name, number, expiry date or security code of
    /// their card, their e-mail address, or the verification code. The form is shown again, with this message.
    #[must_use]
    pub fn is_correctable(self) -> bool {
        matches!(
            self,
            Self::CheckCardholderName
                | Self::CheckCardNumber
                | Self::CheckEmail
                | Self::CheckExpiryDate
                | Self::CheckSecurityCode
                | Self::CheckVerificationCode
        )
    }

    #[rustfmt::skip]
    fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::NotApproved => (
                "Ödemeniz onaylanmadı. Başka bir kartla deneyebilir ya da bankanızla görüşebilirsiniz.",
                "Your payment was not approved. Try another card, or talk to your bank.",
            ),
            Self::InsufficientFunds => (
                "Kartınızın limiti ya da bakiyesi bu ödeme için yeterli değil. Başka bir kartla deneyebilirsiniz.",
                "Your card's limit or balance is too low for this payment. Try another card.",
            ),
            Self::LimitExceeded => (
                "Kartınızın işlem limiti aşıldı. Başka bir kartla deneyebilir ya da bankanızla görüşebilirsiniz.",
                "Your card's transaction limit is exceeded. Try another card, or talk to your bank.",
            ),
            Self::CallYourBank => (
                "Bu ödeme için bankanızın onayı gerekiyor. Bankanızı arayıp tekrar deneyin.",
                "This payment needs your bank's approval. Call your bank and try again.",
            ),
            Self::OpenToOnlinePayments => (
                "Kartınız internet alışverişine kapalı. Bankanız aracılığıyla açtırıp tekrar deneyin.",
                "Your card is closed to online payments. Ask your bank to open it and try again.",
            ),
            Self::UseAnotherCard => (
                "Bu kartla ödeme yapılamıyor. Başka bir kartla deneyin.",
                "This card can't be used for this payment. Try another card.",
            ),
            Self::ForeignCard => (
                "Yurt dışı kartlarıyla ödeme alamıyoruz. Başka bir kartla deneyin.",
                "We can't take cards issued abroad. Try another card.",
            ),
            Self::CheckCardholderName => (
                "Kart sahibinin adını ve soyadını kontrol edip tekrar deneyin.",
                "Check the cardholder's name and try again.",
            ),
            Self::CheckCardNumber => (
                "Kart numaranızı kontrol edip tekrar deneyin.",
                "Check your card number and try again.",
            ),
            Self::CheckExpiryDate => (
                "Kartınızın son kullanma tarihini kontrol edip tekrar deneyin.",
                "Check your card's expiry date and try again.",
            ),
            Self::CheckSecurityCode => (
                "Kartınızın güvenlik kodunu (CVC) kontrol edip tekrar deneyin.",
                "Check your card's security code (CVC) and try again.",
            ),
            Self::CheckEmail => (
                "E-posta adresinizi kontrol edip tekrar deneyin.",
                "Check your e-mail address and try again.",
            ),
            Self::TooManyAttempts => (
                "Çok sayıda hatalı deneme yapıldı. Başka bir kartla deneyebilir ya da bankanızla görüşebilirsiniz.",
                "There were too many wrong attempts. Try another card, or talk to your bank.",
            ),
            Self::UseThreeDs => (
                "Bu ödeme için 3D Secure doğrulaması gerekiyor. 3D Secure ile tekrar deneyin.",
                "This payment needs 3D Secure. Try again with 3D Secure.",
            ),
            Self::ThreeDsFailed => (
                "3D Secure doğrulaması tamamlanamadı. Tekrar deneyin ya da başka bir kart kullanın.",
                "3D Secure could not be completed. Try again, or use another card.",
            ),
            Self::PayInFull => (
                "Bu kartla taksitli ödeme yapılamıyor. Tek çekim olarak deneyin.",
                "This card can't pay in installments here. Try paying in full.",
            ),
            Self::UseFewerPoints => (
                "Bu kadar puan kullanılamıyor. Puan tutarını azaltıp tekrar deneyin.",
                "This many points can't be used. Use fewer points and try again.",
            ),
            Self::UseAnotherMethod => (
                "Seçtiğiniz yöntemle ödeme alınamadı. Hesabınızı kontrol edin ya da başka bir yöntem seçin.",
                "The payment method you chose did not work. Check your account there, or choose another method.",
            ),
            Self::CheckVerificationCode => (
                "Doğrulama kodunu kontrol edip tekrar deneyin ya da yeni bir kod isteyin.",
                "Check the verification code and try again, or ask for a new one.",
            ),
            Self::LoanCancelled => (
                "Alışveriş krediniz iptal edildi. Yeniden başvurabilir ya da başka bir yöntem seçebilirsiniz.",
                "Your shopping loan was cancelled. Apply again, or choose another method.",
            ),
            Self::TryAgainLater => (
                "Şu anda ödeme alınamıyor. Biraz sonra tekrar deneyin.",
                "Payments can't be taken right now. Try again a little later.",
            ),
            Self::WaitAndTryAgain => (
                "Çok sayıda istek yapıldı ya da önceki işleminiz sürüyor. Biraz bekleyip tekrar deneyin.",
                "There were too many requests, or your earlier one is still being processed. Wait a little and try again.",
            ),
            Self::CheckCardActivity => (
                "Bankadan yanıt alınamadı. Yeniden denemeden önce kart hareketlerinizi kontrol edin.",
                "The bank did not respond. Check your card's transactions before you try again.",
            ),
            Self::CheckYourOrder => (
                "Bu siparişin ödemesi daha önce alınmış olabilir. Yeniden ödeme yapmadan önce siparişinizi kontrol edin.",
                "This order may have been paid already. Check your order before paying again.",
            ),
            Self::ContactMerchant => (
                "İşleminizi şu anda tamamlayamıyoruz. Lütfen bizimle iletişime geçin.",
                "We can't complete this right now. Please contact us.",
            ),
            Self::BeingChecked => (
                "Ödemenizin sonucunu kontrol ediyoruz. Size haber verene kadar lütfen yeniden ödeme yapmayın.",
                "We are checking whether your payment went through. Please don't pay again until we tell you.",
            ),
            Self::RefundNotPossible => (
                "İadeniz yapılamadı. Lütfen bizimle iletişime geçin.",
                "Your refund could not be made. Please contact us.",
            ),
            Self::RefundLater => (
                "İadeniz şu anda yapılamıyor. Lütfen daha sonra tekrar deneyin ya da bizimle iletişime geçin.",
                "Your refund can't be made at the moment. Please try again later, or contact us.",
            ),
            Self::RefundBeingChecked => (
                "İadenizin yapılıp yapılmadığını kontrol ediyoruz. Sonucu size bildireceğiz.",
                "We are checking whether your refund has been made. We will tell you the result.",
            ),
        }
    }
}

/// Shows the message in English; [`CustomerMessage::turkish`] returns it in Turkish.
impl fmt::Display for CustomerMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.english())
    }
}

impl ErrorGroup {
    /// Returns the message for the customer of a payment or refund that failed with this group. A group that this
    /// version does not list means that the payment was not approved.
    ///
    /// For a call's own error see [`Error::customer_message`], which looks at the outcome first.
    #[must_use]
    pub fn customer_message(&self) -> CustomerMessage {
        match self {
            Self::NotSufficientFunds => CustomerMessage::InsufficientFunds,
            Self::ExceedsWithdrawalAmountLimit => CustomerMessage::LimitExceeded,
            Self::ReferToCardIssuer => CustomerMessage::CallYourBank,
            Self::RestrictedByLaw => CustomerMessage::OpenToOnlinePayments,

            Self::AmexCanUseOnlyMr
            | Self::CardNotPermitted
            | Self::InvalidCardType
            | Self::NotPermittedToCardholder
            | Self::RestrictedCard => CustomerMessage::UseAnotherCard,
            Self::NotPermittedToForeignCard => CustomerMessage::ForeignCard,

            Self::BinNotFound | Self::InvalidCardNumber | Self::NoSuchIssuer => CustomerMessage::CheckCardNumber,
            Self::ExpiredCard | Self::InvalidExpireYearMonth => CustomerMessage::CheckExpiryDate,
            Self::CvcRequired | Self::InvalidCvc2 | Self::InvalidCvc2Length => CustomerMessage::CheckSecurityCode,
            Self::InvalidCharsInEmail => CustomerMessage::CheckEmail,
            Self::Cvc2MaxAttempt | Self::ExceedsAllowablePinTries => CustomerMessage::TooManyAttempts,

            Self::DebitCardsRequiresThreeDs | Self::RequiresThreeDs => CustomerMessage::UseThreeDs,
            Self::InvalidCavv | Self::InvalidEci | Self::ThreeDsInitError => CustomerMessage::ThreeDsFailed,

            Self::DebitCardsInstallmentNotAllowed | Self::NotPermittedToInstallment => CustomerMessage::PayInFull,
            Self::NotSufficientAward | Self::SalesAmountLessThanAward => CustomerMessage::UseFewerPoints,

            Self::ApmAccountNotFound
            | Self::ApmAccountPermissionDenied
            | Self::ApmError
            | Self::ApmValidationError
            | Self::ApmVposError => CustomerMessage::UseAnotherMethod,
            Self::BnplCancelled => CustomerMessage::LoanCancelled,
            Self::ApmInvalidVerificationCode | Self::ApmVerificationCodeError => CustomerMessage::CheckVerificationCode,

            Self::IssuerOrSwitchInoperative => CustomerMessage::TryAgainLater,
            Self::TooManyRequests => CustomerMessage::WaitAndTryAgain,

            Self::CommunicationOrSystemError | Self::NoResponse | Self::RequestTimeout => {
                CustomerMessage::CheckCardActivity
            }
            Self::ApprovedCompleted | Self::OrderIdAlreadyUsed => CustomerMessage::CheckYourOrder,

            Self::ArchivedPayment
            | Self::ExpiredProvision
            | Self::InvalidRefundTransaction
            | Self::NonRefundablePayment
            | Self::PaymentNotFoundForRefund => CustomerMessage::RefundNotPossible,
            Self::PosBalanceNotSufficient | Self::RefundDecline => CustomerMessage::RefundLater,
            Self::MayHaveAlreadyRefunded => CustomerMessage::RefundBeingChecked,

            Self::InputData
            | Self::InvalidAmount
            | Self::InvalidIp
            | Self::InvalidMerchantOrSp
            | Self::NotPermittedToTerminal
            | Self::RequiresDayEnd => CustomerMessage::ContactMerchant,

            Self::BlockedCard
            | Self::Declined
            | Self::DoNotHonour
            | Self::FraudBlock
            | Self::FraudCheckBlock
            | Self::FraudSuspect
            | Self::InvalidPin
            | Self::InvalidTransaction
            | Self::LostCard
            | Self::PickupCard
            | Self::RequestBlockedByBank
            | Self::StolenCard
            | Self::Unknown
            | Self::Unrecognized(_) => CustomerMessage::NotApproved,
        }
    }
}

impl ApiError {
    /// Returns the message for the customer of a definite rejection.
    fn customer_message(&self) -> CustomerMessage {
        match (self.known_group(), self.code()) {
            (Some(group), _) => group.customer_message(),
            (None, _) if self.is_payment_error() => CustomerMessage::NotApproved,
            (None, _) if self.is_too_many_requests() => CustomerMessage::TryAgainLater,
            (None, Some(code)) if code.is_expiry_date() => CustomerMessage::CheckExpiryDate,
            (None, _) => CustomerMessage::ContactMerchant,
        }
    }
}

impl Error {
    /// Returns the message for the customer whose payment or refund failed.
    ///
    /// Where the [`outcome`](Self::outcome) is unknown, whatever the reason, the customer is asked to wait.
    ///
    /// ```
    /// # use craftgate_core::{Error, TransportError};
    /// # let error = Error::from(TransportError::maybe_sent("timed out"));
    /// let message = error.customer_message();
    /// assert_eq!(
    ///     message.turkish(),
    ///     "Ödemenizin sonucunu kontrol ediyoruz. Size haber verene kadar lütfen yeniden ödeme yapmayın."
    /// );
    /// ```
    #[must_use]
    pub fn customer_message(&self) -> CustomerMessage {
        match (self.outcome(), self) {
            (Outcome::Unknown, Self::Api(error)) if error.group() == Some(&ErrorGroup::MayHaveAlreadyRefunded) => {
                CustomerMessage::RefundBeingChecked
            }
            (Outcome::Unknown, _) => CustomerMessage::BeingChecked,
            (_, Self::Api(error)) => error.customer_message(),
            (_, Self::Transport(_)) => CustomerMessage::TryAgainLater,
            (_, Self::Request(RequestError::Validation(errors))) => errors.customer_message(),
            (_, Self::Request(_) | Self::Response(_)) => CustomerMessage::ContactMerchant,
        }
    }
}
