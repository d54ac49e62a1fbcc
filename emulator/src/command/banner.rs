//! The output of the command once it serves.

use std::fmt;

use craftgate_core::Secret;
use craftgate_emulator::{Emulator, Keys};
use serde_json::json;

/// The test cards that are needed most, and what happens to payments with them.
const CARDS: [(&str, &str); 10] = [
    ("5258640000000001", "succeeds"),
    ("4043080000000003", "succeeds, a Bonus card"),
    ("9792060000000007", "succeeds, a Troy card"),
    ("378282246310005", "succeeds in any currency, an Amex card"),
    ("5100050000006661", "is declined: insufficient funds"),
    ("5101520000006662", "is declined without 3D Secure: stolen card"),
    ("5163080000006662", "is declined without 3D Secure: expired card"),
    ("5200170000006666", "is declined without 3D Secure: unknown error of the bank"),
    ("4043150000006662", "is declined when a pre-authorization is captured"),
    ("5428040000006667", "is declined when a payment is refunded"),
];

/// The URL and the keys that a client needs.
pub(crate) struct Banner<'a> {
    url: String,
    emulators: &'a [Emulator],
}

impl<'a> Banner<'a> {
    pub(crate) fn new(url: String, emulators: &'a [Emulator]) -> Self {
        Self { url, emulators }
    }

    /// Returns one line of JSON: the URL and the keys of the first merchant, and those of every merchant.
    pub(crate) fn json(&self) -> String {
        let merchants: Vec<_> = self.emulators.iter().map(|emulator| keys_as_json(emulator.keys())).collect();
        let mut object = merchants.first().cloned().unwrap_or_default();
        if let Some(fields) = object.as_object_mut() {
            fields.insert("url".to_owned(), self.url.clone().into());
            fields.insert("merchants".to_owned(), merchants.into());
        }
        format!("{object}\n")
    }
}

fn keys_as_json(keys: &Keys) -> serde_json::Value {
    json!({
        "apiKey": keys.api.expose(),
        "secretKey": keys.secret.expose(),
        "callbackKey": keys.callback.expose(),
        "webhookKey": keys.webhook.expose(),
    })
}

impl fmt::Display for Banner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = &self.url;
        writeln!(f, "Craftgate emulator on {url} (Ctrl-C to stop)")?;
        for emulator in self.emulators {
            let Keys { api, secret, callback, webhook, .. } = emulator.keys();
            writeln!(f)?;
            let mut line = |name: &str, key: &Secret| writeln!(f, "  {name:<14}{}", key.expose());
            line("API key", api)?;
            line("secret key", secret)?;
            line("callback key", callback)?;
            line("webhook key", webhook)?;
        }
        writeln!(f, "\nTest cards, with any future expiry date:")?;
        for (number, outcome) in CARDS {
            writeln!(f, "  {number:<18}{outcome}")?;
        }
        writeln!(f, "\nPanel: {url}/\nControl API: {url}/emulator")?;
        writeln!(f, "\nPoint a client at it by its base URL, for instance in PHP:")?;
        writeln!(f, "  new \\Craftgate\\Craftgate(['apiKey' => '...', 'secretKey' => '...', 'baseUrl' => '{url}'])")
    }
}
