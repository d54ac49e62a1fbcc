//! The errors that the emulator defines, each with its status, code and descriptions.
//!
//! Craftgate documents that validation errors have codes below 10000, but not which. These codes are the emulator's
//! own: programs must not depend on them.

use http::StatusCode;

use super::api_error::ErrorDef;

macro_rules! error_definitions {
    ($($name:ident = $status:ident $code:literal, $turkish:literal, $english:literal;)*) => {
        $(pub(crate) const $name: ErrorDef = ErrorDef {
            status: StatusCode::$status,
            code: $code,
            turkish: $turkish,
            english: $english,
        };)*

        #[cfg(test)]
        pub(crate) const ALL_DEFINITIONS: &[ErrorDef] = &[$($name),*];
    };
}

error_definitions! {
    MISSING_HEADER = UNAUTHORIZED 1001, "{} başlığı eksik", "The header {} is missing";
    UNKNOWN_API_KEY = UNAUTHORIZED 1002, "API anahtarı bulunamadı (API credential not found)", "API credential not found";
    UNSUPPORTED_AUTH_VERSION = UNAUTHORIZED 1003, "{} başlığı V1 olmalı", "The header {} must be V1";
    INVALID_SIGNATURE = UNAUTHORIZED 1004,
        "İmza geçersiz. İmzalanan metin, gizli anahtarın yerinde *** ile, şudur (WIRE.md): {}",
        "The signature is invalid. The signed string, with *** for the secret key, is (WIRE.md): {}";
    UNKNOWN_ENDPOINT = NOT_FOUND 1010, "Böyle bir adres yok", "There is no such endpoint";
    METHOD_NOT_ALLOWED = METHOD_NOT_ALLOWED 1011,
        "Adres bu HTTP metoduyla kullanılamaz",
        "The endpoint does not support this HTTP method";
    BODY_TOO_LARGE = PAYLOAD_TOO_LARGE 1012, "İstek çok büyük", "The request is too large";
    UNSUPPORTED_MEDIA_TYPE = UNSUPPORTED_MEDIA_TYPE 1013, "İstek gövdesi JSON olmalı", "The request body must be JSON";
    MALFORMED_REQUEST = BAD_REQUEST 1014, "İstek okunamadı", "The request is malformed";
    MISSING_FIELD = BAD_REQUEST 1015, "Zorunlu alan eksik: {}", "A required field is missing: {}";
    UNREADABLE_FIELD = BAD_REQUEST 1016, "Alan okunamadı: {}", "A field can't be read: {}";
    IDEMPOTENCY_KEY_REUSED = UNPROCESSABLE_ENTITY 1017,
        "Bu idempotency anahtarı başka bir istekte kullanılmış",
        "The idempotency key was used for a different request";
    INTERNAL_ERROR = INTERNAL_SERVER_ERROR 1018, "Emülatör hatası", "The emulator failed";

    INVALID_VALUE = UNPROCESSABLE_ENTITY 1100, "Alanın değeri geçersiz: {}", "A field has an invalid value: {}";

    PAYMENT_NOT_FOUND = NOT_FOUND 2001, "Ödeme bulunamadı", "The payment was not found";
    CHECKOUT_NOT_FOUND = NOT_FOUND 2002, "Ortak ödeme bulunamadı", "The checkout payment was not found";
    ITEM_TOTAL_MISMATCH = UNPROCESSABLE_ENTITY 2003,
        "Sepet tutarı ürünlerin toplamına eşit olmalı",
        "The price must equal the sum of the items' prices";
    UNSUPPORTED_CURRENCY = UNPROCESSABLE_ENTITY 2004,
        "Kart bu para birimiyle ödeyemez",
        "The card can't pay in this currency";
    INSTALLMENTS_NOT_ALLOWED = UNPROCESSABLE_ENTITY 2005,
        "Taksit yalnızca kredi kartıyla yapılabilir",
        "Installments require a credit card";
    PAYMENT_NOT_PENDING = UNPROCESSABLE_ENTITY 2006,
        "Ödeme tamamlanmayı beklemiyor",
        "The payment is not waiting to be completed";
    NOT_PRE_AUTHORIZED = UNPROCESSABLE_ENTITY 2007,
        "Ödeme, kapatılmayı bekleyen bir ön provizyon değil",
        "The payment is not a pre-authorization waiting to be captured";
    CAPTURE_LIMIT_EXCEEDED = UNPROCESSABLE_ENTITY 2008,
        "Tutar, ön provizyonun bir buçuk katını aşıyor",
        "The amount exceeds one and a half times the pre-authorized amount";
    REFERENCE_NOT_FOUND = NOT_FOUND 2009, "Referans bulunamadı", "The reference was not found";
    PAGE_EXPIRED = UNPROCESSABLE_ENTITY 2010, "Sayfa artık kullanılamaz", "The page can no longer be used";
    MULTI_PAYMENT_NOT_FOUND = NOT_FOUND 2011, "Parçalı ödeme bulunamadı", "The multi payment was not found";
    CART_TOTAL_MISMATCH = UNPROCESSABLE_ENTITY 2012,
        "Kredi tutarı sepetteki ürünlerin toplamına eşit olmalı",
        "The loan amount must equal the sum of the cart's prices";
    LOAN_APPROVED = UNPROCESSABLE_ENTITY 2013,
        "Onaylanan kredi iptal edilemez, bir kısmı iade edilebilir",
        "An approved loan can't be cancelled, only parts of it can be refunded";
    MASTERPASS_NOT_LINKED = UNPROCESSABLE_ENTITY 2014,
        "Müşteri, Masterpass hesabındaki kartların bu işyerinde kullanılmasına onay vermemiş",
        "The customer has not consented to the use of the Masterpass account's cards at this merchant";
    LOAN_UNDECIDED = UNPROCESSABLE_ENTITY 2015,
        "Banka krediye henüz karar vermedi",
        "The bank has not decided on the loan yet";
    PAYMENT_NOT_APPROVED = UNPROCESSABLE_ENTITY 2016,
        "Müşteri ödemeyi henüz onaylamadı",
        "The customer has not approved the payment yet";
    CREDIT_CARD_REQUIRED = UNPROCESSABLE_ENTITY 2017,
        "Sayfa yalnızca kredi kartlarını kabul ediyor",
        "The page accepts credit cards only";
    STORED_CARD_REQUIRED = UNPROCESSABLE_ENTITY 2018,
        "Sayfa yalnızca saklı kartları kabul ediyor",
        "The page accepts stored cards only";
    AUTHENTICATION_FAILED = UNPROCESSABLE_ENTITY 2051,
        "3D Secure doğrulaması başarısız",
        "The 3D Secure authentication failed";
    AUTHENTICATION_CANCELLED = UNPROCESSABLE_ENTITY 2052,
        "Kart sahibi 3D Secure doğrulamasından vazgeçti",
        "The cardholder cancelled the 3D Secure authentication";
    AUTHENTICATION_TIMED_OUT = UNPROCESSABLE_ENTITY 2053,
        "3D Secure doğrulaması zaman aşımına uğradı",
        "The 3D Secure authentication timed out";
    NOT_AUTHENTICATED = UNPROCESSABLE_ENTITY 2054,
        "Ödeme 3D Secure ile doğrulanmadan tamamlanamaz",
        "The payment can't be completed before its 3D Secure authentication";
    CUSTOMER_DECLINED = UNPROCESSABLE_ENTITY 2056,
        "Müşteri ödeme sağlayıcısında ödemedi",
        "The customer did not pay at the provider";
    PARTIALLY_AUTHENTICATED = UNPROCESSABLE_ENTITY 2055,
        "Üye işyeri ayarı yarım 3D Secure doğrulamasını kabul etmiyor",
        "The merchant's settings do not accept a partial 3D Secure authentication";

    REFUND_NOT_FOUND = NOT_FOUND 2101, "İade bulunamadı", "The refund was not found";
    TRANSACTION_NOT_FOUND = NOT_FOUND 2102, "Ödeme kırılımı bulunamadı", "The payment transaction was not found";
    PAYMENT_NOT_SUCCESSFUL = UNPROCESSABLE_ENTITY 2103,
        "Yalnızca başarılı ödemeler iade edilebilir",
        "Only successful payments can be refunded";
    PRE_AUTH_NOT_REFUNDABLE = UNPROCESSABLE_ENTITY 2104,
        "Ön provizyonun kırılımları iade edilemez",
        "A pre-authorization can't be refunded by transaction";
    FULLY_REFUNDED = UNPROCESSABLE_ENTITY 2105, "İade edilecek tutar kalmadı", "No refundable amount remains";
    REFUND_TOO_LARGE = UNPROCESSABLE_ENTITY 2106,
        "İade tutarı kalan tutarı aşıyor",
        "The refund exceeds the remaining amount";
    TRANSACTION_REFUNDED = UNPROCESSABLE_ENTITY 2107,
        "Ödeme kırılımı iade edilmiş",
        "The payment transaction has been refunded";
    APPROVAL_NOT_ALLOWED = UNPROCESSABLE_ENTITY 2108,
        "Ödeme kırılımının onay durumu uygun değil",
        "The payment transaction's approval status does not allow this";
    BATCH_FAILED = UNPROCESSABLE_ENTITY 2109,
        "Başka bir kırılım değiştirilemedi",
        "Another payment transaction could not be changed";
    NOT_A_PRODUCT_PAYMENT = UNPROCESSABLE_ENTITY 2110,
        "Yalnızca ürün ödemelerinin kırılımları değiştirilebilir",
        "Only transactions of product payments can be changed";
    TRANSACTION_UNCHANGED = UNPROCESSABLE_ENTITY 2111,
        "Satıcı ve tutarı aynı",
        "The seller and the price are unchanged";

    STORED_CARD_NOT_FOUND = NOT_FOUND 2201, "Saklı kart bulunamadı", "The stored card was not found";
    NOT_A_TEST_CARD = UNPROCESSABLE_ENTITY 2202, "Kart, test kartlarından biri değil", "The card is not a test card";
    CARD_EXPIRED = UNPROCESSABLE_ENTITY 2204, "Kartın son kullanma tarihi geçmiş", "The card has expired";
    CARD_VERIFICATION_NOT_FOUND = NOT_FOUND 2205,
        "Kart doğrulama sayfası bulunamadı",
        "The card verification was not found";
    PAYMENT_TOKEN_NOT_FOUND = NOT_FOUND 2206, "Ödeme tokenı bulunamadı", "The payment token was not found";
    SESSION_NOT_FOUND = NOT_FOUND 2207, "Oturum bulunamadı", "The session was not found";

    NO_REWARD_POS = UNPROCESSABLE_ENTITY 2208,
        "Ödülü kullanabilecek POS yok",
        "No POS can use the reward";

    BIN_NOT_FOUND = NOT_FOUND 2301, "BIN bulunamadı", "The BIN was not found";

    DUPLICATE_MEMBER = UNPROCESSABLE_ENTITY 2401,
        "Bu memberExternalId başka bir üyede kullanılıyor",
        "Another member has this memberExternalId";
    MEMBER_NOT_FOUND = NOT_FOUND 2402, "Üye bulunamadı", "The member was not found";

    REPORT_NOT_FOUND = NOT_FOUND 2502, "Rapor bulunamadı", "The report was not found";

    LIST_VALUE_NOT_FOUND = NOT_FOUND 2601, "Liste değeri bulunamadı", "The list does not contain this value";
    VALUE_LIST_NOT_FOUND = NOT_FOUND 2602, "Liste bulunamadı", "The list was not found";
    FRAUD_CHECK_NOT_FOUND = NOT_FOUND 2603, "Şüpheli işlem bulunamadı", "The fraud check was not found";
    NOT_A_CARD_PAYMENT = UNPROCESSABLE_ENTITY 2604, "Ödeme kartla yapılmamış", "The payment was not made with a card";

    WALLET_NOT_FOUND = NOT_FOUND 3001, "Cüzdan bulunamadı", "The wallet was not found";
    DUPLICATE_WALLET = UNPROCESSABLE_ENTITY 3002,
        "Üyenin bu para biriminde cüzdanı var",
        "The member already has a wallet in this currency";
    INSUFFICIENT_BALANCE = UNPROCESSABLE_ENTITY 3003,
        "Cüzdan bakiyesi yetersiz",
        "The wallet's balance is insufficient";
    BALANCE_MISMATCH = UNPROCESSABLE_ENTITY 3004,
        "Tutar, cüzdanın bakiyesi değil",
        "The amount differs from the wallet's balance";
    WALLET_TRANSACTION_NOT_FOUND = NOT_FOUND 3005, "Cüzdan işlemi bulunamadı", "The wallet transaction was not found";
    REMITTANCE_NOT_FOUND = NOT_FOUND 3006, "Para gönderimi bulunamadı", "The remittance was not found";
    WITHDRAW_NOT_FOUND = NOT_FOUND 3007, "Para çekme talebi bulunamadı", "The withdraw was not found";
    WITHDRAW_NOT_PENDING = UNPROCESSABLE_ENTITY 3008,
        "Para çekme talebi artık iptal edilemez",
        "The withdraw can no longer be cancelled";

    POS_NOT_FOUND = NOT_FOUND 3101, "POS bulunamadı", "The POS was not found";

    MERCHANT_APM_NOT_FOUND = NOT_FOUND 3102,
        "Alternatif ödeme yöntemi hesabı bulunamadı",
        "The account at the alternative payment method was not found";

    NO_OPEN_POS = UNPROCESSABLE_ENTITY 3103,
        "Ödeme alabilecek açık POS yok",
        "No POS is open for the payment";

    PRODUCT_NOT_FOUND = NOT_FOUND 3201, "Link bulunamadı", "The link was not found";
    LINK_NOT_PAYABLE = UNPROCESSABLE_ENTITY 3202, "Link artık ödenemez", "The link can no longer be paid";

    PAYOUT_ACCOUNT_NOT_FOUND = NOT_FOUND 3301, "Para gönderim hesabı bulunamadı", "The payout account was not found";
    PAYOUT_NOT_FOUND = NOT_FOUND 3302, "Para gönderimi bulunamadı", "The payout was not found";

    BANK_RECORD_NOT_FOUND = NOT_FOUND 3401, "Hesap hareketi bulunamadı", "The transfer was not found";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::ALL_DEFINITIONS;

    #[test]
    fn every_definition_has_a_validation_code_of_its_own() {
        let codes: BTreeSet<u16> = ALL_DEFINITIONS.iter().map(|definition| definition.code).collect();
        assert_eq!(codes.len(), ALL_DEFINITIONS.len());
        assert!(codes.iter().all(|code| *code < 10_000));
    }
}
