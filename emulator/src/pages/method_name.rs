//! The payment methods of a checkout page, and how they are called.

use craftgate_core::payment::PaymentMethod;

use super::visit::Visit;

/// The methods that a merchant's page offers unless it says otherwise, and those that it may name.
pub(super) static OFFERED: &[PaymentMethod] = &[
    PaymentMethod::Card,
    PaymentMethod::Masterpass,
    PaymentMethod::GarantiPay,
    PaymentMethod::Papara,
    PaymentMethod::Paypal,
    PaymentMethod::Klarna,
    PaymentMethod::Afterpay,
    PaymentMethod::Payoneer,
    PaymentMethod::Stripe,
    PaymentMethod::Ispay,
    PaymentMethod::Multinet,
    PaymentMethod::MultinetGift,
    PaymentMethod::Edenred,
    PaymentMethod::EdenredGift,
    PaymentMethod::Iwallet,
    PaymentMethod::Setcard,
    PaymentMethod::Pluxee,
    PaymentMethod::Metropol,
];

/// Returns a method's name.
pub(super) fn name(method: &PaymentMethod, visit: &Visit) -> String {
    match method {
        PaymentMethod::Card => visit.pick("Kart", "Card").to_owned(),
        PaymentMethod::Paypal => "PayPal".to_owned(),
        PaymentMethod::GarantiPay => "GarantiPay".to_owned(),
        PaymentMethod::Ispay => "İşPay".to_owned(),
        PaymentMethod::Iwallet => "iWallet".to_owned(),
        PaymentMethod::Sodexo => "Pluxee".to_owned(),
        other => capitalized(other.as_str()),
    }
}

/// Returns a name such as `Multinet Gift` for `MULTINET_GIFT`.
fn capitalized(name: &str) -> String {
    let words = name.split('_').map(|word| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_string() + &letters.as_str().to_lowercase())
    });
    words.collect::<Vec<_>>().join(" ")
}
