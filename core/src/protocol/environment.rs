//! Where Craftgate is.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use http::Uri;
use http::uri::{Authority, Scheme};

use crate::encoding::url::{UrlError, decode_target};

/// Craftgate's production or sandbox, or an address of your own.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// An address of your own; see [`BaseUrl::new`].
    ///
    /// # Errors
    ///
    /// Those of [`BaseUrl::new`].
    pub fn custom(url: &str) -> Result<Self, BaseUrlError> {
        BaseUrl::new(url).map(Self::Custom)
    }

    pub(crate) fn base_url(&self) -> BaseUrl {
        match self {
            Self::Production => BaseUrl("https://api.craftgate.io".to_owned()),
            Self::Sandbox => BaseUrl("https://sandbox-api.craftgate.io".to_owned()),
            Self::Custom(url) => url.clone(),
        }
    }
}

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.base_url().fmt(f)
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// Takes an `https` URL, or an `http` one of this machine's own (`localhost`, `127.0.0.0/8`,
    /// `[::1]`). It may have a port, a path and slashes at its end.
    ///
    /// # Errors
    ///
    /// [`BaseUrlError`] says what stands in the way.
    pub fn new(url: &str) -> Result<Self, BaseUrlError> {
        let (scheme, base) = Self::parse(url)?;
        if scheme == Scheme::HTTP && !is_loopback(&base) {
            return Err(BaseUrlError::InsecureHttp);
        }
        Ok(base)
    }

    /// As [`BaseUrl::new`], but lets plain HTTP go to any host.
    ///
    /// Card numbers then cross the network unencrypted. For a service mesh or a proxy on a private
    /// link that encrypts by itself, and for nothing else.
    ///
    /// # Errors
    ///
    /// [`BaseUrlError`], all but [`BaseUrlError::InsecureHttp`].
    pub fn allow_insecure_http(url: &str) -> Result<Self, BaseUrlError> {
        Self::parse(url).map(|(_, base)| base)
    }

    /// The URL, its scheme and host in lower case, without a slash at its end.
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

/// Why a text can't be a base URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BaseUrlError {
    /// Not an absolute URL.
    NotAbsolute,
    /// Neither `https` nor `http`.
    Scheme,
    /// A user name or password in front of the host: they would be logged and are never sent.
    UserInfo,
    /// No host, one that is not ASCII, or a port that is none.
    Host,
    /// A query, which would end up between the base and the path.
    Query,
    /// A fragment, which is never sent.
    Fragment,
    /// A path that can't be signed.
    Path(UrlError),
    /// Plain HTTP to another machine. See [`BaseUrl::allow_insecure_http`].
    InsecureHttp,
}

impl fmt::Display for BaseUrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the base URL ")?;
        f.write_str(match self {
            Self::NotAbsolute => "is not absolute",
            Self::Scheme => "is neither https nor http",
            Self::UserInfo => "has a user name or password",
            Self::Host => "has no valid host or port",
            Self::Query => "has a query",
            Self::Fragment => "has a fragment",
            Self::Path(error) => error.text(),
            Self::InsecureHttp => "would send card data to another machine over plain http",
        })
    }
}

impl std::error::Error for BaseUrlError {}
