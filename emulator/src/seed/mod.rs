//! The state of every merchant as JSON, for import and export.
//!
//! The format is documented in the crate's README. Records look as in the API's responses, with what responses lack
//! beside them.

mod bounds;
mod consistency;
mod contradiction;
mod error;
mod payments;
mod position;
mod refunds;

use std::fmt;

use craftgate_core::Secret;
use serde::{Deserialize, Serialize};

pub use error::SeedError;

use crate::domain::state::State;
use crate::emulator::{Account, Builder, Emulator};
use crate::protocol::idempotency::IdempotencyStore;
use position::Step;

/// Merchants with their keys and their records.
///
/// ```
/// use craftgate_emulator::{Emulator, Seed};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let seed = r#"{"merchants": [{"apiKey": "key-1", "records": {"members": [{"id": 7, "name": "Gülşah Işık"}]}}]}"#;
/// let emulators = Seed::parse(seed)?.into_emulators(Emulator::builder);
/// assert_eq!(emulators[0].keys().api.expose(), "key-1");
///
/// // What is exported can be imported.
/// Seed::parse(&Seed::export(&emulators))?;
/// # Ok(())
/// # }
/// ```
pub struct Seed {
    merchants: Vec<Merchant>,
}

#[derive(Deserialize)]
struct Document {
    merchants: Vec<Merchant>,
}

/// A merchant. A key that is absent is that of whoever reads the seed.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Merchant {
    api_key: Option<Secret>,
    secret_key: Option<Secret>,
    callback_key: Option<Secret>,
    webhook_key: Option<Secret>,
    #[serde(default)]
    records: State,
    #[serde(default)]
    idempotency_keys: IdempotencyStore,
}

/// A merchant as it is exported.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ExportedMerchant<'a> {
    api_key: &'a Secret,
    secret_key: &'a Secret,
    callback_key: &'a Secret,
    webhook_key: &'a Secret,
    records: &'a State,
    idempotency_keys: &'a IdempotencyStore,
}

impl Seed {
    /// Parses a seed.
    ///
    /// # Errors
    ///
    /// If the JSON can't be read, has a field that the emulator does not know, or contradicts itself. The error has
    /// the line and the field.
    pub fn parse(json: &str) -> Result<Self, SeedError> {
        if json.trim_start().starts_with('[') {
            return Err(SeedError::at(json, &[], "not an object with merchants"));
        }
        let mut unknown = None;
        let mut deserializer = serde_json::Deserializer::from_str(json);
        let mut track = serde_path_to_error::Track::new();
        let tracked = serde_path_to_error::Deserializer::new(&mut deserializer, &mut track);
        let document: Result<Document, _> = serde_ignored::deserialize(tracked, |path| {
            unknown.get_or_insert_with(|| position::steps(&path));
        });
        let document = document.and_then(|document| deserializer.end().map(|()| document));
        let Document { merchants } = document.map_err(|error| SeedError::unreadable(&error, &track.path()))?;
        if let Some(path) = unknown {
            return Err(SeedError::at(json, &path, "unknown field"));
        }
        if merchants.is_empty() {
            return Err(SeedError::at(json, &[Step::field("merchants")], "must not be empty"));
        }
        check_keys(&merchants).map_err(|(path, reason)| SeedError::at(json, &path, reason))?;
        for (merchant, number) in merchants.iter().zip(0..) {
            bounds::check(&merchant.records).and_then(|()| consistency::check(&merchant.records)).map_err(
                |contradiction| {
                    let path = [
                        vec![Step::field("merchants"), Step::Item(number), Step::field("records")],
                        contradiction.path,
                    ];
                    SeedError::at(json, &path.concat(), contradiction.reason)
                },
            )?;
        }
        Ok(Self { merchants })
    }

    /// Returns the state of these merchants as JSON, formatted for people to read.
    #[must_use]
    pub fn export(emulators: &[Emulator]) -> String {
        let merchants: Vec<String> = emulators.iter().map(export_merchant).collect();
        format!("{{\n\"merchants\": [{}]\n}}\n", merchants.join(", "))
    }

    /// Returns an emulator for each merchant. `builder` returns the options that the seed doesn't contain.
    #[must_use]
    pub fn into_emulators(self, builder: impl Fn() -> Builder) -> Vec<Emulator> {
        self.merchants.into_iter().map(|merchant| merchant.into_emulator(builder())).collect()
    }

    /// Replaces the records of these merchants by those of the seed.
    ///
    /// # Errors
    ///
    /// If the seed has a merchant that is none of them.
    pub(crate) fn replace(self, emulators: &[Emulator]) -> Result<(), &'static str> {
        let mut accounts: Vec<Account> = emulators.iter().map(|_| Account::default()).collect();
        for merchant in self.merchants {
            let is_merchant =
                |emulator: &Emulator| merchant.api_key.as_ref().is_none_or(|key| *key == emulator.keys().api);
            let found = accounts.iter_mut().zip(emulators).find(|(_, emulator)| is_merchant(emulator));
            let (account, _) = found.ok_or("the emulator was not started with a merchant with this apiKey")?;
            *account = merchant.into_account();
        }
        for (emulator, account) in emulators.iter().zip(accounts) {
            emulator.replace_account(account);
        }
        Ok(())
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seed").finish_non_exhaustive()
    }
}

impl Merchant {
    fn into_emulator(self, mut builder: Builder) -> Emulator {
        if let Some(key) = &self.api_key {
            builder = builder.api_key(key.clone());
        }
        if let Some(key) = &self.secret_key {
            builder = builder.secret_key(key.clone());
        }
        if let Some(key) = &self.callback_key {
            builder = builder.callback_key(key.clone());
        }
        if let Some(key) = &self.webhook_key {
            builder = builder.webhook_key(key.clone());
        }
        let emulator = builder.build();
        emulator.replace_account(self.into_account());
        emulator
    }

    fn into_account(self) -> Account {
        Account { state: self.records, idempotency: self.idempotency_keys }
    }
}

/// Checks that no two merchants have the same API key. Only the first one can do without.
fn check_keys(merchants: &[Merchant]) -> Result<(), (Vec<Step>, &'static str)> {
    for (merchant, number) in merchants.iter().zip(0..) {
        let path = vec![Step::field("merchants"), Step::Item(number)];
        match &merchant.api_key {
            None if number > 0 => return Err((path, "every merchant but the first one needs an apiKey")),
            Some(key) if merchants.iter().take(number).any(|other| other.api_key.as_ref() == Some(key)) => {
                return Err(([path, vec![Step::field("apiKey")]].concat(), "another merchant has this API key"));
            }
            _ => {}
        }
    }
    Ok(())
}

fn export_merchant(emulator: &Emulator) -> String {
    let keys = emulator.keys();
    emulator.read_account(|account| {
        let merchant = ExportedMerchant {
            api_key: &keys.api,
            secret_key: &keys.secret,
            callback_key: &keys.callback,
            webhook_key: &keys.webhook,
            records: &account.state,
            idempotency_keys: &account.idempotency,
        };
        // Serializing to a string fails for no type of the account.
        serde_json::to_string_pretty(&merchant).unwrap_or_default()
    })
}
