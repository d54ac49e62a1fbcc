//! A mistyped card is found before it is sent, and the customer's message names the field to correct.

use std::collections::BTreeMap;

use craftgate_core::chrono::NaiveDate;
use craftgate_core::error::CustomerMessage;
use craftgate_core::payment::{
    Card, CardNumber, CardToken, CardUserKey, CardVerificationAuthType, CreateDepositPayment, CreatePayment,
    DepositFromCard, DepositToCard, InitThreeDsDepositPayment, InitThreeDsPayment, LoyaltyCard, RetrieveLoyalties,
    StoreCard, UpdateCard, VerifyCard,
};
use craftgate_core::{Currency, Error, Outcome, Validate, ValidationError};
use proptest::prelude::*;
use rust_decimal_macros::dec;

use super::{errors_of, missing, payment};
use crate::common::cases;
use crate::common::fixtures::expiry;

const NUMBER: &str = "card.cardNumber";
const CODE: &str = "card.cvc";

fn card(number: &str, code: &str) -> Card {
    Card::new("Gülşah Işık", CardNumber::new(number), expiry(2044, 7), code)
}

fn pays(card: Card) -> CreatePayment {
    payment(dec!(1), &[dec!(1)]).conversation_id("siparis-17").card(card)
}

fn today(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Craftgate's test cards, by the number of digits of their security codes.
fn test_cards() -> BTreeMap<String, Vec<String>> {
    serde_json::from_str(include_str!("../data/test-cards.json")).unwrap()
}

#[test]
fn every_test_card_of_craftgates_can_pay() {
    let cards = test_cards();
    assert_eq!(cards.values().map(Vec::len).sum::<usize>(), 411);
    for (brand, numbers) in cards {
        let (code, other) = if brand == "american_express" { ("0000", "000") } else { ("000", "0000") };
        for number in numbers {
            assert_eq!(pays(card(&number, code)).validate(), Ok(vec![]), "{number}");
            let digits = u8::try_from(code.len()).unwrap();
            let error = ValidationError::SecurityCodeLength { field: CODE, digits };
            assert_eq!(errors_of(&pays(card(&number, other))), [error], "{number}");
        }
    }
}

#[test]
fn a_card_number_is_12_to_19_digits() {
    for number in
        ["50000000003", "50000000000000000003", "5258 6400 0000 0001", "5258-6400-0000-0001", "5258640000000001x"]
    {
        assert_eq!(
            errors_of(&pays(card(number, "000"))),
            [ValidationError::CardNumberFormat { field: NUMBER }],
            "{number}"
        );
    }
    for number in ["٥٢٥٨٦٤٠٠٠٠٠٠", "kart numaram", "-258640000000001"] {
        assert_eq!(
            errors_of(&pays(card(number, "000"))),
            [ValidationError::CardNumberFormat { field: NUMBER }],
            "{number}"
        );
    }
    for number in ["500000000009", "5000000000000000005"] {
        assert_eq!(errors_of(&pays(card(number, "000"))), [], "{number}");
    }
}

#[test]
fn a_security_code_has_as_many_digits_as_the_card_says() {
    let error = |digits| [ValidationError::SecurityCodeLength { field: CODE, digits }];
    for code in ["00", "0000", "00a", " 000", "٠٠٠"] {
        assert_eq!(errors_of(&pays(card("5258640000000001", code))), error(3), "{code:?}");
    }
    for code in ["000", "00000", "000a"] {
        assert_eq!(errors_of(&pays(card("378282246310005", code))), error(4), "{code:?}");
    }
    let one_digit_short = pays(card("525864000000001", "000"));
    assert_eq!(
        errors_of(&one_digit_short),
        [ValidationError::CardNumberChecksum { field: NUMBER }],
        "the code is right"
    );
    let stored = || Card::stored(CardUserKey::new("kişi"), CardToken::new("kart"));
    for code in ["000", "0000"] {
        assert_eq!(errors_of(&pays(stored().cvc(code))), [], "the brand of a stored card is not known: {code}");
    }
    assert_eq!(errors_of(&pays(stored().cvc("00"))), error(3));
    assert_eq!(errors_of(&pays(stored().cvc("00000"))), error(3));
}

#[test]
fn a_past_expiry_is_found_on_the_day_that_the_caller_gives() {
    let pays = pays(card("5258640000000001", "000").expire_year("2026").expire_month("03"));
    let expired = [ValidationError::CardExpired { field: "card.expireYear" }];
    assert_eq!(errors_of(&pays), []);
    assert_eq!(pays.validate_on(today(2026, 3, 31)), Ok(vec![]));
    for day in [today(2026, 4, 1), today(2027, 1, 1)] {
        assert_eq!(pays.validate_on(day).unwrap_err().as_slice(), expired, "{day}");
    }
    let last_century = pays.card(card("5258640000000001", "000").expire_year("1999"));
    assert_eq!(last_century.validate_on(today(2026, 3, 1)).unwrap_err().as_slice(), expired);
    let unreadable = last_century.card(card("5258640000000001", "000").expire_year("26"));
    let errors = unreadable.validate_on(today(2026, 4, 1)).unwrap_err();
    assert_eq!(errors.as_slice(), [super::invalid("card.expireYear", "a year of four digits")]);
}

#[test]
fn a_mistyped_card_is_found_wherever_a_card_is_sent() {
    let mistyped = || card("5258640000000010", "000").expire_year("2026").expire_month("03");
    let deposit = || DepositFromCard::new(dec!(1), Currency::Try, craftgate_core::id::MemberId::new(7), mistyped());
    let number = || CardNumber::new("5258640000000010");
    let operations: [(&str, &dyn Validate); 9] = [
        ("card.", &pays(mistyped())),
        ("card.", &InitThreeDsPayment::new(pays(mistyped()), "https://example.com/")),
        ("card.", &VerifyCard::new(mistyped(), CardVerificationAuthType::NonThreeDs)),
        ("card.", &CreateDepositPayment::new(deposit())),
        ("card.", &InitThreeDsDepositPayment::new(deposit(), "https://example.com/")),
        ("card.", &DepositToCard::new(dec!(1), Currency::Try, mistyped())),
        ("", &StoreCard::plain("Gülşah Işık", number(), expiry(2026, 3))),
        ("", &RetrieveLoyalties::new(LoyaltyCard::new(number(), expiry(2026, 3)))),
        ("", &UpdateCard::new(expiry(2026, 3), CardUserKey::new("kişi"), CardToken::new("kart"))),
    ];
    for (index, (prefix, operation)) in operations.into_iter().enumerate() {
        let errors = operation.validate_on(today(2026, 4, 1)).unwrap_err();
        let fields: Vec<&str> = errors.as_slice().iter().map(ValidationError::field).collect();
        let (number, year) = (format!("{prefix}cardNumber"), format!("{prefix}expireYear"));
        let expected = if index == 8 { vec![&*year] } else { vec![&*number, &year] };
        assert_eq!(fields, expected, "{index}");
    }
}

#[test]
fn the_customer_message_names_what_to_correct() {
    let message = |card: Card| pays(card).validate_on(today(2044, 8, 1)).unwrap_err().customer_message();
    let good = || card("5258640000000001", "000").expire_year("2045");
    assert_eq!(message(good().card_number(CardNumber::new("5258640000000010"))), CustomerMessage::CheckCardNumber);
    assert_eq!(message(good().card_number(CardNumber::new("52586400"))), CustomerMessage::CheckCardNumber);
    assert_eq!(message(good().card_number(CardNumber::new(" "))), CustomerMessage::CheckCardNumber);
    assert_eq!(message(good().cvc("00")), CustomerMessage::CheckSecurityCode);
    assert_eq!(message(good().cvc("")), CustomerMessage::CheckSecurityCode);
    assert_eq!(message(good().expire_year("2044")), CustomerMessage::CheckExpiryDate);
    assert_eq!(message(good().expire_month("13")), CustomerMessage::CheckExpiryDate);
    assert_eq!(message(good().card_holder_name(" ")), CustomerMessage::CheckCardholderName);
    let number = CustomerMessage::CheckCardNumber;
    assert_eq!(number.turkish(), "Kart numaranızı kontrol edip tekrar deneyin.");
    assert_eq!(number.english(), "Check your card number and try again.");
    let name = CustomerMessage::CheckCardholderName;
    assert_eq!(name.turkish(), "Kart sahibinin adını ve soyadını kontrol edip tekrar deneyin.");
    assert_eq!(name.english(), "Check the cardholder's name and try again.");
    for message in [number, name, CustomerMessage::CheckExpiryDate, CustomerMessage::CheckSecurityCode] {
        assert!(message.is_correctable(), "{message:?}");
    }
}

#[test]
fn what_the_customer_cannot_correct_is_for_the_merchant() {
    let mut payment = pays(card("5258640000000010", "00"));
    let errors = payment.validate().unwrap_err();
    assert_eq!(errors.as_slice().len(), 2);
    assert_eq!(errors.customer_message(), CustomerMessage::CheckCardNumber);
    payment.installment = 0;
    let errors = payment.validate().unwrap_err();
    assert_eq!(errors.customer_message(), CustomerMessage::ContactMerchant);
    assert_eq!(
        errors.as_slice()[1].customer_message(),
        CustomerMessage::CheckCardNumber,
        "for a page that marks fields"
    );
    assert_eq!(missing("card").customer_message(), CustomerMessage::ContactMerchant);
    assert!(!CustomerMessage::ContactMerchant.is_correctable() && !CustomerMessage::BeingChecked.is_correctable());
}

#[test]
fn an_invalid_request_is_an_error_that_was_not_sent() {
    fn send(payment: &CreatePayment) -> Result<(), Error> {
        payment.validate()?;
        Ok(())
    }
    let error = send(&pays(card("5258640000000010", "000"))).unwrap_err();
    assert_eq!((error.outcome(), error.customer_message()), (Outcome::NotSent, CustomerMessage::CheckCardNumber));
    assert_eq!(error.to_string(), "the request violates Craftgate's rules");
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "card.cardNumber has a mistyped digit");
    assert!(!format!("{error:?}").contains("5258640000000010"));
}

proptest! {
    #![proptest_config(cases(256))]

    /// The Luhn check finds every mistyped digit, and most pairs that are swapped.
    #[test]
    fn one_mistyped_digit_is_always_found(index in 0..411_usize, place in 0..14_usize, step in 1..10_u8) {
        let numbers: Vec<String> = test_cards().into_values().flatten().collect();
        let mut digits = numbers[index].clone().into_bytes();
        digits[place] = b'0' + (digits[place] - b'0' + step) % 10;
        let number = String::from_utf8(digits).unwrap();
        let store = StoreCard::plain("Gülşah Işık", CardNumber::new(number), expiry(2044, 7));
        prop_assert_eq!(errors_of(&store), [ValidationError::CardNumberChecksum { field: "cardNumber" }]);
    }
}
