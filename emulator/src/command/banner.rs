//! What the command prints once it serves.

use std::fmt;

use craftgate_core::{Json, JsonMap};

use super::arguments::KeyArguments;

/// The URL and the keys that a client needs.
pub(crate) struct Banner<'a> {
    url: String,
    keys: &'a KeyArguments,
}

impl<'a> Banner<'a> {
    pub(crate) fn new(url: String, keys: &'a KeyArguments) -> Self {
        Self { url, keys }
    }

    /// Returns one line of JSON.
    pub(crate) fn json(&self) -> String {
        let fields = [
            ("url", self.url.as_str()),
            ("apiKey", &self.keys.api_key),
            ("secretKey", &self.keys.secret_key),
            ("callbackKey", &self.keys.callback_key),
            ("webhookKey", &self.keys.webhook_key),
        ];
        let object = JsonMap::from(fields.map(|(name, value)| (name, Json::from(value))));
        format!("{}\n", Json::from(object).as_str())
    }
}

impl fmt::Display for Banner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { url, keys } = self;
        writeln!(f, "Craftgate emulator on {url} (Ctrl-C to stop)\n")?;
        writeln!(f, "  API key       {}", keys.api_key)?;
        writeln!(f, "  secret key    {}", keys.secret_key)?;
        writeln!(f, "  callback key  {}", keys.callback_key)?;
        writeln!(f, "  webhook key   {}", keys.webhook_key)?;
        writeln!(f, "\nPoint a client at it by its base URL, for instance in PHP:")?;
        writeln!(f, "  new Craftgate\\Craftgate([\"apiKey\" => ..., \"secretKey\" => ..., \"baseUrl\" => \"{url}\"])")
    }
}
