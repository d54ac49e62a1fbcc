//! The errors of declined payments and refunds.
//!
//! Craftgate documents the code of one group, `NOT_SUFFICIENT_FUNDS` (10051): the ISO 8583 code plus 10000. The other
//! codes are assumed to follow that pattern, or to start at 10200 where ISO 8583 has no code.

use craftgate_core::ErrorGroup;
use craftgate_core::payment::{PaymentError, ProviderError};

use super::language::Language;

struct Reason {
    code: u16,
    turkish: &'static str,
    english: &'static str,
}

const fn reason(code: u16, turkish: &'static str, english: &'static str) -> Reason {
    Reason { code, turkish, english }
}

macro_rules! reasons {
    ($($group:ident = $code:literal $turkish:literal | $english:literal;)*) => {
        fn reason_of(group: &ErrorGroup) -> Reason {
            match group {
                $(ErrorGroup::$group => reason($code, $turkish, $english),)*
                _ => reason(10_200, "Banka işlemi reddetti", "The bank declined"),
            }
        }
    };
}

reasons! {
    ReferToCardIssuer = 10_001 "Bankayla görüşülmeli" | "Refer to the card issuer";
    InvalidMerchantOrSp = 10_003 "Geçersiz üye işyeri" | "Invalid merchant";
    PickupCard = 10_004 "Karta el konulmalı" | "Pick up the card";
    DoNotHonour = 10_005 "İşlem onaylanmadı" | "Do not honour";
    ApprovedCompleted = 10_008 "Önceden onaylanan işlem" | "Already approved";
    InvalidTransaction = 10_012 "Geçersiz işlem" | "Invalid transaction";
    InvalidAmount = 10_013 "Geçersiz tutar" | "Invalid amount";
    InvalidCardNumber = 10_014 "Geçersiz kart numarası" | "Invalid card number";
    NoSuchIssuer = 10_015 "Kartın bankası bulunamadı" | "No such issuer";
    FraudSuspect = 10_034 "Dolandırıcılık şüphesi" | "Suspected fraud";
    LostCard = 10_041 "Kayıp kart" | "Lost card";
    StolenCard = 10_043 "Çalıntı kart" | "Stolen card";
    NotSufficientFunds = 10_051 "Kart limiti yetersiz, yetersiz bakiye" | "Not sufficient funds";
    ExpiredCard = 10_054 "Kartın süresi dolmuş" | "Expired card";
    InvalidPin = 10_055 "Şifre hatalı" | "Invalid PIN";
    NotPermittedToCardholder = 10_057 "Kart sahibi bu işlemi yapamaz" | "Not permitted to the cardholder";
    NotPermittedToTerminal = 10_058 "Terminalin bu işlemi yapmaya yetkisi yok" | "Not permitted to the terminal";
    ExceedsWithdrawalAmountLimit = 10_061 "İşlem limiti aşıldı" | "The transaction limit is exceeded";
    RestrictedCard = 10_062 "Kısıtlı kart" | "Restricted card";
    RequiresThreeDs = 10_065 "3D Secure zorunlu" | "3D Secure is required";
    NoResponse = 10_068 "Banka yanıt vermedi" | "No response from the bank";
    ExceedsAllowablePinTries = 10_075 "Şifre deneme sayısı aşıldı" | "Too many PIN tries";
    InvalidCvc2 = 10_082 "CVC bilgisi hatalı" | "Invalid security code";
    IssuerOrSwitchInoperative = 10_091 "Banka hizmet veremiyor" | "The issuer is inoperative";
    RestrictedByLaw = 10_093 "Kart internet işlemlerine kapalı" | "Restricted by law";
    CommunicationOrSystemError = 10_096 "Bankayla iletişim hatası" | "Communication or system error";
    CardNotPermitted = 10_201 "Kart bu işleme kapalı" | "The card is not permitted";
    BinNotFound = 10_202 "BIN bulunamadı" | "BIN not found";
    Unknown = 10_203 "Bankadan bilinmeyen bir hata alındı" | "Unknown bank error";
    ArchivedPayment = 10_204 "Ödeme arşivlenmiş, iade edilemez" | "The payment is archived and can't be refunded";
    ExpiredProvision = 10_205 "Provizyon süresi dolmuş" | "The authorization has expired";
    InvalidRefundTransaction = 10_206 "Geçersiz iade işlemi" | "Invalid refund";
    InvalidCharsInEmail = 10_207 "E-posta adresi geçersiz" | "Invalid e-mail address";
    InvalidCvc2Length = 10_208 "CVC uzunluğu hatalı" | "Invalid length of the security code";
    BlockedCard = 10_209 "Kart bloke" | "Blocked card";
    InvalidCavv = 10_210 "3D Secure kanıtı (CAVV) geçersiz" | "Invalid CAVV";
    InvalidEci = 10_211 "3D Secure göstergesi (ECI) geçersiz" | "Invalid ECI";
    Cvc2MaxAttempt = 10_212 "CVC deneme sayısı aşıldı" | "Too many tries of the security code";
    DebitCardsRequiresThreeDs = 10_213 "Banka kartları 3D Secure ister" | "Debit cards require 3D Secure";
    DebitCardsInstallmentNotAllowed = 10_214 "Banka kartlarıyla taksit yapılamaz" | "Debit cards can't pay in installments";
    RequestTimeout = 10_215 "Banka isteği zaman aşımına uğradı" | "The request to the bank timed out";
    NotPermittedToForeignCard = 10_216 "POS yabancı kartlara kapalı" | "Not permitted to foreign cards";
    NotPermittedToInstallment = 10_217 "POS taksite kapalı" | "Not permitted in installments";
    RequiresDayEnd = 10_218 "Gün sonu alınmalı" | "The day has to be closed first";
    InvalidExpireYearMonth = 10_219 "Son kullanma tarihi geçersiz" | "Invalid expiry date";
    RequestBlockedByBank = 10_220 "Banka isteği engelledi" | "The bank blocked the request";
    SalesAmountLessThanAward = 10_221 "Ödül tutarı ödemeyi aşıyor" | "The reward exceeds the payment";
    InvalidCardType = 10_222 "Kart tipi uygun değil" | "Invalid card type";
    NotSufficientAward = 10_223 "Kartın puanı yetersiz" | "Not sufficient points";
    AmexCanUseOnlyMr = 10_224 "American Express kartlarda yalnızca MR kullanılabilir" | "American Express cards can use MR alone";
    CvcRequired = 10_225 "CVC zorunlu" | "The security code is required";
    InvalidIp = 10_226 "IP adresi bankada tanımlı değil" | "The IP address is not registered";
    MayHaveAlreadyRefunded = 10_227 "Ödeme daha önce iade edilmiş olabilir" | "The payment may have been refunded already";
    OrderIdAlreadyUsed = 10_228 "Sipariş numarası kullanılmış" | "The order number has been used";
    ThreeDsInitError = 10_229 "3D Secure başlatılamadı" | "3D Secure can't be started";
    FraudCheckBlock = 10_230 "Ödeme risk kurallarına takıldı" | "Blocked by a fraud rule";
    FraudBlock = 10_231 "Ödeme risk kuralıyla engellendi" | "Blocked by a fraud rule";
    PosBalanceNotSufficient = 10_232 "POS bakiyesi iade için yetersiz" | "The POS's balance is insufficient for the refund";
    TooManyRequests = 10_233 "Çok fazla istek" | "Too many requests";
    InputData = 10_234 "Bankaya geçersiz veri gönderildi" | "Invalid data was sent to the bank";
    NonRefundablePayment = 10_235 "Ödeme iade edilebilir durumda değil" | "The payment can't be refunded";
    PaymentNotFoundForRefund = 10_236 "İade edilecek ödeme bankada bulunamadı" | "The payment to refund was not found";
    RefundDecline = 10_237 "İade şu anda yapılamıyor" | "The refund was declined";
    ApmError = 10_301 "Alternatif ödeme yöntemi hata verdi" | "The payment method failed";
    ApmAccountNotFound = 10_302 "Hesap bulunamadı" | "The account was not found";
    ApmAccountPermissionDenied = 10_303 "Hesabın ödeme yetkisi yok" | "The account may not pay";
    ApmInvalidVerificationCode = 10_304 "Doğrulama kodu hatalı" | "The verification code is invalid";
    ApmVerificationCodeError = 10_305 "Doğrulama kodunun süresi doldu" | "The verification code has expired";
    ApmValidationError = 10_306 "Ödeme yöntemi isteği geçersiz buldu" | "The payment method rejected the request";
    ApmVposError = 10_307 "Ödeme yönteminin POSu hata verdi" | "The payment method's POS failed";
    BnplCancelled = 10_308 "Kredi iptal edilmiş" | "The loan is cancelled";
}

/// Returns the error of a payment or refund that the bank declines.
pub(crate) fn declined_payment(group: &ErrorGroup, language: Language) -> PaymentError {
    let reason = reason_of(group);
    let description = match language {
        Language::Turkish => reason.turkish,
        Language::English => reason.english,
    };
    let mut provider = ProviderError::new();
    provider.error_code = Some(format!("{:02}", reason.code - 10_000).into());
    provider.error_message = Some(reason.english.to_owned());

    let mut error = PaymentError::new();
    error.error_code = Some(reason.code.to_string().into());
    error.error_description = Some(description.to_owned());
    error.error_group = Some(group.clone());
    error.provider_error = Some(provider);
    error
}
