//! The address that requests go to.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use http::Uri;
use http::uri::{Authority, Scheme};
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

use crate::encoding::url::{UrlError, decode_target};

const PRODUCTION: &str = "https://api.craftgate.io";
const SANDBOX: &str = "https://sandbox-api.craftgate.io";

/// Craftgate's production or sandbox environment, or a custom base URL.
///
/// A configuration file or a command line names it: `production`, `sandbox`, or a URL.
///
/// ```
/// use craftgate_core::Environment;
///
/// assert_eq!("sandbox".parse(), Ok(Environment::Sandbox));
/// assert_eq!("https://api.craftgate.io/".parse(), Ok(Environment::Production));
/// let proxy: Environment = "https://gateway.example.com/craftgate".parse().unwrap();
/// assert_eq!(proxy.as_str(), "https://gateway.example.com/craftgate");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Environment {
    /// `https://api.craftgate.io`: real cards, real money.
    Production,
    /// `https://sandbox-api.craftgate.io`: test cards only.
    Sandbox,
    /// A proxy in front of Craftgate, or an emulator.
    Custom(BaseUrl),
}

impl Environment {
    /// Returns the environment at this URL; see [`BaseUrl::new`].
    ///
    /// # Errors
    ///
    /// [`BaseUrlError`] if the URL can't be a base URL.
    pub fn custom(url: &str) -> Result<Self, BaseUrlError> {
        BaseUrl::new(url).map(Self::Custom)
    }

    /// Returns the base URL.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Production => PRODUCTION,
            Self::Sandbox => SANDBOX,
            Self::Custom(url) => url.as_str(),
        }
    }

    pub(crate) fn into_base_url(self) -> BaseUrl {
        match self {
            Self::Custom(url) => url,
            Self::Production | Self::Sandbox => BaseUrl(self.as_str().to_owned()),
        }
    }
}

/// Shows the base URL.
impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<BaseUrl> for Environment {
    fn from(url: BaseUrl) -> Self {
        Self::Custom(url)
    }
}

/// Reads `production`, `sandbox`, or a URL; Craftgate's own URLs are the environments that they belong to.
impl FromStr for Environment {
    type Err = BaseUrlError;

    fn from_str(text: &str) -> Result<Self, BaseUrlError> {
        if text.eq_ignore_ascii_case("production") {
            return Ok(Self::Production);
        }
        if text.eq_ignore_ascii_case("sandbox") {
            return Ok(Self::Sandbox);
        }
        BaseUrl::new(text).map(|url| match url.as_str() {
            PRODUCTION => Self::Production,
            SANDBOX => Self::Sandbox,
            _ => Self::Custom(url),
        })
    }
}

/// An absolute URL that the API's paths are appended to.
///
/// ```
/// use craftgate_core::{BaseUrl, BaseUrlError};
///
/// let proxy = BaseUrl::new("https://gateway.example.com/craftgate/").unwrap();
/// assert_eq!(proxy.as_str(), "https://gateway.example.com/craftgate");
/// assert_eq!(BaseUrl::new("http://gateway.example.com"), Err(BaseUrlError::InsecureHttp));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// Returns the base URL with this address: `https`, or `http` to the same machine (`localhost`, `127.0.0.0/8`,
    /// `[::1]`). It may have a port, a path and trailing slashes.
    ///
    /// # Errors
    ///
    /// [`BaseUrlError`] if the URL can't be a base URL.
    pub fn new(url: &str) -> Result<Self, BaseUrlError> {
        let (scheme, base) = Self::parse(url)?;
        if scheme == Scheme::HTTP && !is_loopback(&base) {
            return Err(BaseUrlError::InsecureHttp);
        }
        Ok(base)
    }

    /// As [`BaseUrl::new`], but allows plain HTTP to any host.
    ///
    /// Card numbers then cross the network unencrypted. Meant for a service mesh or a proxy on a private link that
    /// encrypts by itself, and for nothing else.
    ///
    /// # Errors
    ///
    /// [`BaseUrlError`], all but [`BaseUrlError::InsecureHttp`].
    pub fn allow_insecure_http(url: &str) -> Result<Self, BaseUrlError> {
        Self::parse(url).map(|(_, base)| base)
    }

    /// Returns the URL, with its scheme and host in lower case, without a trailing slash.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn parse(url: &str) -> Result<(Scheme, Self), BaseUrlError> {
        if url.contains('#') {
            return Err(BaseUrlError::Fragment);
        }
        if url.contains('?') {
            return Err(BaseUrlError::Query);
        }
        let (host, path) = match url.split_once("://").map(|(_, rest)| rest) {
            Some(rest) => rest.split_once('/').unwrap_or((rest, "")),
            None => return Err(BaseUrlError::NotAbsolute),
        };
        if !host.is_ascii() {
            return Err(BaseUrlError::Host);
        }
        decode_target(path).map_err(BaseUrlError::Path)?;
        let uri: Uri = url.parse().map_err(|_| BaseUrlError::NotAbsolute)?;
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
            return Err(BaseUrlError::NotAbsolute);
        };
        if *scheme != Scheme::HTTP && *scheme != Scheme::HTTPS {
            return Err(BaseUrlError::Scheme);
        }
        check_authority(authority)?;
        let path = uri.path().trim_end_matches('/');
        let authority = authority.as_str().to_ascii_lowercase();
        Ok((scheme.clone(), Self(format!("{scheme}://{authority}{path}"))))
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for BaseUrl {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl FromStr for BaseUrl {
    type Err = BaseUrlError;

    fn from_str(url: &str) -> Result<Self, BaseUrlError> {
        Self::new(url)
    }
}

/// Implements the conversions of a type from and to its string, for configuration files and command lines.
macro_rules! impl_string_conversions {
    ($($name:ident),*) => {$(
        impl TryFrom<&str> for $name {
            type Error = BaseUrlError;

            fn try_from(text: &str) -> Result<Self, BaseUrlError> {
                text.parse()
            }
        }

        impl TryFrom<String> for $name {
            type Error = BaseUrlError;

            fn try_from(text: String) -> Result<Self, BaseUrlError> {
                text.parse()
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
            }
        }
    )*};
}

impl_string_conversions!(BaseUrl, Environment);

fn check_authority(authority: &Authority) -> Result<(), BaseUrlError> {
    if authority.as_str().contains('@') {
        return Err(BaseUrlError::UserInfo);
    }
    let host = authority.host();
    let name = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
    let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    if host.is_empty() || !(name || address.is_some_and(|address| address.parse::<Ipv6Addr>().is_ok())) {
        return Err(BaseUrlError::Host);
    }
    let port = authority.as_str().get(host.len()..).unwrap_or_default();
    let digits = port.strip_prefix(':').filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    if !port.is_empty() && digits.and_then(|digits| digits.parse::<u16>().ok()).is_none_or(|port| port == 0) {
        return Err(BaseUrlError::Host);
    }
    Ok(())
}

fn is_loopback(base: &BaseUrl) -> bool {
    let uri: Option<Uri> = base.0.parse().ok();
    let host = uri.as_ref().and_then(Uri::host).unwrap_or_default();
    let ipv6 = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || host.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
        || ipv6.parse::<Ipv6Addr>().is_ok_and(|address| address.is_loopback())
}

/// The error of a string that is not a valid base URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BaseUrlError {
    /// The URL is not absolute.
    NotAbsolute,
    /// The scheme is neither `https` nor `http`.
    Scheme,
    /// A user name or password precedes the host. They would be logged, and are never sent.
    UserInfo,
    /// The host is missing, not ASCII, or not a host name or address; or the port is not a port.
    Host,
    /// The URL has a query, which would end up between base and path.
    Query,
    /// The URL has a fragment, which is never sent.
    Fragment,
    /// The path can't be signed.
    Path(UrlError),
    /// Plain HTTP to another machine; see [`BaseUrl::allow_insecure_http`].
    InsecureHttp,
}

impl fmt::Display for BaseUrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the base URL ")?;
        f.write_str(match self {
            Self::NotAbsolute => "is not absolute: it must start with `https://`",
            Self::Scheme => "is neither https nor http",
            Self::UserInfo => "has a user name or password",
            Self::Host => "has no valid host or port",
            Self::Query => "has a query",
            Self::Fragment => "has a fragment",
            Self::Path(error) => error.predicate(),
            Self::InsecureHttp => "would send card data to another machine over plain http",
        })
    }
}

impl std::error::Error for BaseUrlError {}
