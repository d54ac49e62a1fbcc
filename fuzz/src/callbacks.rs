//! Callbacks from a browser: only what Craftgate hashed is verified, and only the fields that its hash covers are exposed.

use craftgate_core::callback::{self, CallbackError, CallbackKey, CheckoutCallback, NextStep, ThreeDsCallback};
use craftgate_core::{Operation as _, percent_encode};
use sha2::{Digest as _, Sha256};

use crate::input::Fields;
use crate::mutate::{MessageFields, mutate};
use crate::reference::encoding::{hex, parse_form, write_form};

/// The fields of a callback that a hash can cover.
const FIELDS: [&str; 7] =
    ["status", "completeStatus", "paymentId", "conversationData", "conversationId", "callbackStatus", "mdStatus"];

/// The input: the key, a version (`1`, `2`, or `3` for version 2 with separators), the seven fields, `hashParams`, and
/// the changes to the form before it is posted. Or `form`, and any bytes.
pub fn callbacks(data: &[u8]) {
    if let Some(body) = data.strip_prefix(b"form\xFF") {
        return check_form(body);
    }
    let mut input = Fields::of(data);
    let (key, version) = (input.string().into_owned(), input.bytes().first().copied());
    let values: [String; 7] = std::array::from_fn(|_| input.string().into_owned());
    let hash_params = input.string().into_owned();
    let genuine = Genuine { key, separator: if version == Some(b'2') { "" } else { "###" }, values, hash_params };
    let mut posted = genuine.fields(version != Some(b'1'));

    let original = genuine.verify(&posted);
    if version == Some(b'1') {
        assert_eq!(original.is_ok(), genuine.is_unambiguous_v1(), "{original:?}");
    } else if genuine.is_documented_v2() {
        assert!(original.is_ok(), "{original:?}");
    }
    for change in input.rest() {
        mutate(&mut posted, &change);
    }
    if let (Ok(forged), true) = (genuine.verify(&posted), genuine.has_documented_values()) {
        genuine.assert_no_gain(&forged, original.as_ref());
    }
}

/// A callback as Craftgate hashes it.
struct Genuine {
    key: String,
    separator: &'static str,
    values: [String; 7],
    hash_params: String,
}

impl Genuine {
    fn value(&self, name: &str) -> &str {
        FIELDS.iter().position(|field| *field == name).map_or("", |index| &self.values[index])
    }

    fn fields(&self, is_v2: bool) -> MessageFields {
        let names =
            if is_v2 { names(&self.hash_params) } else { FIELDS[..6].iter().map(|name| (*name).into()).collect() };
        let values: Vec<&str> = names.iter().map(|name| self.value(name)).collect();
        let mut fields: MessageFields =
            FIELDS.iter().map(|name| ((*name).to_owned(), self.value(name).to_owned())).collect();
        fields.push(("hash".to_owned(), hash(&self.key, self.separator, &values)));
        if is_v2 {
            fields.push(("hashParams".to_owned(), self.hash_params.clone()));
        }
        fields
    }

    /// Returns true if a version 1 callback has the required fields, and its hashed string splits in one way only.
    fn is_unambiguous_v1(&self) -> bool {
        let is_unambiguous =
            |value: &String| !value.contains("###") && !value.starts_with('#') && !value.ends_with('#');
        let (status, id) = (self.value("status"), self.value("paymentId"));
        let is_complete = !status.is_empty() && (is_id(id) || (id.is_empty() && status != "SUCCESS"));
        !self.key.is_empty() && self.values[..6].iter().all(is_unambiguous) && is_complete
    }

    /// Returns true if every value is one that Craftgate sends.
    fn has_documented_values(&self) -> bool {
        let is_name = |value: &str| value.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
        let (id, md) = (self.value("paymentId"), self.value("mdStatus"));
        let is_digits = |value: &str| value.bytes().all(|byte| byte.is_ascii_digit());
        ["SUCCESS", "FAILURE"].contains(&self.value("status"))
            && ["", "WAITING", "COMPLETED"].contains(&self.value("completeStatus"))
            && (id.is_empty() || (is_id(id) && id != "0"))
            && is_name(self.value("callbackStatus"))
            && !["WAITING", "COMPLETED"].contains(&self.value("callbackStatus"))
            && md.len() == 1
            && is_digits(md)
            && !self.key.is_empty()
    }

    /// Returns true if it is a version 2 callback as Craftgate's documentation shows them.
    fn is_documented_v2(&self) -> bool {
        let orders = [
            "status:callbackStatus:completeStatus:paymentId:conversationData:conversationId:mdStatus",
            "paymentId:status:callbackStatus:conversationId:mdStatus",
        ];
        let has_id = self.value("status") == "FAILURE" || !self.value("paymentId").is_empty();
        self.separator.is_empty() && self.has_documented_values() && has_id && orders.contains(&&*self.hash_params)
    }

    /// Verifies a posted callback. Panics if it is verified without the hash of what was posted, or exposes more.
    fn verify(&self, posted: &MessageFields) -> Result<ThreeDsCallback, CallbackError> {
        let body = write_form(posted);
        let verified = callback::verify(&CallbackKey::from(&*self.key), body.as_bytes());
        if let Ok(callback) = &verified {
            let fields = parse_form(body.as_bytes()).expect("a form");
            assert!(!self.key.is_empty());
            assert_covered(&self.key, callback, &fields);
        }
        verified
    }

    /// Panics if an attacker without the key gained by the changes to a callback.
    fn assert_no_gain(&self, forged: &ThreeDsCallback, original: Result<&ThreeDsCallback, &CallbackError>) {
        assert_eq!(forged.status().as_str(), self.value("status"), "{forged:?}");
        let complete = forged.complete_status().map(|status| status.to_string()).unwrap_or_default();
        assert!(complete == self.value("completeStatus") || complete.is_empty(), "{forged:?}");
        if let Some(md_status) = forged.md_status() {
            assert_eq!(md_status.0.to_string(), self.value("mdStatus"), "{forged:?}");
        }
        let Ok(original) = original else { return };
        if self.separator == "###" {
            assert!(
                FIELDS.iter().all(|name| forged.field(name).is_none() || forged.field(name) == original.field(name))
            );
        }
        let Some(id) = original.payment_id() else { return };
        if let NextStep::Complete(_) = forged.next_step(id) {
            assert!(matches!(original.next_step(id), NextStep::Complete(_)));
        }
    }
}

/// Returns true if the value is an id in its canonical form.
fn is_id(value: &str) -> bool {
    value.parse::<i64>().is_ok_and(|number| number >= 0 && number.to_string() == value)
}

fn hash(key: &str, separator: &str, values: &[&str]) -> String {
    let hashed = values.iter().fold(key.to_owned(), |hashed, value| hashed + separator + value);
    hex(&Sha256::digest(hashed))
}

/// Returns the names that `hashParams` lists: runs of ASCII letters and digits.
fn names(hash_params: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    for character in hash_params.chars() {
        match character.is_ascii_alphanumeric() {
            true => names.last_mut().expect("one").push(character),
            false => names.push(String::new()),
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// Panics unless there are no duplicate fields, the hash is that of the listed values, and only those are exposed.
fn assert_covered(key: &str, callback: &ThreeDsCallback, fields: &MessageFields) {
    let value = |wanted: &str| fields.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    assert!(fields.iter().enumerate().all(|(index, (name, _))| fields[..index].iter().all(|(other, _)| other != name)));
    let names = value("hashParams").map_or_else(|| FIELDS[..6].iter().map(|name| (*name).to_owned()).collect(), names);
    let hashed = |name: &String| {
        if ["hash", "hashParams"].contains(&name.as_str()) { "" } else { value(name).unwrap_or_default() }
    };
    let values: Vec<&str> = names.iter().map(hashed).collect();
    let posted_hash = value("hash").expect("a hash").to_ascii_lowercase();
    let is_v2 = value("hashParams").is_some();
    assert!(
        posted_hash == hash(key, "###", &values) || (is_v2 && posted_hash == hash(key, "", &values)),
        "{callback:?}"
    );
    for (name, posted) in fields {
        let exposed = callback.field(name);
        assert!(exposed.is_none_or(|exposed| exposed == posted && names.contains(name)), "{name} of {callback:?}");
    }
    assert_eq!(callback.payment_id().map(|id| id.to_string()).as_deref(), callback.field("paymentId"));
    assert!(callback.payment_id().is_some() || !callback.is_success());
}

/// Any bytes: a checkout page's callback is its one token, and a verified one is never made of nothing.
/// Checks a form of any bytes.
fn check_form(body: &[u8]) {
    let fields = parse_form(body);
    let tokens: Vec<&String> =
        fields.iter().flatten().filter(|(name, _)| name == "token").map(|(_, token)| token).collect();
    match CheckoutCallback::parse(body) {
        Ok(callback) => {
            assert_eq!(tokens, [callback.token()]);
            if let Ok(path) = callback.retrieve().path() {
                assert_eq!(path, format!("/payment/v1/checkout-payments/{}", percent_encode(callback.token())));
            }
        }
        Err(CallbackError::Ambiguous) => assert!(tokens.len() > 1),
        Err(_) => assert!(tokens.is_empty() || tokens == [""]),
    }
    let key = "anahtar";
    if let Ok(callback) = callback::verify(&CallbackKey::from(key), body) {
        assert_covered(key, &callback, &fields.expect("a form"));
    }
}
