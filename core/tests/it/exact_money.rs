//! Money and ids are read and written to the digit, and never pass through a float.

use craftgate_core::id::{MemberId, PaymentId};
use craftgate_core::money::{DecimalError, parse_decimal};
use craftgate_core::payment::{Payment, PaymentStatus, PostAuthPayment, RefundPayment};
use craftgate_core::rust_decimal::Decimal;
use proptest::prelude::*;
use serde_json::Value;

/// A number as its sign, its digits without zeros at either end, and the power of ten they are times.
#[derive(Debug, PartialEq, Eq)]
struct Plain {
    negative: bool,
    digits: String,
    exponent: i64,
}

impl Plain {
    fn read(number: &str) -> Self {
        let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
        let (negative, mantissa) = mantissa.strip_prefix('-').map_or((false, mantissa), |rest| (true, rest));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let exponent = exponent.parse::<i64>().unwrap() - i64::try_from(fraction.len()).unwrap();
        let all = format!("{whole}{fraction}");
        let significant = all.trim_end_matches('0');
        let exponent = exponent + i64::try_from(all.len() - significant.len()).unwrap();
        match significant.trim_start_matches('0') {
            "" => Self { negative: false, digits: String::new(), exponent: 0 },
            digits => Self { negative, digits: digits.to_owned(), exponent },
        }
    }

    /// Whether 96 bits and 28 decimal places hold it.
    fn fits(&self) -> bool {
        const MOST: &str = "79228162514264337593543950335";
        let mut digits = self.digits.clone();
        for _ in 0..self.exponent.clamp(0, 100) {
            digits.push('0');
        }
        self.exponent >= -28 && (digits.len() < MOST.len() || (digits.len() == MOST.len() && &*digits <= MOST))
    }
}

fn any_decimal() -> impl Strategy<Value = Decimal> {
    (any::<u32>(), any::<u32>(), any::<u32>(), any::<bool>(), 0..=28_u32)
        .prop_map(|(low, mid, high, negative, scale)| Decimal::from_parts(low, mid, high, negative, scale))
        .prop_filter("a negative zero has no form of its own", |value| !value.is_zero() || value.is_sign_positive())
}

/// Any JSON number of a plausible length, as a string.
fn number_string() -> impl Strategy<Value = String> {
    ("-?(0|[1-9][0-9]{0,31})(\\.[0-9]{1,31})?([eE][+-]?[0-9]{1,2})?").prop_filter("within reach", |text| {
        text.split_once(['e', 'E']).is_none_or(|(_, exponent)| exponent.parse::<i32>().unwrap().abs() <= 30)
    })
}

fn paid_price(json: &str) -> Decimal {
    serde_json::from_str::<Payment>(json).unwrap().paid_price.unwrap()
}

fn payment_with(paid_price: &str) -> String {
    format!(r#"{{"id":1,"paymentStatus":"SUCCESS","paidPrice":{paid_price}}}"#)
}

mod amounts {
    use super::*;

    proptest! {
        #![proptest_config(crate::common::cases(2000))]

        #[test]
        fn written_and_read_again_they_have_the_same_digits_and_scale(amount in any_decimal()) {
            let operation = PostAuthPayment::new(PaymentId::new(1)).paid_price(amount);
            let request = crate::common::request(&operation);
            let body = crate::common::text(request.body());
            prop_assert_eq!(body, format!("{{\"paidPrice\":{amount}}}"));

            let read = paid_price(&payment_with(&amount.to_string()));
            prop_assert_eq!(read, amount);
            prop_assert_eq!(read.scale(), amount.scale());
            prop_assert_eq!(read.to_string(), amount.to_string());
        }

        #[test]
        fn any_number_is_parsed_exactly_or_rejected_for_its_size(text in number_string()) {
            let plain = Plain::read(&text);
            match parse_decimal(&text) {
                Ok(value) => prop_assert_eq!(Plain::read(&value.to_string()), plain),
                Err(error) => {
                    prop_assert_eq!(error, DecimalError::OutOfRange);
                    prop_assert!(!plain.fits(), "{} fits", text);
                }
            }
        }

        #[test]
        fn plain_quoted_and_from_any_source_they_are_the_same(text in number_string()) {
            let json = payment_with(&text);
            match parse_decimal(&text) {
                Ok(value) => {
                    prop_assert_eq!(paid_price(&json).to_string(), value.to_string());
                    prop_assert_eq!(paid_price(&payment_with(&format!("\"{text}\""))).to_string(), value.to_string());
                    let payment: Payment = serde_json::from_slice(json.as_bytes()).unwrap();
                    prop_assert_eq!(payment.paid_price.unwrap().to_string(), value.to_string());
                    let payment: Payment = serde_json::from_reader(json.as_bytes()).unwrap();
                    prop_assert_eq!(payment.paid_price.unwrap().to_string(), value.to_string());
                }
                Err(_) => {
                    prop_assert!(serde_json::from_str::<Payment>(&json).is_err());
                    prop_assert!(serde_json::from_reader::<_, Payment>(json.as_bytes()).is_err());
                }
            }
        }

        /// A `Value` has rounded a number to a float before we see it: fifteen digits survive that.
        #[test]
        fn from_a_value_they_are_what_the_value_holds(units in -99_999_999_999_999_i64..=99_999_999_999_999, scale in 0..=8_u32) {
            let amount = Decimal::new(units, scale);
            let value: Value = serde_json::from_str(&payment_with(&amount.to_string())).unwrap();
            let payment: Payment = serde_json::from_value(value).unwrap();
            prop_assert_eq!(payment.paid_price.unwrap(), amount);
        }

        #[test]
        fn no_string_makes_the_parser_panic(text in "\\PC{0,40}|[-+0-9.eE]{0,60}") {
            if let Ok(value) = parse_decimal(&text) {
                prop_assert!(value.to_string().parse::<Decimal>().is_ok());
            }
        }
    }

    #[test]
    fn hard_numbers_keep_their_digits() {
        for text in [
            "0",
            "0.00",
            "100.00",
            "0.00000001",
            "12345678901234567890.123456789",
            "79228162514264337593543950335",
            "-79228162514264337593543950335",
            "7.9228162514264337593543950335",
            "0.0000000000000000000000000001",
            "0.1",
            "0.30000000000000004",
            "9007199254740993",
            "9007199254740993.10",
        ] {
            assert_eq!(paid_price(&payment_with(text)).to_string(), text);
        }
    }

    #[test]
    fn the_exponent_form_is_read() {
        for (text, value) in [
            ("1E+2", "100"),
            ("1e2", "100"),
            ("1.25E+1", "12.5"),
            ("1E-8", "0.00000001"),
            ("-1.5e-1", "-0.15"),
            ("1E+21", "1000000000000000000000"),
            ("0E+99", "0"),
        ] {
            assert_eq!(paid_price(&payment_with(text)).to_string(), value, "{text}");
            assert_eq!(paid_price(&payment_with(&format!("\"{text}\""))).to_string(), value, "{text}");
        }
        let value: Value = serde_json::from_str(&payment_with("1E+21")).unwrap();
        let payment: Payment = serde_json::from_value(value).unwrap();
        assert_eq!(payment.paid_price.unwrap().to_string(), "1000000000000000000000");
    }

    #[test]
    fn numbers_out_of_range_are_rejected_and_not_rounded() {
        for text in [
            "79228162514264337593543950336",
            "0.00000000000000000000000000001",
            "1.00000000000000000000000000001",
            "1E+29",
            "1E-29",
            "1E+999999999999999999999",
        ] {
            assert_eq!(parse_decimal(text), Err(DecimalError::OutOfRange), "{text}");
            assert!(serde_json::from_str::<Payment>(&payment_with(text)).is_err(), "{text}");
        }
    }

    #[test]
    fn other_values_than_numbers_are_rejected() {
        for text in ["", "-", "+1", "1.", ".5", "1,50", "1 000", "0x10", "NaN", "Infinity", "1e", "₺1", "١"] {
            assert_eq!(parse_decimal(text), Err(DecimalError::NotANumber), "{text:?}");
            assert!(serde_json::from_str::<Payment>(&payment_with(&format!("\"{text}\""))).is_err(), "{text:?}");
        }
        for json in ["true", "[]", "{}", "[100.00]", "\"\"", "\"\\\"1\\\"\""] {
            assert!(serde_json::from_str::<Payment>(&payment_with(json)).is_err(), "{json}");
        }
    }

    #[test]
    fn a_zero_has_no_sign() {
        for text in ["-0", "-0.00", "-0E+2"] {
            assert!(!parse_decimal(text).unwrap().to_string().starts_with('-'), "{text}");
        }
    }
}

mod ids {
    use super::*;

    fn read(id: &str) -> Result<i64, serde_json::Error> {
        let payment: Payment = serde_json::from_str(&format!(r#"{{"id":{id},"paymentStatus":"SUCCESS"}}"#))?;
        Ok(payment.id.get())
    }

    #[test]
    fn they_are_exact_beyond_what_a_float_holds() {
        for (text, id) in [
            ("9007199254740993", 9_007_199_254_740_993),
            ("\"9007199254740993\"", 9_007_199_254_740_993),
            ("9223372036854775807", i64::MAX),
            ("\"9223372036854775807\"", i64::MAX),
            ("-9223372036854775808", i64::MIN),
            ("0", 0),
        ] {
            assert_eq!(read(text).unwrap(), id, "{text}");
        }
    }

    #[test]
    fn the_exponent_form_is_read() {
        for text in ["1E+3", "1e3", "1000.0", "1.000E3", "\"1E+3\"", "\"1000.00\""] {
            assert_eq!(read(text).unwrap(), 1000, "{text}");
        }
    }

    #[test]
    fn they_read_alike_from_a_slice_a_reader_and_a_value() {
        let json = r#"{"id":9007199254740993,"paymentStatus":"SUCCESS","buyerMemberId":"9007199254740995"}"#;
        let value: Value = serde_json::from_str(json).unwrap();
        for payment in [
            serde_json::from_slice::<Payment>(json.as_bytes()).unwrap(),
            serde_json::from_reader::<_, Payment>(json.as_bytes()).unwrap(),
            serde_json::from_value::<Payment>(value).unwrap(),
        ] {
            assert_eq!(payment.id, PaymentId::new(9_007_199_254_740_993));
            assert_eq!(payment.buyer_member_id, Some(MemberId::new(9_007_199_254_740_995)));
        }
    }

    #[test]
    fn fractions_and_other_values_than_ids_are_rejected() {
        for text in ["1.5", "\"1.5\"", "1e-1", "true", "[]", "{}", "\"\"", "\"a\"", "\"1 \"", "\"0x1\"", "null"] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn numbers_beyond_64_bits_are_rejected() {
        for text in ["9223372036854775808", "-9223372036854775809", "18446744073709551616", "1E+19", "1E+400"] {
            assert!(read(text).is_err(), "{text}");
            assert!(read(&format!("\"{text}\"")).is_err(), "\"{text}\"");
        }
    }

    #[test]
    fn a_fraction_too_small_for_a_float_is_still_a_fraction() {
        for text in ["4503599627370496.5", "9007199254740990.6", "1.00000000000000000001", "5.0000000000000000001E0"] {
            assert!(read(text).is_err(), "{text} was read as {}", read(text).unwrap());
        }
    }

    #[test]
    fn an_optional_one_that_is_null_is_absent() {
        let payment: Payment =
            serde_json::from_str(r#"{"id":1,"paymentStatus":"SUCCESS","buyerMemberId":null,"installment":null}"#)
                .unwrap();
        assert_eq!((payment.buyer_member_id, payment.installment), (None, None));
    }

    #[test]
    fn a_small_number_does_not_wrap_around() {
        for installment in ["2147483648", "-2147483649", "4294967297", "\"2147483648\""] {
            let json = format!(r#"{{"id":1,"paymentStatus":"SUCCESS","installment":{installment}}}"#);
            assert!(serde_json::from_str::<Payment>(&json).is_err(), "{installment}");
        }
        let json = r#"{"id":1,"paymentStatus":"SUCCESS","installment":"12"}"#;
        assert_eq!(serde_json::from_str::<Payment>(json).unwrap().installment, Some(12));
    }

    proptest! {
        #![proptest_config(crate::common::cases(512))]

        #[test]
        fn any_id_goes_and_comes_back(id in any::<i64>()) {
            let refund = RefundPayment::new(PaymentId::new(id));
            let request = crate::common::request(&refund);
            prop_assert_eq!(crate::common::text(request.body()), format!("{{\"paymentId\":{id}}}"));
            prop_assert_eq!(read(&id.to_string()).unwrap(), id);
            prop_assert_eq!(read(&format!("\"{id}\"")).unwrap(), id);
            prop_assert_eq!(serde_json::to_string(&Payment::new(PaymentId::new(id), PaymentStatus::Success)).unwrap(),
                format!("{{\"id\":{id},\"paymentStatus\":\"SUCCESS\"}}"));
        }

        #[test]
        fn any_number_is_parsed_as_the_exact_id_or_rejected(text in number_string()) {
            if let Ok(id) = read(&text) {
                prop_assert_eq!(Plain::read(&id.to_string()), Plain::read(&text));
            }
        }
    }
}

#[test]
fn the_callers_own_structs_can_have_money_too() {
    let text = "12345678901234567890.1200";
    let price = craftgate_core::money::deserialize(&mut serde_json::Deserializer::from_str(text)).unwrap();
    let mut written = Vec::new();
    craftgate_core::money::serialize(&price, &mut serde_json::Serializer::new(&mut written)).unwrap();
    assert_eq!(written, text.as_bytes());
}

/// The feature would change every other crate in the user's build, so nothing here may switch it on.
#[test]
fn serde_jsons_arbitrary_precision_is_off() {
    let value: Value = serde_json::from_str("0.1000").unwrap();
    assert_eq!(value.to_string(), "0.1");
    assert!(value.as_f64().is_some_and(|float| float == 0.1));
    let value: Value = serde_json::from_str("12345678901234567890123").unwrap();
    assert_ne!(value.to_string(), "12345678901234567890123");
}
