//! The callbacks that a customer's browser posts to the merchant, with the hash that authenticates them.

use craftgate_core::Secret;
use craftgate_core::callback::CompleteStatus;
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{ApmAdditionalAction, HtmlContent, MdStatus, Payment};
use sha2::{Digest as _, Sha256};

use super::callback_form::CallbackForm;

const SUCCESS: &str = "SUCCESS";
const FAILURE: &str = "FAILURE";
const ALREADY_RETURNED: &str = "ALREADY_RETURNED";

/// A callback, without the data that some banks add.
pub(crate) struct Callback {
    status: &'static str,
    complete_status: Option<CompleteStatus>,
    payment_id: Option<PaymentId>,
    conversation_id: Option<String>,
    callback_status: Option<&'static str>,
    md_status: Option<MdStatus>,
}

impl Callback {
    /// Returns the callback of a customer who paid or agreed.
    pub(crate) fn success(payment_id: PaymentId, conversation_id: Option<String>) -> Self {
        Self { status: SUCCESS, payment_id: Some(payment_id), ..Self::failure(conversation_id) }
    }

    /// Returns the callback of a customer who did not.
    pub(crate) fn failure(conversation_id: Option<String>) -> Self {
        Self {
            status: FAILURE,
            complete_status: None,
            payment_id: None,
            conversation_id,
            callback_status: None,
            md_status: None,
        }
    }

    /// Sets whether the callback names the payment, which it does of itself only where the customer paid or agreed.
    pub(crate) fn naming(mut self, payment_id: Option<PaymentId>) -> Self {
        self.payment_id = self.payment_id.or(payment_id);
        self
    }

    /// Returns the callback of a customer who has returned already.
    pub(crate) fn duplicate(conversation_id: Option<String>) -> Self {
        Self { callback_status: Some(ALREADY_RETURNED), ..Self::failure(conversation_id) }
    }

    /// Sets whether the payment is still to be completed.
    pub(crate) fn complete_status(mut self, status: CompleteStatus) -> Self {
        self.complete_status = Some(status);
        self
    }

    /// Sets the status of the customer's authentication, which version 1 lacks.
    pub(crate) fn md_status(mut self, status: Option<MdStatus>) -> Self {
        self.md_status = status;
        self
    }

    /// Returns the form fields in version 1, whose hash covers six values separated by `###`. Absent ones are empty.
    pub(crate) fn v1(&self, key: &Secret) -> Vec<(String, String)> {
        let fields = self.fields();
        let hash = hash(key, "###", &fields);
        let mut form: Vec<_> = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
        form.push(("hash".to_owned(), hash));
        form
    }

    /// Returns the form fields in version 2, which has one field more and names those that its hash covers: the payment's
    /// id also where it is empty.
    pub(crate) fn v2(&self, key: &Secret) -> Vec<(String, String)> {
        let mut fields = self.fields();
        fields.push(("mdStatus", self.md_status.map(|status| status.to_string())));
        fields.retain(|(name, value)| value.is_some() || *name == "paymentId");
        if self.status == FAILURE && self.payment_id.is_some() {
            // The other documented form, in which the status tells where the id ends.
            fields.retain(|(name, _)| *name != "completeStatus");
            fields.sort_by_key(|(name, _)| *name != "paymentId");
        }
        into_named_form(key, fields)
    }

    fn fields(&self) -> Fields {
        vec![
            ("status", Some(self.status.to_owned())),
            ("completeStatus", self.complete_status.as_ref().map(ToString::to_string)),
            ("paymentId", self.payment_id.map(|id| id.to_string())),
            ("conversationData", None),
            ("conversationId", self.conversation_id.clone()),
            ("callbackStatus", self.callback_status.map(str::to_owned)),
        ]
    }
}

/// Returns the form fields of a shopping loan's callback. A customer who has returned already returns with a failure.
pub(crate) fn loan(
    key: &Secret,
    payment: &Payment,
    action: &ApmAdditionalAction,
    is_duplicate: bool,
) -> Vec<(String, String)> {
    let (status, callback_status) = match is_duplicate {
        true => (FAILURE, Some(ALREADY_RETURNED.to_owned())),
        false => (payment.payment_status.as_str(), None),
    };
    let fields = vec![
        ("paymentId", Some(payment.id.to_string())),
        ("paymentStatus", Some(status.to_owned())),
        ("additionalAction", Some(action.to_string())),
        ("conversationId", payment.conversation_id.clone()),
        ("callbackStatus", callback_status),
    ];
    into_named_form(key, fields)
}

type Fields = Vec<(&'static str, Option<String>)>;

/// Returns the SHA-256 of the key and the values, each after a separator, as lower-case hexadecimal digits.
fn hash(key: &Secret, separator: &str, fields: &Fields) -> String {
    let mut hash = Sha256::new();
    hash.update(key.expose());
    for (_, value) in fields {
        hash.update(separator);
        hash.update(value.as_deref().unwrap_or_default());
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns a form that names the fields that its hash covers, without a separator. A field without a value is posted empty:
/// in a language with `null`, the code on Craftgate's site would otherwise hash that.
fn into_named_form(key: &Secret, fields: Fields) -> Vec<(String, String)> {
    let hash = hash(key, "", &fields);
    let names: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
    let names = names.join(":");
    let mut form: Vec<_> =
        fields.into_iter().map(|(name, value)| (name.to_owned(), value.unwrap_or_default())).collect();
    form.extend([("hashParams".to_owned(), names), ("hash".to_owned(), hash)]);
    form
}

/// Returns the page whose form posts these fields to the merchant.
pub(crate) fn page(title: &str, callback_url: String, fields: Vec<(String, String)>) -> HtmlContent {
    HtmlContent::encode(&CallbackForm::new(callback_url, fields).html(title))
}
