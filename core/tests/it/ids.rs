//! An id looks like what is in it, wherever it stands, and is never made from a number by itself.

use std::collections::{BTreeMap, HashMap};
use std::fmt::{Debug, Display};
use std::hash::Hash;
use std::str::FromStr;

use craftgate_core::id::{
    BkmExpressTicketId, CardTokenizationSessionId, FraudValueId, JuzdanReferenceId, MasterpassReferenceId, MemberId,
    MerchantId, PayeeId, PaymentId, PaymentTransactionId,
};
use craftgate_core::settlement_reporting::PayoutRow;
use serde::Serialize;
use serde::de::DeserializeOwned;

trait Id: Debug + Display + Clone + Ord + Hash + FromStr + Serialize + DeserializeOwned {}

impl<T: Debug + Display + Clone + Ord + Hash + FromStr + Serialize + DeserializeOwned> Id for T {}

/// The JSON of `id`, after it has been read back as it was, alone and as a key of both kinds of map.
fn json<I: Id>(id: &I) -> String {
    let json = serde_json::to_string(id).unwrap();
    assert_eq!(&serde_json::from_str::<I>(&json).unwrap(), id);
    assert_eq!(&serde_json::from_reader::<_, I>(json.as_bytes()).unwrap(), id);

    let sorted = BTreeMap::from([(id.clone(), true)]);
    let hashed: HashMap<I, bool> = sorted.clone().into_iter().collect();
    let written = serde_json::to_string(&sorted).unwrap();
    assert_eq!(written, format!("{{\"{id}\":true}}"));
    assert_eq!(serde_json::to_string(&hashed).unwrap(), written);
    assert_eq!(serde_json::from_str::<BTreeMap<I, bool>>(&written).unwrap(), sorted);
    assert_eq!(serde_json::from_reader::<_, HashMap<I, bool>>(written.as_bytes()).unwrap(), hashed);
    json
}

#[test]
fn a_numeric_id_is_a_number_in_json_and_as_a_string() {
    for number in [i64::MIN, -1, 0, 1, 17, 9_007_199_254_740_993, i64::MAX] {
        let id = PaymentId::new(number);
        assert_eq!(json(&id), number.to_string());
        assert_eq!(id.to_string(), number.to_string());
        assert_eq!(number.to_string().parse(), Ok(id));
        assert_eq!((id.get(), i64::from(id)), (number, number));
    }
    for text in ["", "17 ", "1.5", "9223372036854775808", "on yedi"] {
        assert!(text.parse::<PaymentId>().is_err(), "{text:?}");
    }
}

#[test]
fn a_numeric_id_is_read_from_a_quoted_number_too() {
    assert_eq!(serde_json::from_str::<MemberId>("\"17\"").unwrap(), MemberId::new(17));
    for json in ["\"on yedi\"", "1.5", "true", "null", "[17]"] {
        assert!(serde_json::from_str::<MemberId>(json).is_err(), "{json}");
    }
}

#[test]
fn ids_sort_by_their_number() {
    let mut ids = [10, 9, -1].map(PaymentTransactionId::new);
    ids.sort();
    assert_eq!(ids, [-1, 9, 10].map(PaymentTransactionId::new));
}

#[test]
fn a_string_id_is_the_same_string_in_json_and_as_a_string() {
    fn check<I: Id>(new: impl Fn(&str) -> I) {
        let id = new("b9bd7b93-ğ/1");
        assert_eq!(json(&id), "\"b9bd7b93-ğ/1\"");
        assert_eq!(id.to_string(), "b9bd7b93-ğ/1");
        assert!("b9bd7b93-ğ/1".parse::<I>().is_ok_and(|parsed| parsed == id));
        assert_eq!(serde_json::from_str::<I>("17").unwrap(), new("17"));
    }
    check(|text| BkmExpressTicketId::new(text));
    check(|text| CardTokenizationSessionId::new(text));
    check(|text| FraudValueId::new(text));
    check(|text| JuzdanReferenceId::new(text));
    check(|text| MasterpassReferenceId::new(text));
}

#[test]
fn a_payees_id_is_written_as_a_number_where_it_is_one() {
    for (id, written) in [("17", "17"), ("-1", "-1"), ("017", "\"017\""), ("satıcı-17", "\"satıcı-17\""), ("", "\"\"")]
    {
        let id = PayeeId::new(id);
        assert_eq!(json(&id), written);
        assert_eq!(id.number().is_some(), !written.starts_with('"'));
    }
    assert_eq!(PayeeId::from(MerchantId::new(17)), PayeeId::from(MemberId::new(17)));
    assert_eq!(PayeeId::from(MemberId::new(17)).number(), Some(17));
}

#[test]
fn a_payees_id_is_read_from_a_number_and_from_a_string() {
    for (json, id) in [("17", "17"), ("\"17\"", "17"), ("\"satıcı-17\"", "satıcı-17")] {
        let row: PayoutRow = serde_json::from_str(&format!(r#"{{"payoutId":1,"merchantId":{json}}}"#)).unwrap();
        assert_eq!(row.merchant_id, Some(PayeeId::new(id)));
    }
}
