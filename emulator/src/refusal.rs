//! Why a request is refused: the rules, each with its status, code and words.
//!
//! Craftgate's documents tell that validation errors have codes below 10000, but not which. The codes
//! here are the emulator's own: don't let a program depend on them.

use craftgate_core::Response;
use craftgate_core::payment::PaymentError;
use http::{HeaderMap, StatusCode};

use crate::answer;

/// The languages that refusals come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    Turkish,
    English,
}

impl Language {
    /// What the `lang` header asks for: Turkish, unless it is English.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        match headers.get("lang") {
            Some(lang) if lang.as_bytes().eq_ignore_ascii_case(b"en") => Self::English,
            _ => Self::Turkish,
        }
    }
}

/// A refused request.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// By a rule, with what it is about.
    Rule(Rule, &'static str),
    /// For a field, named by its path.
    Field(Rule, String),
    /// By the bank.
    Bank(Box<PaymentError>),
}

impl Refusal {
    /// The answer that tells so.
    pub(crate) fn response(self, language: Language) -> Response {
        let (status, errors) = match self {
            Self::Rule(rule, subject) => (rule.status, rule.in_words(subject, language)),
            Self::Field(rule, path) => (rule.status, rule.in_words(&path, language)),
            Self::Bank(errors) => (StatusCode::UNPROCESSABLE_ENTITY, *errors),
        };
        answer::enveloped(status, "errors", &errors).unwrap_or_default()
    }
}

/// A reason to refuse. In its words, `{}` stands for what it is about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rule {
    status: StatusCode,
    code: u16,
    turkish: &'static str,
    english: &'static str,
}

impl Rule {
    /// The refusal, about nothing in particular.
    pub(crate) fn plain(self) -> Refusal {
        Refusal::Rule(self, "")
    }

    /// The refusal, about a field or header. Never about a value: that may be a card number.
    pub(crate) fn about(self, subject: &'static str) -> Refusal {
        Refusal::Rule(self, subject)
    }

    fn in_words(self, subject: &str, language: Language) -> PaymentError {
        let text = match language {
            Language::Turkish => self.turkish,
            Language::English => self.english,
        };
        let mut error = PaymentError::new();
        error.error_code = Some(self.code.to_string().into());
        error.error_description = Some(text.replace("{}", subject));
        error
    }
}

macro_rules! rules {
    ($($name:ident = $status:ident $code:literal, $turkish:literal, $english:literal;)*) => {
        $(pub(crate) const $name: Rule = Rule {
            status: StatusCode::$status,
            code: $code,
            turkish: $turkish,
            english: $english,
        };)*

        #[cfg(test)]
        const RULES: &[Rule] = &[$($name),*];
    };
}

// Any request.
rules! {
    HEADER = UNAUTHORIZED 1001, "{} başlığı eksik", "The header {} is missing";
    API_KEY = UNAUTHORIZED 1002, "API anahtarı bilinmiyor", "The API key is not known";
    AUTH_VERSION = UNAUTHORIZED 1003, "{} başlığı V1 olmalı", "The header {} has to be V1";
    SIGNATURE = UNAUTHORIZED 1004, "İmza geçersiz", "The signature is wrong";
    ROUTE = NOT_FOUND 1010, "Böyle bir adres yok", "There is no such endpoint";
    METHOD = METHOD_NOT_ALLOWED 1011, "Adres bu HTTP metoduyla kullanılamaz", "The endpoint has another HTTP method";
    TOO_LARGE = PAYLOAD_TOO_LARGE 1012, "İstek çok büyük", "The request is too large";
    MEDIA_TYPE = UNSUPPORTED_MEDIA_TYPE 1013, "İstek gövdesi JSON olmalı", "The request's body has to be JSON";
    MALFORMED = BAD_REQUEST 1014, "İstek okunamadı", "The request can't be read";
    MISSING = BAD_REQUEST 1015, "Zorunlu alan eksik: {}", "A field is missing: {}";
    UNREADABLE = BAD_REQUEST 1016, "Alan okunamadı: {}", "A field can't be read: {}";
    IDEMPOTENCY = UNPROCESSABLE_ENTITY 1017,
        "Bu idempotency anahtarı başka bir istekte kullanılmış", "The idempotency key was used for another request";
    INTERNAL = INTERNAL_SERVER_ERROR 1018, "Emülatör hatası", "The emulator failed";

    INVALID = UNPROCESSABLE_ENTITY 1100, "Alanın değeri geçersiz: {}", "A field has an invalid value: {}";
    UNSUPPORTED = UNPROCESSABLE_ENTITY 1101, "Emülatör bunu desteklemez: {}", "The emulator does not support this: {}";

    PAYMENT = NOT_FOUND 2001, "Ödeme bulunamadı", "The payment was not found";
    CHECKOUT = NOT_FOUND 2002, "Ortak ödeme bulunamadı", "The checkout payment was not found";
    ITEMS = UNPROCESSABLE_ENTITY 2003,
        "Sepet tutarı ürünlerin toplamına eşit olmalı", "The price has to be the sum of the items' prices";
    CURRENCY = UNPROCESSABLE_ENTITY 2004,
        "Kart bu para birimiyle ödeyemez", "The card can't pay in this currency";
    INSTALLMENT = UNPROCESSABLE_ENTITY 2005,
        "Taksit yalnızca kredi kartıyla yapılabilir", "Installments need a credit card";
    NOT_AWAITED = UNPROCESSABLE_ENTITY 2006,
        "Ödeme 3D Secure tamamlanmasını beklemiyor", "The payment does not wait for 3D Secure to be completed";
    NOT_HELD = UNPROCESSABLE_ENTITY 2007,
        "Ödeme, kapatılmayı bekleyen bir ön provizyon değil",
        "The payment is no pre-authorization that waits to be captured";
    MARGIN = UNPROCESSABLE_ENTITY 2008,
        "Tutar, ön provizyonun bir buçuk katını aşıyor", "The amount is over one and a half times what is held";

    REFUND = NOT_FOUND 2101, "İade bulunamadı", "The refund was not found";
    LINE = NOT_FOUND 2102, "Ödeme kırılımı bulunamadı", "The payment transaction was not found";
    NOT_TAKEN = UNPROCESSABLE_ENTITY 2103,
        "Yalnızca başarılı ödemeler iade edilebilir", "Only successful payments can be refunded";
    ONLY_HELD = UNPROCESSABLE_ENTITY 2104,
        "Ön provizyonun kırılımları iade edilemez", "A pre-authorization can't be refunded line by line";
    NOTHING_LEFT = UNPROCESSABLE_ENTITY 2105, "İade edilecek tutar kalmadı", "There is nothing left to refund";
    TOO_MUCH = UNPROCESSABLE_ENTITY 2106,
        "İade tutarı kalan tutarı aşıyor", "The refund is more than what is left";

    STORED_CARD = NOT_FOUND 2201, "Saklı kart bulunamadı", "The stored card was not found";
    NO_TEST_CARD = UNPROCESSABLE_ENTITY 2202,
        "Kart, test kartlarından biri değil", "The card is none of the test cards";
    CARD_SHAPE = UNPROCESSABLE_ENTITY 2203,
        "Emülatör kartı bu biçimde okuyamaz: {}", "The emulator can't read a card in this form: {}";
    EXPIRED = UNPROCESSABLE_ENTITY 2204, "Kartın son kullanma tarihi geçmiş", "The card has expired";

    BIN = NOT_FOUND 2301, "BIN bulunamadı", "The BIN was not found";

    MEMBER_EXISTS = UNPROCESSABLE_ENTITY 2401,
        "Bu memberExternalId başka bir üyede kullanılıyor", "Another member has this memberExternalId";

    CSV_ONLY = UNPROCESSABLE_ENTITY 2501, "Emülatör yalnızca CSV üretir", "The emulator makes CSV only";

    LISTED_VALUE = NOT_FOUND 2601, "Liste değeri bulunamadı", "The list has no such value";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::RULES;

    #[test]
    fn every_rule_has_a_validation_code_of_its_own() {
        let codes: BTreeSet<u16> = RULES.iter().map(|rule| rule.code).collect();
        assert_eq!(codes.len(), RULES.len());
        assert!(codes.iter().all(|code| *code < 10_000));
    }
}
