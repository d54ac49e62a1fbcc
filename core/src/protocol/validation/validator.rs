//! The collection of validation errors and warnings.

use chrono::NaiveDate;

use super::form::{self, Form, is_filled};
use super::{ValidationError, ValidationErrors, ValidationWarning};
use crate::protocol::secret::Secret;
use crate::wire::json::JsonMap;

/// Collects the errors and warnings of an operation: see [`Validate`](super::Validate).
///
/// ```
/// use craftgate_core::{Validate, ValidationError, Validator};
///
/// struct RetrieveCampaign { name: String }
///
/// impl Validate for RetrieveCampaign {
///     fn check(&self, validator: &mut Validator) {
///         validator.check(!self.name.is_empty(), ValidationError::Missing { field: "name" });
///     }
/// }
///
/// assert!(RetrieveCampaign { name: "Bahar".into() }.validate().is_ok());
/// assert!(RetrieveCampaign { name: String::new() }.validate().is_err());
/// ```
#[derive(Debug)]
pub struct Validator {
    today: Option<NaiveDate>,
    errors: Vec<ValidationError>,
    warnings: Vec<ValidationWarning>,
}

impl Validator {
    pub(super) fn new(today: Option<NaiveDate>) -> Self {
        Self { today, errors: Vec::new(), warnings: Vec::new() }
    }

    pub(super) fn run(
        mut self,
        operation: &(impl super::Validate + ?Sized),
    ) -> Result<Vec<ValidationWarning>, ValidationErrors> {
        operation.check(&mut self);
        if self.errors.is_empty() { Ok(self.warnings) } else { Err(ValidationErrors::new(self.errors, self.warnings)) }
    }

    /// Returns the day in Turkey, if the caller set it.
    #[must_use]
    pub fn today(&self) -> Option<NaiveDate> {
        self.today
    }

    /// Adds an error.
    pub fn error(&mut self, error: ValidationError) -> &mut Self {
        self.errors.push(error);
        self
    }

    /// Adds a warning.
    pub fn warning(&mut self, warning: ValidationWarning) -> &mut Self {
        self.warnings.push(warning);
        self
    }

    /// Adds `error` if the rule does not hold.
    pub fn check(&mut self, holds: bool, error: ValidationError) -> &mut Self {
        if holds { self } else { self.error(error) }
    }

    /// Makes warnings of the errors that `rules` adds: see [`ValidationWarning::Disputed`].
    pub(crate) fn disputed(&mut self, rules: impl FnOnce(&mut Self)) -> &mut Self {
        let errors = std::mem::take(&mut self.errors);
        rules(self);
        let disputed = std::mem::replace(&mut self.errors, errors);
        self.warnings.extend(disputed.into_iter().map(ValidationWarning::Disputed));
        self
    }

    pub(crate) fn require(&mut self, field: &'static str, is_present: bool) -> &mut Self {
        self.check(is_present, ValidationError::Missing { field })
    }

    pub(crate) fn allow(&mut self, field: &'static str, is_allowed: bool, expected: &'static str) -> &mut Self {
        self.check(is_allowed, ValidationError::InvalidValue { field, expected })
    }

    /// Adds an error if `field` is present together with something that excludes it.
    pub(crate) fn exclude(&mut self, field: &'static str, are_together: bool, with: &'static str) -> &mut Self {
        self.check(!are_together, ValidationError::NotAllowed { field, with })
    }

    /// Checks the format of a string, if it is present.
    pub(crate) fn form(&mut self, field: &'static str, value: Option<&str>, form: &Form) -> &mut Self {
        self.allow(field, value.is_none_or(form.fits), form.expected)
    }

    /// Checks that a string is present and has this format.
    pub(crate) fn require_form(&mut self, field: &'static str, value: Option<&str>, form: &Form) -> &mut Self {
        match value.filter(|value| is_filled(value)) {
            Some(value) => self.form(field, Some(value), form),
            None => self.require(field, false),
        }
    }

    /// Checks that a string is present if `is_needed`.
    pub(crate) fn require_if(&mut self, field: &'static str, is_needed: bool, value: Option<&str>) -> &mut Self {
        self.require(field, !is_needed || value.is_some_and(is_filled))
    }

    /// Checks that strings are present.
    pub(crate) fn require_filled<const N: usize>(&mut self, fields: [(&'static str, Option<&str>); N]) -> &mut Self {
        for (field, value) in fields {
            self.require(field, value.is_some_and(is_filled));
        }
        self
    }

    /// Checks the format of a value of `additionalParams`, if it is present. `field` is its whole path.
    pub(crate) fn param(&mut self, params: Option<&JsonMap>, field: &'static str, form: &Form) -> &mut Self {
        let value = param(params, field);
        self.form(field, value.as_ref().map(Secret::expose), form)
    }

    /// Checks that a value of `additionalParams` is present and has this format. `field` is its whole path.
    pub(crate) fn require_param(&mut self, params: Option<&JsonMap>, field: &'static str, form: &Form) -> &mut Self {
        let value = param(params, field);
        self.require_form(field, value.as_ref().map(Secret::expose), form)
    }

    pub(crate) fn range<T: PartialOrd>(&mut self, field: &'static str, from: Option<T>, to: Option<T>) -> &mut Self {
        let is_backwards = matches!((from, to), (Some(from), Some(to)) if to < from);
        self.check(!is_backwards, ValidationError::InvalidRange { field })
    }

    /// Checks that a callback URL is absolute, since a page of another site sends the customer's browser there.
    /// (Source: Craftgate's "3D Secure ile Ödeme Alma".)
    pub(crate) fn callback_url<'a>(&mut self, url: impl Into<Option<&'a String>>) -> &mut Self {
        self.form("callbackUrl", url.into().map(String::as_str), &form::URL)
    }

    /// Some of the official clients' samples have no absolute URL here.
    pub(crate) fn disputed_callback_url(&mut self, url: Option<&String>) -> &mut Self {
        self.disputed(|validator| {
            validator.callback_url(url);
        })
    }

    /// Checks the ids by which a call that moves money is looked up.
    pub(crate) fn lookup_ids(&mut self, conversation_id: Option<&String>, external_id: Option<&String>) -> &mut Self {
        self.conversation_id(conversation_id).form("externalId", external_id.map(String::as_str), &form::LOOKUP_ID)
    }

    /// Checks the id by which a call that moves money is looked up.
    pub(crate) fn conversation_id(&mut self, conversation_id: Option<&String>) -> &mut Self {
        let (field, id) = ("conversationId", conversation_id.map(String::as_str));
        if !id.is_some_and(is_filled) {
            self.warning(ValidationWarning::MissingConversationId { field });
        }
        self.form(field, id, &form::LOOKUP_ID)
    }

    /// The first digits of a card. (Source: Craftgate's "BIN Sorgulama"; the official clients' samples still have 6.)
    pub(crate) fn bin(&mut self, field: &'static str, bin: Option<&str>) -> &mut Self {
        self.form(field, bin, &form::BIN_OF_6_OR_8).disputed(|validator| {
            validator.allow(field, bin.is_none_or(|bin| bin.len() != 6), form::BIN.expected);
        })
    }

    /// (Source: Craftgate's "Ödeme Alma".)
    pub(crate) fn client_ip(&mut self, client_ip: Option<&String>) -> &mut Self {
        self.form("clientIp", client_ip.map(String::as_str), &form::IPV4)
    }
}

/// A value of `additionalParams`, by its whole path, such as `additionalParams.fingate.totalTerm`: a string's content,
/// any other value's JSON text. `null` is nothing.
pub(crate) fn param(params: Option<&JsonMap>, path: &str) -> Option<Secret> {
    let mut names = path.split('.').skip(1);
    let first = params?.get(names.next()?)?.clone();
    let value = names.try_fold(first, |object, name| object.deserialize::<JsonMap>().ok()?.get(name).cloned())?;
    match value.deserialize::<String>() {
        Ok(text) => Some(text.into()),
        Err(_) if value.as_str() == "null" => None,
        Err(_) => Some(value.as_str().to_owned().into()),
    }
}
