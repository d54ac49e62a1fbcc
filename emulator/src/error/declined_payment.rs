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

fn reason_of(group: &ErrorGroup) -> Reason {
    match group {
        ErrorGroup::DoNotHonour => reason(10_005, "İşlem onaylanmadı", "Do not honour"),
        ErrorGroup::InvalidTransaction => reason(10_012, "Geçersiz işlem", "Invalid transaction"),
        ErrorGroup::ApprovedCompleted => reason(10_008, "Önceden onaylanan işlem", "Already approved"),
        ErrorGroup::FraudSuspect => reason(10_034, "Dolandırıcılık şüphesi", "Suspected fraud"),
        ErrorGroup::LostCard => reason(10_041, "Kayıp kart", "Lost card"),
        ErrorGroup::StolenCard => reason(10_043, "Çalıntı kart", "Stolen card"),
        ErrorGroup::NotSufficientFunds => {
            reason(10_051, "Kart limiti yetersiz, yetersiz bakiye", "Not sufficient funds")
        }
        ErrorGroup::ExpiredCard => reason(10_054, "Kartın süresi dolmuş", "Expired card"),
        ErrorGroup::NotPermittedToCardholder => {
            reason(10_057, "Kart sahibi bu işlemi yapamaz", "Not permitted to the cardholder")
        }
        ErrorGroup::NotPermittedToTerminal => {
            reason(10_058, "Terminalin bu işlemi yapmaya yetkisi yok", "Not permitted to the terminal")
        }
        ErrorGroup::InvalidCvc2 => reason(10_082, "CVC bilgisi hatalı", "Invalid security code"),
        ErrorGroup::RestrictedByLaw => reason(10_093, "Kart internet işlemlerine kapalı", "Restricted by law"),
        ErrorGroup::CardNotPermitted => reason(10_201, "Kart bu işleme kapalı", "The card is not permitted"),
        ErrorGroup::BinNotFound => reason(10_202, "BIN bulunamadı", "BIN not found"),
        ErrorGroup::Unknown => reason(10_203, "Bankadan bilinmeyen bir hata alındı", "Unknown bank error"),
        ErrorGroup::ArchivedPayment => {
            reason(10_204, "Ödeme arşivlenmiş, iade edilemez", "The payment is archived and can't be refunded")
        }
        ErrorGroup::ExpiredProvision => reason(10_205, "Provizyon süresi dolmuş", "The authorization has expired"),
        ErrorGroup::InvalidRefundTransaction => reason(10_206, "Geçersiz iade işlemi", "Invalid refund"),
        _ => reason(10_200, "Banka işlemi reddetti", "The bank declined"),
    }
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
