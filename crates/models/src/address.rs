//! Where a file may be fetched from.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use ureq::http::Uri;

/// An address that Dictum may ask: HTTPS, or plain HTTP on this very computer (for tests and for a mirror behind a local
/// proxy). It carries no user name or password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Address(String);

/// The address is not one that Dictum asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an address that begins with https://")]
pub struct NotAllowed;

impl FromStr for Address {
    type Err = NotAllowed;

    fn from_str(text: &str) -> Result<Self, NotAllowed> {
        let text = text.split('#').next().unwrap_or_default();
        let uri: Uri = text.parse().map_err(|_| NotAllowed)?;
        let authority = uri.authority().ok_or(NotAllowed)?;
        let allowed = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => is_this_computer(authority.host()),
            _ => false,
        };
        if allowed && !authority.as_str().contains('@') { Ok(Self(text.to_owned())) } else { Err(NotAllowed) }
    }
}

impl Address {
    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where a redirection from here leads.
    pub(crate) fn redirected(&self, location: &str) -> Result<Self, NotAllowed> {
        if location.contains("://") {
            return location.parse();
        }
        let (scheme, rest) = self.0.split_once("://").ok_or(NotAllowed)?;
        if location.starts_with("//") {
            return format!("{scheme}:{location}").parse();
        }
        let host = rest.split(['/', '?']).next().unwrap_or_default();
        if location.starts_with('/') {
            return format!("{scheme}://{host}{location}").parse();
        }
        let path = rest[host.len()..].split('?').next().unwrap_or_default();
        let folder = path.rfind('/').map_or("/", |end| &path[..=end]);
        format!("{scheme}://{host}{folder}{location}").parse()
    }

    /// Whether both are on the same host and port.
    pub(crate) fn same_host(&self, other: &Self) -> bool {
        let host = |address: &Self| {
            address
                .0
                .parse::<Uri>()
                .ok()
                .and_then(|uri| uri.authority().map(|authority| authority.to_string()))
        };
        host(self) == host(other)
    }

    pub(crate) fn on_this_computer(&self) -> bool {
        self.0.parse::<Uri>().is_ok_and(|uri| uri.host().is_some_and(is_this_computer))
    }

    /// The host's name, for messages.
    pub(crate) fn host(&self) -> String {
        self.0.parse::<Uri>().ok().and_then(|uri| uri.host().map(str::to_owned)).unwrap_or_default()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

fn is_this_computer(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn address(text: &str) -> Address {
        text.parse().unwrap()
    }

    #[test]
    fn only_https_is_asked_and_http_on_this_computer() {
        for allowed in
            ["https://hub.example/a", "http://127.0.0.1:80/a", "http://[::1]:9/a", "http://localhost/a"]
        {
            assert!(allowed.parse::<Address>().is_ok(), "{allowed}");
        }
        for refused in [
            "http://hub.example/a",
            "http://127.0.0.1.example/a",
            "http://localhost@hub.example/a",
            "https://me:secret@hub.example/a",
            "ftp://hub.example/a",
            "file:///etc/passwd",
            "/a",
            "",
        ] {
            assert!(refused.parse::<Address>().is_err(), "{refused}");
        }
    }

    #[test]
    fn a_redirection_may_be_relative_and_may_not_leave_https() {
        let from = address("https://hub.example/org/file.bin?download=1");
        let to = |location: &str| from.redirected(location).map(|address| address.0);
        assert_eq!(to("https://cdn.example/x?sig=1").as_deref(), Ok("https://cdn.example/x?sig=1"));
        assert_eq!(to("//cdn.example/x").as_deref(), Ok("https://cdn.example/x"));
        assert_eq!(to("/other/x").as_deref(), Ok("https://hub.example/other/x"));
        assert_eq!(to("x.bin").as_deref(), Ok("https://hub.example/org/x.bin"));
        assert_eq!(to("http://cdn.example/x"), Err(NotAllowed));
    }

    proptest! {
        #[test]
        fn no_redirection_panics_or_leaves_https(location in ".{0,60}") {
            if let Ok(to) = address("https://hub.example/a/b").redirected(&location) {
                prop_assert!(to.as_str().starts_with("https://") || to.on_this_computer());
            }
        }
    }
}
