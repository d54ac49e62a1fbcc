//! Callbacks of shopping loans: only what Craftgate hashed is verified, and no change to a callback approves or fails a loan.

use craftgate_core::callback::{self, BnplCallback, BnplNextStep, CallbackError, CallbackKey, StartedPayment};
use craftgate_core::id::PaymentId;
use craftgate_core::payment::ApproveBnplPayment;
use sha2::{Digest as _, Sha256};

use crate::callbacks::{field_names, has_duplicate, is_id};
use crate::input::Fields;
use crate::mutate::{MessageFields, mutate};
use crate::reference::encoding::{hex, parse_form, write_form};
use crate::reference::panel_key::key_error;

const FIELDS: [&str; 5] = ["paymentId", "paymentStatus", "additionalAction", "conversationId", "callbackStatus"];

/// The order of the documentation's table.
const DOCUMENTED: &str = "paymentId:paymentStatus:additionalAction:conversationId:callbackStatus";

const ACTIONS: [&str; 4] = ["", "NONE", "APPROVAL_REQUIRED", "WAIT_FOR_WEBHOOK"];

/// The input: the key, the five fields, `hashParams`, and the changes to the form before it is posted. Or `form`, and any
/// bytes.
pub fn bnpl_callbacks(data: &[u8]) {
    if let Some(body) = data.strip_prefix(b"form\xFF") {
        return check_form(body);
    }
    let mut input = Fields::of(data);
    let key = input.string().into_owned();
    let values: [String; 5] = std::array::from_fn(|_| input.string().into_owned());
    let hash_params = input.string().into_owned();
    let callback_key = match CallbackKey::new(key.as_str()) {
        Ok(callback_key) => callback_key,
        Err(error) => return assert_eq!(Some(error), key_error(&key)),
    };
    let genuine = Genuine { key, callback_key, values, hash_params };
    let mut posted = genuine.fields();
    let original = genuine.verify(&posted);
    if genuine.is_documented() {
        genuine.assert_next_step(original.as_ref().expect("verified"));
    }
    for change in input.rest() {
        mutate(&mut posted, &change);
    }
    if let (Ok(forged), true) = (genuine.verify(&posted), genuine.has_documented_values() && genuine.is_covered()) {
        genuine.assert_no_gain(&forged);
    }
}

/// Any bytes: a verified callback has the hash of what was posted.
fn check_form(body: &[u8]) {
    let key = "anahtar";
    let verified = callback::verify_bnpl(&CallbackKey::new(key).expect("a key"), body);
    match parse_form(body) {
        Some(fields) => assert_reason(key, &verified, &fields),
        None => assert_eq!(verified, Err(CallbackError::Malformed)),
    }
}

/// A callback as Craftgate hashes it.
struct Genuine {
    key: String,
    callback_key: CallbackKey,
    values: [String; 5],
    hash_params: String,
}

impl Genuine {
    fn value(&self, name: &str) -> &str {
        FIELDS.iter().position(|field| *field == name).map_or("", |index| &self.values[index])
    }

    fn fields(&self) -> MessageFields {
        let names = field_names(&self.hash_params);
        let hash = hash(&self.key, names.iter().map(|name| self.value(name)));
        let fields = FIELDS.iter().map(|name| ((*name).to_owned(), self.value(name).to_owned()));
        fields.chain([("hashParams".to_owned(), self.hash_params.clone()), ("hash".to_owned(), hash)]).collect()
    }

    /// Returns true if every value is one that Craftgate sends.
    fn has_documented_values(&self) -> bool {
        let id = self.value("paymentId");
        is_id(id)
            && id != "0"
            && ["SUCCESS", "WAITING", "FAILURE"].contains(&self.value("paymentStatus"))
            && ACTIONS.contains(&self.value("additionalAction"))
            && ["", "ALREADY_RETURNED"].contains(&self.value("callbackStatus"))
    }

    /// Returns true if the hash covers every field, in whatever order.
    fn is_covered(&self) -> bool {
        let names = field_names(&self.hash_params);
        FIELDS.iter().all(|field| names.iter().any(|name| name == field))
    }

    fn is_documented(&self) -> bool {
        self.has_documented_values() && self.hash_params == DOCUMENTED
    }

    /// Returns what a genuine callback of the started payment is to lead to, by Craftgate's documentation.
    fn expected_step(&self, started: &StartedPayment) -> BnplNextStep {
        match (self.value("paymentStatus"), self.value("additionalAction")) {
            _ if !self.value("callbackStatus").is_empty() => BnplNextStep::Verify(started.verify_bnpl()),
            ("SUCCESS", "" | "NONE") => BnplNextStep::Retrieve(started.retrieve()),
            ("SUCCESS" | "WAITING", "APPROVAL_REQUIRED") => {
                BnplNextStep::Approve(ApproveBnplPayment::new(started.payment_id))
            }
            ("WAITING", "WAIT_FOR_WEBHOOK") => BnplNextStep::WaitForWebhook,
            ("FAILURE", "" | "NONE") => BnplNextStep::Failed,
            _ => BnplNextStep::Verify(started.verify_bnpl()),
        }
    }

    /// Panics unless a callback as Craftgate sends it decides about the payment that it names, and no other.
    fn assert_next_step(&self, callback: &BnplCallback) {
        let id: i64 = self.value("paymentId").parse().expect("an id");
        let conversation_id = self.value("conversationId");
        for started_id in [id, 7, i64::MAX] {
            for started_conversation_id in [conversation_id, "", "siparis-17"] {
                let started = StartedPayment::new(PaymentId::new(started_id), started_conversation_id);
                let expected = match () {
                    () if started_id != id => BnplNextStep::PaymentIdMismatch,
                    () if started_conversation_id != conversation_id => BnplNextStep::Verify(started.verify_bnpl()),
                    () => self.expected_step(&started),
                };
                assert_eq!(callback.next_step(&started), expected, "{callback:?} of {started:?}");
            }
        }
    }

    fn verify(&self, posted: &MessageFields) -> Result<BnplCallback, CallbackError> {
        let body = write_form(posted);
        let verified = callback::verify_bnpl(&self.callback_key, body.as_bytes());
        assert_reason(&self.key, &verified, &parse_form(body.as_bytes()).expect("a form"));
        verified
    }

    /// Panics if an attacker without the key, who changes a callback, approves or fails a payment that Craftgate did not.
    fn assert_no_gain(&self, forged: &BnplCallback) {
        let genuine_id = self.value("paymentId").parse().ok().map(PaymentId::new);
        for id in [genuine_id, forged.payment_id()].into_iter().flatten() {
            for conversation_id in [self.value("conversationId"), forged.conversation_id().unwrap_or_default()] {
                let started = StartedPayment::new(id, conversation_id);
                let step = forged.next_step(&started);
                if matches!(step, BnplNextStep::Approve(_) | BnplNextStep::Failed) {
                    assert_eq!(Some(id), genuine_id, "{forged:?}");
                    assert_eq!(step, self.expected_step(&started), "{forged:?}");
                }
            }
        }
    }
}

fn hash<'a>(key: &str, values: impl Iterator<Item = &'a str>) -> String {
    hex(&Sha256::digest(values.fold(key.to_owned(), |hashed, value| hashed + value)))
}

/// Panics unless a duplicate field is rejected as one, and what has the key's hash, and nothing else, is verified or leads
/// to asking the bank.
fn assert_reason(key: &str, verified: &Result<BnplCallback, CallbackError>, fields: &MessageFields) {
    if has_duplicate(fields) {
        return assert_eq!(*verified, Err(CallbackError::DuplicateField));
    }
    match verified {
        Ok(callback) => assert_covered(key, callback, fields),
        Err(error) => {
            let started = StartedPayment::new(PaymentId::new(7), "siparis-17");
            let verify = BnplNextStep::Verify(started.verify_bnpl());
            match error.bnpl_next_step(&started) {
                None => assert!(!is_hashed(key, fields) || *error != CallbackError::Hash, "{fields:?}"),
                Some(next_step) => assert!(next_step == verify && is_hashed(key, fields), "{error:?}"),
            }
        }
    }
}

fn posted<'a>(fields: &'a MessageFields, wanted: &str) -> Option<&'a str> {
    fields.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
}

/// Returns true if the posted hash is that of the listed values.
fn is_hashed(key: &str, fields: &MessageFields) -> bool {
    let names = field_names(posted(fields, "hashParams").unwrap_or_default());
    let value = |name: &String| match name.as_str() {
        "hash" | "hashParams" => "",
        name => posted(fields, name).unwrap_or_default(),
    };
    posted(fields, "hash").is_some_and(|posted| posted.to_ascii_lowercase() == hash(key, names.iter().map(value)))
}

/// Panics unless the hash is that of the listed values, and only those are exposed.
fn assert_covered(key: &str, callback: &BnplCallback, fields: &MessageFields) {
    assert!(is_hashed(key, fields), "{callback:?}");
    let names = field_names(posted(fields, "hashParams").expect("listed names"));
    for (name, posted) in fields {
        let exposed = callback.field(name);
        assert!(exposed.is_none_or(|exposed| exposed == posted && names.contains(name)), "{name} of {callback:?}");
    }
    assert_eq!(callback.payment_id().map(|id| id.to_string()).as_deref(), callback.field("paymentId"));
}
