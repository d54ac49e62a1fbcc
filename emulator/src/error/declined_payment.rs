//! What a bank says when it declines.
//!
//! Craftgate's documents give the code of one group, `NOT_SUFFICIENT_FUNDS` (10051), which is that of
//! ISO 8583 with 10000 on top. The other codes are guesses after the same pattern, from 10200 on where
//! ISO 8583 has none.

use craftgate_core::ErrorGroup;
use craftgate_core::payment::{PaymentError, ProviderError};

use crate::refusal::Language;

struct Words {
    code: u16,
    turkish: &'static str,
    english: &'static str,
}

const fn words(code: u16, turkish: &'static str, english: &'static str) -> Words {
    Words { code, turkish, english }
}

fn words_for(group: &ErrorGroup) -> Words {
    match group {
        ErrorGroup::DoNotHonour => words(10_005, "İşlem onaylanmadı", "Do not honour"),
        ErrorGroup::InvalidTransaction => words(10_012, "Geçersiz işlem", "Invalid transaction"),
        ErrorGroup::ApprovedCompleted => words(10_008, "Önceden onaylanan işlem", "Approved before"),
        ErrorGroup::FraudSuspect => words(10_034, "Dolandırıcılık şüphesi", "Suspected fraud"),
        ErrorGroup::LostCard => words(10_041, "Kayıp kart", "Lost card"),
        ErrorGroup::StolenCard => words(10_043, "Çalıntı kart", "Stolen card"),
        ErrorGroup::NotSufficientFunds => {
            words(10_051, "Kart limiti yetersiz, yetersiz bakiye", "Not sufficient funds")
        }
        ErrorGroup::ExpiredCard => words(10_054, "Kartın süresi dolmuş", "Expired card"),
        ErrorGroup::NotPermittedToCardholder => {
            words(10_057, "Kart sahibi bu işlemi yapamaz", "Not permitted to the cardholder")
        }
        ErrorGroup::NotPermittedToTerminal => {
            words(10_058, "Terminalin bu işlemi yapmaya yetkisi yok", "Not permitted to the terminal")
        }
        ErrorGroup::InvalidCvc2 => words(10_082, "CVC bilgisi hatalı", "Wrong security code"),
        ErrorGroup::RestrictedByLaw => words(10_093, "Kart internet işlemlerine kapalı", "Restricted by law"),
        ErrorGroup::CardNotPermitted => words(10_201, "Kart bu işleme kapalı", "The card is not permitted"),
        ErrorGroup::BinNotFound => words(10_202, "BIN bulunamadı", "The BIN was not found"),
        ErrorGroup::Unknown => words(10_203, "Bankadan bilinmeyen bir hata alındı", "Unknown error of the bank"),
        ErrorGroup::ArchivedPayment => {
            words(10_204, "Ödeme arşivlenmiş, iade edilemez", "The payment is archived and can't be refunded")
        }
        ErrorGroup::ExpiredProvision => words(10_205, "Provizyon süresi dolmuş", "The authorization has expired"),
        ErrorGroup::InvalidRefundTransaction => words(10_206, "Geçersiz iade işlemi", "Invalid refund"),
        _ => words(10_200, "Banka işlemi reddetti", "The bank declined"),
    }
}

/// The error of a payment or refund that the bank declines.
pub(crate) fn error(group: &ErrorGroup, language: Language) -> PaymentError {
    let words = words_for(group);
    let text = match language {
        Language::Turkish => words.turkish,
        Language::English => words.english,
    };
    let mut provider = ProviderError::new();
    provider.error_code = Some(format!("{:02}", words.code - 10_000).into());
    provider.error_message = Some(words.english.to_owned());

    let mut error = PaymentError::new();
    error.error_code = Some(words.code.to_string().into());
    error.error_description = Some(text.to_owned());
    error.error_group = Some(group.clone());
    error.provider_error = Some(provider);
    error
}
