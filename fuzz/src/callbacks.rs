//! Callbacks from a browser: only what Craftgate hashed is verified, and only the fields that its hash covers are exposed.

use craftgate_core::callback::{
    self, CallbackError, CallbackKey, CheckoutCallback, JuzdanCallback, NextStep, StartedPayment, ThreeDsCallback,
};
use craftgate_core::encoding::percent_encode;
use craftgate_core::id::PaymentId;
use craftgate_core::payment::CompleteThreeDsPayment;
use craftgate_core::{Operation as _, RequestError};
use sha2::{Digest as _, Sha256};

use crate::input::Fields;
use crate::mutate::{MessageFields, mutate};
use crate::reference::encoding::{hex, parse_form, write_form};
use crate::reference::json::Tree;
use crate::reference::panel_key::key_error;

/// The orders of version 2 in Craftgate's documentation.
const STATUS_FIRST: &str = "status:callbackStatus:completeStatus:paymentId:conversationData:conversationId:mdStatus";
const ID_FIRST: &str = "paymentId:status:callbackStatus:conversationId:mdStatus";

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
    let callback_key = match CallbackKey::new(key.as_str()) {
        Ok(callback_key) => callback_key,
        Err(error) => return assert_eq!(Some(error), key_error(&key)),
    };
    assert_eq!(key_error(&key), None);
    let genuine =
        Genuine { key, callback_key, separator: if version == Some(b'2') { "" } else { "###" }, values, hash_params };
    let mut posted = genuine.fields(version != Some(b'1'));

    let original = genuine.verify(&posted);
    if version == Some(b'1') {
        assert_eq!(original.is_ok(), genuine.is_unambiguous_v1(), "{original:?}");
    } else if genuine.is_documented_v2() {
        assert!(original.is_ok(), "{original:?}");
    }
    if let (Ok(callback), true) = (&original, version == Some(b'1') || genuine.is_documented_v2()) {
        genuine.assert_next_step(callback, version != Some(b'1'));
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
    callback_key: CallbackKey,
    separator: &'static str,
    values: [String; 7],
    hash_params: String,
}

impl Genuine {
    fn value(&self, name: &str) -> &str {
        FIELDS.iter().position(|field| *field == name).map_or("", |index| &self.values[index])
    }

    fn fields(&self, is_v2: bool) -> MessageFields {
        let names = if is_v2 {
            field_names(&self.hash_params)
        } else {
            FIELDS[..6].iter().map(|name| (*name).into()).collect()
        };
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
        self.values[..6].iter().all(is_unambiguous) && is_complete
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
    }

    /// Returns true if it is a version 2 callback as Craftgate's documentation shows them.
    fn is_documented_v2(&self) -> bool {
        let has_id = self.value("status") == "FAILURE" || !self.value("paymentId").is_empty();
        let is_documented_order = [STATUS_FIRST, ID_FIRST].contains(&&*self.hash_params);
        self.separator.is_empty() && self.has_documented_values() && has_id && is_documented_order
    }

    /// Panics unless a callback as Craftgate sends it decides about the payment that it names, and no other.
    fn assert_next_step(&self, callback: &ThreeDsCallback, is_v2: bool) {
        let id = self.value("paymentId").parse().ok();
        let conversation_id =
            if is_v2 && !self.hash_params.contains("conversationId") { "" } else { self.value("conversationId") };
        let is_failure_final = !is_v2 || (self.hash_params == ID_FIRST && self.value("callbackStatus").is_empty());
        for started_id in [id.unwrap_or(1), 7, i64::MAX] {
            for started_conversation_id in [conversation_id, "", "siparis-17"] {
                let started = StartedPayment::new(PaymentId::new(started_id), started_conversation_id);
                let retrieve = NextStep::Retrieve(started.retrieve());
                let expected = match (self.value("status"), self.value("completeStatus")) {
                    _ if id.is_some_and(|id| id != started_id) => NextStep::PaymentIdMismatch,
                    _ if id.is_none() || started_conversation_id != conversation_id => retrieve,
                    ("SUCCESS", "WAITING") if !is_v2 || self.hash_params.contains("completeStatus") => {
                        NextStep::Complete(CompleteThreeDsPayment::new(started.payment_id))
                    }
                    ("FAILURE", _) if is_failure_final && self.value("callbackStatus") != "ALREADY_RETURNED" => {
                        NextStep::Failed
                    }
                    _ => retrieve,
                };
                assert_eq!(callback.next_step(&started), expected, "{callback:?} of {started:?}");
            }
        }
    }

    /// Verifies a posted callback. Panics if it is verified without the hash of what was posted, or exposes more.
    fn verify(&self, posted: &MessageFields) -> Result<ThreeDsCallback, CallbackError> {
        let body = write_form(posted);
        let verified = callback::verify(&self.callback_key, body.as_bytes());
        assert_reason(&self.key, &verified, &parse_form(body.as_bytes()).expect("a form"));
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
        self.assert_no_failure_of_another(forged);
        let Some(id) = original.payment_id() else { return };
        let started = StartedPayment::new(id, original.conversation_id().unwrap_or_default());
        match forged.next_step(&started) {
            NextStep::Retrieve(_) | NextStep::PaymentIdMismatch => {}
            decision => assert_eq!(decision, original.next_step(&started), "{forged:?}"),
        }
    }

    /// Panics if a callback fails the payment that it names, but Craftgate sent no failure of that payment.
    fn assert_no_failure_of_another(&self, forged: &ThreeDsCallback) {
        if !self.separator.is_empty() || self.is_documented_v2() {
            let Some(id) = forged.payment_id() else { return };
            let named = StartedPayment::new(id, forged.conversation_id().unwrap_or_default());
            if forged.next_step(&named) == NextStep::Failed {
                assert_eq!((self.value("status"), self.value("paymentId")), ("FAILURE", id.to_string().as_str()));
            }
        }
    }
}

/// Returns true if the value is an id in its canonical form.
pub(crate) fn is_id(value: &str) -> bool {
    value.parse::<i64>().is_ok_and(|number| number >= 0 && number.to_string() == value)
}

fn hash(key: &str, separator: &str, values: &[&str]) -> String {
    let hashed = values.iter().fold(key.to_owned(), |hashed, value| hashed + separator + value);
    hex(&Sha256::digest(hashed))
}

/// Returns the names that `hashParams` lists: runs of ASCII letters and digits.
pub(crate) fn field_names(hash_params: &str) -> Vec<String> {
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

/// Returns true if two fields have the same name.
pub(crate) fn has_duplicate(fields: &MessageFields) -> bool {
    let is_duplicate =
        |(index, (name, _)): (usize, &(String, String))| fields[..index].iter().any(|(other, _)| other == name);
    fields.iter().enumerate().any(is_duplicate)
}

/// Panics unless a duplicate field is rejected as one, and what has the key's hash, and nothing else, is verified or
/// leads to a look-up.
fn assert_reason(key: &str, verified: &Result<ThreeDsCallback, CallbackError>, fields: &MessageFields) {
    if has_duplicate(fields) {
        return assert_eq!(*verified, Err(CallbackError::DuplicateField));
    }
    match verified {
        Ok(callback) => assert_covered(key, callback, fields),
        Err(error) => {
            let started = StartedPayment::new(PaymentId::new(7), "siparis-17");
            let retrieve = NextStep::Retrieve(started.retrieve());
            match error.next_step(&started) {
                None => assert!(!is_hashed(key, fields) || *error != CallbackError::Hash, "{fields:?}"),
                Some(next_step) => assert!(next_step == retrieve && is_hashed(key, fields), "{error:?}"),
            }
        }
    }
}

/// Returns the names of the values that a callback's hash covers.
fn covered_names(fields: &MessageFields) -> Vec<String> {
    let hash_params = fields.iter().find(|(name, _)| name == "hashParams");
    hash_params
        .map_or_else(|| FIELDS[..6].iter().map(|name| (*name).to_owned()).collect(), |(_, value)| field_names(value))
}

/// Returns true if the posted hash is that of the listed values.
fn is_hashed(key: &str, fields: &MessageFields) -> bool {
    let value = |wanted: &str| fields.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    let names = covered_names(fields);
    let hashed = |name: &String| {
        if ["hash", "hashParams"].contains(&name.as_str()) { "" } else { value(name).unwrap_or_default() }
    };
    let values: Vec<&str> = names.iter().map(hashed).collect();
    let Some(posted_hash) = value("hash").map(str::to_ascii_lowercase) else { return false };
    let is_v2 = value("hashParams").is_some();
    posted_hash == hash(key, "###", &values) || (is_v2 && posted_hash == hash(key, "", &values))
}

/// Panics unless the hash is that of the listed values, and only those are exposed.
fn assert_covered(key: &str, callback: &ThreeDsCallback, fields: &MessageFields) {
    assert!(is_hashed(key, fields), "{callback:?}");
    let names = covered_names(fields);
    for (name, posted) in fields {
        let exposed = callback.field(name);
        assert!(exposed.is_none_or(|exposed| exposed == posted && names.contains(name)), "{name} of {callback:?}");
    }
    assert_eq!(callback.payment_id().map(|id| id.to_string()).as_deref(), callback.field("paymentId"));
    assert!(callback.payment_id().is_some() || !callback.is_success());
}

/// Any bytes: the callbacks of a checkout page and of Juzdan are their one value, and a verified one is never made of nothing.
fn check_form(body: &[u8]) {
    check_json(body);
    let fields = parse_form(body);
    let checkout =
        CheckoutCallback::parse(body).map(|callback| (callback.token().to_owned(), callback.retrieve().path()));
    assert_sole_value(checkout, fields.as_ref(), "token", "/payment/v1/checkout-payments/");
    let juzdan = JuzdanCallback::parse(body)
        .map(|callback| (callback.reference_id().as_str().to_owned(), callback.retrieve().path()));
    assert_sole_value(juzdan, fields.as_ref(), "referenceId", "/payment/v1/juzdan-payments/");
    let key = "anahtar";
    let verified = callback::verify(&CallbackKey::new(key).expect("a key"), body);
    match fields {
        Some(fields) => assert_reason(key, &verified, &fields),
        None => assert_eq!(verified, Err(CallbackError::Malformed)),
    }
}

/// Panics unless an unsigned callback is the one value of its field, and looks up what that value names.
fn assert_sole_value(
    parsed: Result<(String, Result<String, RequestError>), CallbackError>,
    fields: Option<&MessageFields>,
    field: &str,
    path: &str,
) {
    let values: Vec<&String> =
        fields.into_iter().flatten().filter(|(name, _)| name == field).map(|(_, value)| value).collect();
    match parsed {
        Ok((value, looked_up)) => {
            assert_eq!(values, [&value]);
            if let Ok(looked_up) = looked_up {
                assert_eq!(looked_up, format!("{path}{}", percent_encode(&value)));
            }
        }
        Err(CallbackError::DuplicateField) => assert!(values.len() > 1),
        Err(_) => assert!(values.is_empty() || values == [""]),
    }
}

/// Panics unless the callback of a checkout page's server is the one token of its JSON.
fn check_json(body: &[u8]) {
    let parsed = CheckoutCallback::parse_json(body);
    let Some(json) = Tree::parse(body) else { return };
    let tokens: Vec<&Tree> = json.all("token").collect();
    match parsed {
        Ok(callback) => assert_eq!(tokens, [&Tree::String(callback.token().to_owned())]),
        Err(CallbackError::DuplicateField) => assert!(tokens.len() > 1),
        Err(_) => assert!(!matches!(tokens.as_slice(), [Tree::String(token)] if !token.is_empty()), "{json:?}"),
    }
}
