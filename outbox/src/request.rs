//! The request of a call to enqueue: what is stored of it, and whether a stored one is the same.

use craftgate_core::Body;
use craftgate_core::catalog::Object;

use crate::call::NewCall;
use crate::encryption::{Context, Vault};
use crate::error::{Error, RowError};
use crate::store::Row;
use crate::store::row::Columns;
use crate::{encryption, secret_field};

/// The request of a call to enqueue.
pub(crate) struct Request<'a> {
    pub(crate) key: &'a str,
    pub(crate) operation: &'static str,
    /// The path of its first secret, if it has one.
    pub(crate) secret: Option<String>,
    input: &'static Object,
    json: Body,
}

/// A request's three columns.
pub(crate) struct Sealed {
    pub(crate) bytes: Vec<u8>,
    pub(crate) key_id: Option<String>,
    pub(crate) digest: Option<Vec<u8>>,
}

impl<'a> Request<'a> {
    pub(crate) fn new(call: &'a NewCall) -> Result<Self, Error> {
        let (key, info) = (call.idempotency_key.as_str(), call.operation.info());
        let json = call.operation.to_json().map_err(Error::Operation)?;
        let secret = secret_field::find(info.input(), json.as_bytes());
        Ok(Self { key, operation: info.name(), secret, input: info.input(), json })
    }

    fn context(&self, column: &'static str) -> Context<'_> {
        Context { idempotency_key: self.key, operation: self.operation, column }
    }

    /// A request without a secret stays after the decision. Of one with a secret, the digest stays.
    pub(crate) fn seal(&self, vault: &Vault) -> Result<Sealed, Error> {
        if let Some(field) = self.secret.clone().filter(|_| !vault.has_key()) {
            return Err(Error::Secret { field });
        }
        let digest = match &self.secret {
            Some(_) => Some(vault.seal(self.context("request_digest"), &self.digest())?.bytes),
            None => None,
        };
        let encryption::Sealed { bytes, key_id } = vault.seal(self.context("request"), self.json.as_bytes())?;
        Ok(Sealed { bytes, key_id, digest })
    }

    fn digest(&self) -> [u8; 32] {
        secret_field::digest_without_secrets(self.input, self.json.as_bytes())
    }

    /// The id of a stored call, if it is the same.
    pub(crate) fn stored_id(&self, row: Row, vault: &Vault) -> Result<i64, Error> {
        let (id, is_same) = row.read(|id, columns| Ok((id, self.is_same(columns, vault)?)))?;
        if is_same { Ok(id) } else { Err(Error::KeyReused { id }) }
    }

    fn is_same(&self, columns: &mut Columns, vault: &Vault) -> Result<bool, RowError> {
        if columns.text("operation")? != self.operation {
            return Ok(false);
        }
        let (request, key_id) = (columns.optional_bytes("request")?, columns.optional_text("request_key")?);
        let digest = columns.optional_bytes("request_digest")?;
        let open = |column, bytes| vault.open(self.context(column), encryption::Sealed { bytes, key_id });
        match request {
            Some(request) => Ok(open("request", request)?.as_bytes() == self.json.as_bytes()),
            None => {
                let digest = digest.ok_or(RowError::Column { name: "request_digest" })?;
                Ok(open("request_digest", digest)?.as_bytes() == self.digest())
            }
        }
    }
}
