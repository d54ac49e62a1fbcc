//! Of what a browser can post, only what Craftgate hashed is believed, and only what its hash covers is shown.

use craftgate_core::callback::{CallbackError, CallbackKey, CheckoutCallback, NextStep, ThreeDsCallback, verify};
use craftgate_core::{Operation as _, percent_encode};
use sha2::{Digest as _, Sha256};

use crate::reference::encoding::{form, hex, write_form};
use crate::tampering::{Fields, tamper};
use crate::texts::Texts;

const FIELDS: [&str; 7] =
    ["status", "completeStatus", "paymentId", "conversationData", "conversationId", "callbackStatus", "mdStatus"];

/// The input: the key, a version (`1`, `2`, `3` for version 2 with separators), the seven fields, `hashParams`,
/// and what is done to the form before it is posted. Or `form`, and any bytes.
pub fn callbacks(data: &[u8]) {
    if let Some(body) = data.strip_prefix(b"form\xFF") {
        return any_form(body);
    }
    let mut texts = Texts::of(data);
    let (key, version) = (texts.text().into_owned(), texts.bytes().first().copied());
    let values: [String; 7] = std::array::from_fn(|_| texts.text().into_owned());
    let params = texts.text().into_owned();
    let genuine = Genuine { key, joint: if version == Some(b'2') { "" } else { "###" }, values, params };
    let mut posted = genuine.fields(version != Some(b'1'));

    let untouched = genuine.assert_justified(&posted);
    if version == Some(b'1') {
        assert_eq!(untouched.is_ok(), genuine.is_clear_v1(), "{untouched:?}");
    } else if genuine.is_documented_v2() {
        assert!(untouched.is_ok(), "{untouched:?}");
    }
    for change in texts.rest() {
        tamper(&mut posted, &change);
    }
    if let (Ok(forged), true) = (genuine.assert_justified(&posted), genuine.is_craftgates()) {
        genuine.assert_not_bettered(&forged, untouched.as_ref());
    }
}

/// A callback as Craftgate would hash it, had it these values.
struct Genuine {
    key: String,
    joint: &'static str,
    values: [String; 7],
    params: String,
}

impl Genuine {
    fn value(&self, name: &str) -> &str {
        FIELDS.iter().position(|field| *field == name).map_or("", |index| &self.values[index])
    }

    fn fields(&self, is_v2: bool) -> Fields {
        let names = if is_v2 { names(&self.params) } else { FIELDS[..6].iter().map(|name| (*name).into()).collect() };
        let values: Vec<&str> = names.iter().map(|name| self.value(name)).collect();
        let mut fields: Fields = FIELDS.iter().map(|name| ((*name).to_owned(), self.value(name).to_owned())).collect();
        fields.push(("hash".to_owned(), hash(&self.key, self.joint, &values)));
        if is_v2 {
            fields.push(("hashParams".to_owned(), self.params.clone()));
        }
        fields
    }

    /// Whether nobody could cut a version 1 callback apart in two ways, and it has what all have.
    fn is_clear_v1(&self) -> bool {
        let is_clear = |value: &String| !value.contains("###") && !value.starts_with('#') && !value.ends_with('#');
        let (status, id) = (self.value("status"), self.value("paymentId"));
        let is_whole = !status.is_empty() && (is_id(id) || (id.is_empty() && status != "SUCCESS"));
        !self.key.is_empty() && self.values[..6].iter().all(is_clear) && is_whole
    }

    /// Whether the values are of the kind that Craftgate sends.
    fn is_craftgates(&self) -> bool {
        let is_name = |text: &str| text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
        let (id, md) = (self.value("paymentId"), self.value("mdStatus"));
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        ["SUCCESS", "FAILURE"].contains(&self.value("status"))
            && ["", "WAITING", "COMPLETED"].contains(&self.value("completeStatus"))
            && (id.is_empty() || (is_id(id) && id != "0"))
            && is_name(self.value("callbackStatus"))
            && !["WAITING", "COMPLETED"].contains(&self.value("callbackStatus"))
            && md.len() == 1
            && is_digits(md)
            && !self.key.is_empty()
    }

    /// Whether it is a version 2 callback as Craftgate's documentation shows them.
    fn is_documented_v2(&self) -> bool {
        let orders = [
            "status:callbackStatus:completeStatus:paymentId:conversationData:conversationId:mdStatus",
            "paymentId:status:callbackStatus:conversationId:mdStatus",
        ];
        let has_id = self.value("status") == "FAILURE" || !self.value("paymentId").is_empty();
        self.joint.is_empty() && self.is_craftgates() && has_id && orders.contains(&&*self.params)
    }

    /// What is believed has the hash of what was posted, and shows nothing else.
    fn assert_justified(&self, posted: &Fields) -> Result<ThreeDsCallback, CallbackError> {
        let body = write_form(posted);
        let verified = verify(&CallbackKey::from(&*self.key), body.as_bytes());
        if let Ok(callback) = &verified {
            let fields = form(body.as_bytes()).expect("a form");
            assert!(!self.key.is_empty());
            assert_covered(&self.key, callback, &fields);
        }
        verified
    }

    /// Nobody without the key makes more of a callback than it was.
    fn assert_not_bettered(&self, forged: &ThreeDsCallback, untouched: Result<&ThreeDsCallback, &CallbackError>) {
        assert_eq!(forged.status().as_str(), self.value("status"), "{forged:?}");
        let complete = forged.complete_status().map(|status| status.to_string()).unwrap_or_default();
        assert!(complete == self.value("completeStatus") || complete.is_empty(), "{forged:?}");
        if let Some(md_status) = forged.md_status() {
            assert_eq!(md_status.0.to_string(), self.value("mdStatus"), "{forged:?}");
        }
        let Ok(untouched) = untouched else { return };
        if self.joint == "###" {
            assert!(
                FIELDS.iter().all(|name| forged.field(name).is_none() || forged.field(name) == untouched.field(name))
            );
        }
        let Some(id) = untouched.payment_id() else { return };
        if let NextStep::Complete(_) = forged.next_step(id) {
            assert!(matches!(untouched.next_step(id), NextStep::Complete(_)));
        }
    }
}

/// Whether it is an id in its one spelling.
fn is_id(text: &str) -> bool {
    text.parse::<i64>().is_ok_and(|number| number >= 0 && number.to_string() == text)
}

fn hash(key: &str, joint: &str, values: &[&str]) -> String {
    let hashed = values.iter().fold(key.to_owned(), |text, value| text + joint + value);
    hex(&Sha256::digest(hashed))
}

/// The names that `hashParams` lists: runs of letters and digits.
fn names(params: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    for letter in params.chars() {
        match letter.is_ascii_alphanumeric() {
            true => names.last_mut().expect("one").push(letter),
            false => names.push(String::new()),
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// Stops unless each name comes once, the hash is that of the named values, and what is shown is among them.
fn assert_covered(key: &str, callback: &ThreeDsCallback, fields: &Fields) {
    let value = |wanted: &str| fields.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    assert!(fields.iter().enumerate().all(|(index, (name, _))| fields[..index].iter().all(|(other, _)| other != name)));
    let names = value("hashParams").map_or_else(|| FIELDS[..6].iter().map(|name| (*name).to_owned()).collect(), names);
    let hashed = |name: &String| {
        if ["hash", "hashParams"].contains(&name.as_str()) { "" } else { value(name).unwrap_or_default() }
    };
    let values: Vec<&str> = names.iter().map(hashed).collect();
    let given = value("hash").expect("a hash").to_ascii_lowercase();
    let is_v2 = value("hashParams").is_some();
    assert!(given == hash(key, "###", &values) || (is_v2 && given == hash(key, "", &values)), "{callback:?}");
    for (name, posted) in fields {
        let shown = callback.field(name);
        assert!(shown.is_none_or(|shown| shown == posted && names.contains(name)), "{name} of {callback:?}");
    }
    assert_eq!(callback.payment_id().map(|id| id.to_string()).as_deref(), callback.field("paymentId"));
    assert!(callback.payment_id().is_some() || !callback.is_success());
}

/// Any bytes: a checkout page's callback is its one token, and a verified one is never made of nothing.
fn any_form(body: &[u8]) {
    let fields = form(body);
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
    if let Ok(callback) = verify(&CallbackKey::from(key), body) {
        assert_covered(key, &callback, &fields.expect("a form"));
    }
}
