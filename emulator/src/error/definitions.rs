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
        let status = match &self {
            Self::Rule(rule, _) | Self::Field(rule, _) => rule.status,
            Self::Bank(_) => StatusCode::UNPROCESSABLE_ENTITY,
        };
        answer::enveloped(status, "errors", &self.error(language)).unwrap_or_default()
    }

    /// What it says.
    pub(crate) fn error(self, language: Language) -> PaymentError {
        match self {
            Self::Rule(rule, subject) => rule.in_words(subject, language),
            Self::Field(rule, path) => rule.in_words(&path, language),
            Self::Bank(error) => *error,
        }
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
        "Ödeme tamamlanmayı beklemiyor", "The payment does not wait to be completed";
    NOT_HELD = UNPROCESSABLE_ENTITY 2007,
        "Ödeme, kapatılmayı bekleyen bir ön provizyon değil",
        "The payment is no pre-authorization that waits to be captured";
    MARGIN = UNPROCESSABLE_ENTITY 2008,
        "Tutar, ön provizyonun bir buçuk katını aşıyor", "The amount is over one and a half times what is held";
    REFERENCE = NOT_FOUND 2009, "Referans bulunamadı", "The reference was not found";
    PAGE_CLOSED = UNPROCESSABLE_ENTITY 2010,
        "Sayfa artık kullanılamaz", "The page can no longer be used";
    MULTI_PAYMENT = NOT_FOUND 2011, "Parçalı ödeme bulunamadı", "The multi payment was not found";
    CART = UNPROCESSABLE_ENTITY 2012,
        "Kredi tutarı sepetteki ürünlerin toplamına eşit olmalı", "The loan has to be the sum of the cart's prices";

    REFUND = NOT_FOUND 2101, "İade bulunamadı", "The refund was not found";
    LINE = NOT_FOUND 2102, "Ödeme kırılımı bulunamadı", "The payment transaction was not found";
    NOT_TAKEN = UNPROCESSABLE_ENTITY 2103,
        "Yalnızca başarılı ödemeler iade edilebilir", "Only successful payments can be refunded";
    ONLY_HELD = UNPROCESSABLE_ENTITY 2104,
        "Ön provizyonun kırılımları iade edilemez", "A pre-authorization can't be refunded line by line";
    NOTHING_LEFT = UNPROCESSABLE_ENTITY 2105, "İade edilecek tutar kalmadı", "There is nothing left to refund";
    TOO_MUCH = UNPROCESSABLE_ENTITY 2106,
        "İade tutarı kalan tutarı aşıyor", "The refund is more than what is left";
    REFUNDED = UNPROCESSABLE_ENTITY 2107, "Ödeme kırılımı iade edilmiş", "The payment transaction was refunded";
    APPROVAL = UNPROCESSABLE_ENTITY 2108,
        "Ödeme kırılımının onay durumu uygun değil", "The payment transaction's approval does not allow it";
    NOT_ALONE = UNPROCESSABLE_ENTITY 2109,
        "Başka bir kırılım değiştirilemedi", "Another payment transaction could not be changed";
    ONLY_PRODUCTS = UNPROCESSABLE_ENTITY 2110,
        "Yalnızca ürün ödemelerinin kırılımları değiştirilebilir", "Only lines of product payments can be changed";
    UNCHANGED = UNPROCESSABLE_ENTITY 2111, "Satıcı ve tutarı aynı", "The seller and the price are the same";

    STORED_CARD = NOT_FOUND 2201, "Saklı kart bulunamadı", "The stored card was not found";
    NO_TEST_CARD = UNPROCESSABLE_ENTITY 2202,
        "Kart, test kartlarından biri değil", "The card is none of the test cards";
    CARD_SHAPE = UNPROCESSABLE_ENTITY 2203,
        "Emülatör kartı bu biçimde okuyamaz: {}", "The emulator can't read a card in this form: {}";
    EXPIRED = UNPROCESSABLE_ENTITY 2204, "Kartın son kullanma tarihi geçmiş", "The card has expired";
    CARD_PAGE = NOT_FOUND 2205, "Kart doğrulama sayfası bulunamadı", "The card verification was not found";
    PAYMENT_TOKEN = NOT_FOUND 2206, "Ödeme tokenı bulunamadı", "The payment token was not found";
    MEAL_SESSION = NOT_FOUND 2207, "Oturum bulunamadı", "The session was not found";

    BIN = NOT_FOUND 2301, "BIN bulunamadı", "The BIN was not found";

    MEMBER_EXISTS = UNPROCESSABLE_ENTITY 2401,
        "Bu memberExternalId başka bir üyede kullanılıyor", "Another member has this memberExternalId";
    MEMBER = NOT_FOUND 2402, "Üye bulunamadı", "The member was not found";

    CSV_ONLY = UNPROCESSABLE_ENTITY 2501, "Emülatör yalnızca CSV üretir", "The emulator makes CSV only";
    REPORT = NOT_FOUND 2502, "Rapor bulunamadı", "The report was not found";

    LISTED_VALUE = NOT_FOUND 2601, "Liste değeri bulunamadı", "The list has no such value";
    VALUE_LIST = NOT_FOUND 2602, "Liste bulunamadı", "The list was not found";
    FRAUD_CHECK = NOT_FOUND 2603, "Şüpheli işlem bulunamadı", "The fraud check was not found";
    NO_FINGERPRINT = UNPROCESSABLE_ENTITY 2604, "Ödeme kartla yapılmamış", "The payment was not made with a card";

    WALLET = NOT_FOUND 3001, "Cüzdan bulunamadı", "The wallet was not found";
    WALLET_EXISTS = UNPROCESSABLE_ENTITY 3002,
        "Üyenin bu para biriminde cüzdanı var", "The member has a wallet in this currency";
    WALLET_SHORT = UNPROCESSABLE_ENTITY 3003, "Cüzdan bakiyesi yetersiz", "There is not enough in the wallet";
    WALLET_AMOUNT = UNPROCESSABLE_ENTITY 3004,
        "Tutar, cüzdanın bakiyesi değil", "The amount is not what is in the wallet";
    WALLET_TRANSACTION = NOT_FOUND 3005, "Cüzdan işlemi bulunamadı", "The wallet transaction was not found";
    REMITTANCE = NOT_FOUND 3006, "Para gönderimi bulunamadı", "The remittance was not found";
    WITHDRAW = NOT_FOUND 3007, "Para çekme talebi bulunamadı", "The withdraw was not found";
    NOT_WAITING = UNPROCESSABLE_ENTITY 3008,
        "Para çekme talebi artık iptal edilemez", "The withdraw can no longer be cancelled";

    POS = NOT_FOUND 3101, "POS bulunamadı", "The POS was not found";
    PRODUCT = NOT_FOUND 3201, "Link bulunamadı", "The link was not found";
    PAYOUT_ACCOUNT = NOT_FOUND 3301, "Para gönderim hesabı bulunamadı", "The payout account was not found";
    PAYOUT = NOT_FOUND 3302, "Para gönderimi bulunamadı", "The payout was not found";
    BANK_RECORD = NOT_FOUND 3401, "Hesap hareketi bulunamadı", "The transfer was not found";
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
