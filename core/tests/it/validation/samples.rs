//! No request of the official clients' samples is rejected: they outrank the documentation's rules.

use std::collections::BTreeMap;

use craftgate_core::{Validate, ValidationWarning};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::with_every_checked_operation;

/// The requests of the Java, Node, PHP and Python clients' samples, as they were sent, and those of Go's and .NET's that
/// break a rule of the documentation: by operation, with the fields of path and query beside those of the body, UUIDs and
/// dates replaced. One is left out: the basket of Node's Juzdan
/// sample doesn't add up.
const SAMPLES: &str = include_str!("../data/official-samples.json");

/// Samples that lack what the type demands, or have a number in place of a string.
const UNREADABLE: &[(&str, &str)] = &[
    ("payment::CreateDepositPayment", "missing field `currency`"),
    ("payment::InitThreeDsDepositPayment", "missing field `currency`"),
    ("payment::InitApmPayment", "apmUserIdentity: not a string"),
    ("pay_by_link::CreateProduct", "missing field `description`"),
    ("pay_by_link::UpdateProduct", "missing field `description`"),
    ("wallet::SendRemittance", "missing field `currency`"),
    ("wallet::ReceiveRemittance", "missing field `currency`"),
];

/// The warnings of each readable sample of an operation, and what is wrong with the others.
fn check<O: DeserializeOwned + Validate>(name: &str) -> (Vec<Vec<ValidationWarning>>, Vec<String>) {
    let samples: BTreeMap<String, Vec<Box<RawValue>>> = serde_json::from_str(SAMPLES).unwrap();
    let (mut warnings, mut errors) = (Vec::new(), Vec::new());
    for sample in &samples[name] {
        match serde_json::from_str::<O>(sample.get()) {
            Ok(operation) => match operation.validate() {
                Ok(of_sample) => warnings.push(of_sample),
                Err(of_sample) => errors.push(format!("{name}: {of_sample}: {sample}")),
            },
            Err(error) if UNREADABLE.contains(&(name, error_of(&error).as_str())) => {}
            Err(error) => errors.push(format!("{name}: {error}: {sample}")),
        }
    }
    (warnings, errors)
}

/// The message without its place.
fn error_of(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message.split(" at line").next().unwrap().to_owned()
}

macro_rules! samples {
    ($($module:ident::$name:ident,)*) => {
        #[test]
        fn no_official_sample_has_an_error() {
            let (mut checked, mut errors) = (BTreeMap::new(), Vec::new());
            $(
                let name = concat!(stringify!($module), "::", stringify!($name));
                let (warnings, of_operation) = check::<craftgate_core::$module::$name>(name);
                checked.insert(name.to_owned(), warnings.len());
                errors.extend(of_operation);
            )*
            let samples: BTreeMap<String, Vec<Box<RawValue>>> = serde_json::from_str(SAMPLES).unwrap();
            assert!(errors.is_empty(), "{}", errors.join("\n"));
            assert_eq!(checked.keys().collect::<Vec<_>>(), samples.keys().collect::<Vec<_>>());
            assert!(checked.values().sum::<usize>() > 200, "{checked:?}");
        }
    };
}

with_every_checked_operation!(samples);

#[test]
fn what_official_samples_break_is_a_warning() {
    let warnings = [
        check::<craftgate_core::payment::InitApmPayment>("payment::InitApmPayment"),
        check::<craftgate_core::payment::InitBnplPayment>("payment::InitBnplPayment"),
        check::<craftgate_core::payment::InitMultiPayment>("payment::InitMultiPayment"),
        check::<craftgate_core::payment::InitCheckoutPayment>("payment::InitCheckoutPayment"),
        check::<craftgate_core::payment::CreatePayment>("payment::CreatePayment"),
        check::<craftgate_core::juzdan::InitJuzdanPayment>("juzdan::InitJuzdanPayment"),
        check::<craftgate_core::installment::RetrieveBinNumber>("installment::RetrieveBinNumber"),
    ];
    for (index, (warnings, _)) in warnings.iter().enumerate() {
        let is_disputed = |warning: &ValidationWarning| matches!(warning, ValidationWarning::Disputed(_));
        assert!(warnings.iter().flatten().any(is_disputed), "{index}");
        assert!(warnings.iter().flatten().all(is_disputed), "{index}: {warnings:?}");
    }
}
