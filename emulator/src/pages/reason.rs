//! What a page tells its customer of an error: a sentence in the customer's language, without the names of fields.

use craftgate_core::ErrorGroup;

use super::visit::Visit;
use crate::error::{
    AUTHENTICATION_CANCELLED, AUTHENTICATION_FAILED, AUTHENTICATION_TIMED_OUT, ApiError, CARD_EXPIRED,
    CREDIT_CARD_REQUIRED, CUSTOMER_DECLINED, ErrorDef, INSTALLMENTS_NOT_ALLOWED, INSUFFICIENT_BALANCE, INVALID_VALUE,
    LINK_NOT_PAYABLE, Language, MASTERPASS_NOT_LINKED, MISSING_FIELD, NO_OPEN_POS, NOT_A_TEST_CARD, NOT_AUTHENTICATED,
    PAGE_EXPIRED, PARTIALLY_AUTHENTICATED, PAYMENT_NOT_PENDING, STORED_CARD_NOT_FOUND, STORED_CARD_REQUIRED,
    UNSUPPORTED_CURRENCY, WALLET_NOT_FOUND, declined_payment,
};
use crate::simulate::PaymentDeclined;

/// A sentence in Turkish and in English.
type Sentence = (&'static str, &'static str);

/// The errors that a customer can do something about, or wants to know of.
const SENTENCES: [(ErrorDef, Sentence); 20] = [
    (PAGE_EXPIRED, ("Bu sayfada artık ödeme yapılamaz.", "Nothing can be paid on this page any more.")),
    (LINK_NOT_PAYABLE, ("Bu link artık ödenemez.", "This link can no longer be paid.")),
    (PAYMENT_NOT_PENDING, ("Bu ödeme daha önce sonuçlandı.", "This payment has ended before.")),
    (CUSTOMER_DECLINED, ("Ödemeyi yapmadınız.", "You have not paid.")),
    (UNSUPPORTED_CURRENCY, ("Bu kart bu para birimiyle ödeyemez.", "This card can't pay in this currency.")),
    (
        INSTALLMENTS_NOT_ALLOWED,
        (
            "Taksit yalnızca yurt içi kredi kartlarıyla yapılabilir.",
            "Only domestic credit cards can pay in installments.",
        ),
    ),
    (CREDIT_CARD_REQUIRED, ("Burada yalnızca kredi kartıyla ödenebilir.", "Only credit cards can pay here.")),
    (STORED_CARD_REQUIRED, ("Saklı kartlarınızdan birini seçin.", "Choose one of your stored cards.")),
    (STORED_CARD_NOT_FOUND, ("Bu kart artık saklı değil.", "This card is no longer stored.")),
    (NOT_A_TEST_CARD, ("Kart, test kartlarından biri değil.", "The card is not a test card.")),
    (CARD_EXPIRED, ("Kartın son kullanma tarihi geçmiş.", "The card has expired.")),
    (
        MASTERPASS_NOT_LINKED,
        (
            "Masterpass hesabınızdaki kartların burada kullanılmasına henüz onay vermediniz.",
            "You have not consented yet to the use of your Masterpass account's cards here.",
        ),
    ),
    (INSUFFICIENT_BALANCE, ("Cüzdanınızın bakiyesi yetersiz.", "Your wallet's balance is not sufficient.")),
    (WALLET_NOT_FOUND, ("Cüzdanınız bulunamadı.", "Your wallet was not found.")),
    (NO_OPEN_POS, LATER),
    (AUTHENTICATION_FAILED, NOT_VERIFIED),
    (
        AUTHENTICATION_CANCELLED,
        ("3D Secure doğrulamasından vazgeçtiniz.", "You have cancelled the 3D Secure authentication."),
    ),
    (
        AUTHENTICATION_TIMED_OUT,
        ("3D Secure doğrulamasının süresi doldu.", "The 3D Secure authentication has timed out."),
    ),
    (NOT_AUTHENTICATED, NOT_VERIFIED),
    (PARTIALLY_AUTHENTICATED, NOT_VERIFIED),
];

/// The fields that a customer fills in.
const FIELDS: [(&str, Sentence); 10] = [
    ("card.cvc", ("Güvenlik kodu bu kartınki olamaz.", "The security code can't be this card's.")),
    ("card.expireMonth", EXPIRY),
    ("card.expireYear", EXPIRY),
    ("card.cardHolderName", ("Kart üzerindeki adı yazın.", "Enter the name on the card.")),
    ("card", ("Kalan tutar için bir kart girin.", "Enter a card for the rest of the amount.")),
    ("account", ("Kartlarınızdan birini seçin.", "Choose one of your cards.")),
    ("installment", ("Bu kartla bu taksit seçilemez.", "This card can't pay in these installments.")),
    ("price", ("Ödenecek tutar hatalı.", "The amount to pay is wrong.")),
    ("walletPrice", ("Cüzdandan ödenecek tutar hatalı.", "The amount to pay from the wallet is wrong.")),
    ("paymentMethod", ("Burada bu yöntemle ödenemez.", "This method can't pay here.")),
];

const EXPIRY: Sentence = ("Son kullanma tarihi hatalı.", "The expiry date is wrong.");
const NOT_VERIFIED: Sentence = ("3D Secure doğrulaması yapılamadı.", "You were not authenticated by 3D Secure.");
const LATER: Sentence =
    ("Şu anda ödeme alınamıyor. Lütfen daha sonra deneyin.", "Payments can't be taken now. Please try again later.");
/// What the customer can't know anything of.
const GENERAL: Sentence =
    ("Ödeme yapılamadı. Lütfen mağazaya başvurun.", "The payment was not made. Please contact the shop.");

/// Returns why a payment was not made, in the visitor's language.
pub(super) fn reason(declined: &PaymentDeclined, visit: &Visit) -> String {
    let (turkish, english) = sentences(declined.cause());
    visit.pick(turkish, english)
}

fn sentences(cause: &ApiError) -> (String, String) {
    let (turkish, english) = match cause {
        ApiError::Rejected(group) => return of_group(group),
        ApiError::Declined(error) => match &error.error_group {
            Some(group) => return of_group(group),
            None => of_code(error.error_code.as_ref().and_then(|code| code.as_str().parse().ok())),
        },
        ApiError::Defined(INVALID_VALUE | MISSING_FIELD, field) => of_field(field),
        ApiError::Defined(definition, _) => of_code(Some(definition.code())),
        ApiError::MalformedJson(..) => GENERAL,
    };
    (turkish.to_owned(), english.to_owned())
}

fn of_code(code: Option<u16>) -> Sentence {
    let known = SENTENCES.iter().find(|(definition, _)| Some(definition.code()) == code);
    known.map_or(GENERAL, |(_, sentence)| *sentence)
}

fn of_field(field: &str) -> Sentence {
    FIELDS.iter().find(|(known, _)| *known == field).map_or(GENERAL, |(_, sentence)| *sentence)
}

/// Returns the sentences of a decline: Craftgate's or the method's own, or the bank's with its reason.
fn of_group(group: &ErrorGroup) -> (String, String) {
    let (turkish, english) = match group {
        ErrorGroup::FraudBlock | ErrorGroup::FraudCheckBlock => {
            ("Ödeme güvenlik nedeniyle engellendi.", "The payment was blocked for security reasons.")
        }
        ErrorGroup::RequiresThreeDs | ErrorGroup::DebitCardsRequiresThreeDs => {
            ("Bu kartla yalnızca 3D Secure ile ödenebilir.", "This card can pay with 3D Secure only.")
        }
        ErrorGroup::ThreeDsInitError => {
            ("Bankanızın doğrulama sayfası açılamadı.", "Your bank's authentication page could not be opened.")
        }
        ErrorGroup::OrderIdAlreadyUsed => ("Bu sipariş daha önce ödenmiş.", "This order has been paid before."),
        ErrorGroup::ApmAccountNotFound => ("Hesabınız bulunamadı.", "Your account was not found."),
        ErrorGroup::ApmAccountPermissionDenied => ("Hesabınızla ödenemiyor.", "Your account can't pay."),
        ErrorGroup::ApmInvalidVerificationCode => ("Doğrulama kodu hatalı.", "The verification code is wrong."),
        ErrorGroup::ApmVerificationCodeError => {
            ("Doğrulama kodunun süresi doldu.", "The verification code has expired.")
        }
        ErrorGroup::ApmError | ErrorGroup::ApmValidationError | ErrorGroup::ApmVposError => {
            ("Ödeme yöntemi ödemeyi onaylamadı.", "The payment method declined the payment.")
        }
        ErrorGroup::BnplCancelled => ("Kredi iptal edilmiş.", "The loan is cancelled."),
        bank => return of_bank(bank),
    };
    (turkish.to_owned(), english.to_owned())
}

fn of_bank(group: &ErrorGroup) -> (String, String) {
    let description = |language| declined_payment(group, language).error_description.unwrap_or_default();
    (
        format!("Bankanız ödemeyi onaylamadı: {}.", description(Language::Turkish)),
        format!("Your bank declined the payment: {}.", description(Language::English)),
    )
}

#[cfg(test)]
mod tests {
    use craftgate_core::ErrorGroup;
    use craftgate_core::payment::PaymentError;

    use super::{FIELDS, SENTENCES, sentences};
    use crate::error::{ALL_DEFINITIONS, ApiError, Language};

    /// Returns true for a sentence without the names of fields, codes and placeholders.
    fn is_sentence(text: &str) -> bool {
        let is_name = |word: &str| {
            let mut letters = word.chars().zip(word.chars().skip(1));
            letters.any(|(letter, next)| letter.is_lowercase() && next.is_uppercase())
                || word.contains(['_', '{', '}'])
                || word.trim_end_matches('.').contains('.')
        };
        let is_begun = text.starts_with(char::is_uppercase) || text.starts_with("3D Secure ");
        is_begun && text.ends_with('.') && !text.split(' ').any(is_name)
    }

    fn assert_sentences(cause: &ApiError) {
        let (turkish, english) = sentences(cause);
        assert!(is_sentence(&turkish) && is_sentence(&english), "{cause:?}: {turkish} / {english}");
        assert_ne!(turkish, english, "{cause:?}");
    }

    #[test]
    fn every_error_is_a_sentence() {
        let fields = FIELDS.map(|(field, _)| field);
        for definition in ALL_DEFINITIONS {
            for field in fields.into_iter().chain(["", "posAlias", "items.price", "card.cardNumber"]) {
                assert_sentences(&definition.field(field));
                let failed = definition.field(field).into_errors(Language::Turkish);
                assert_sentences(&ApiError::Declined(Box::new(failed)));
            }
        }
        for group in ErrorGroup::KNOWN.iter().chain(&[ErrorGroup::from("YENİ_BİR_GRUP")]) {
            assert_sentences(&ApiError::Rejected(group.clone()));
            assert_sentences(&ApiError::declined(group, Language::English));
        }
        assert_sentences(&ApiError::Declined(Box::new(PaymentError::new())));
    }

    #[test]
    fn a_failed_payment_has_the_sentence_of_its_error() {
        for (definition, _) in SENTENCES {
            let failed = ApiError::from(definition).into_errors(Language::English);
            assert_eq!(sentences(&ApiError::Declined(Box::new(failed))), sentences(&definition.into()));
        }
    }

    #[test]
    fn names_are_no_sentences() {
        for text in ["Alanın değeri geçersiz: card.cvc.", "posAlias is wrong.", "FRAUD_BLOCK.", "{} yanlış.", "küçük."]
        {
            assert!(!is_sentence(text), "{text}");
        }
    }
}
