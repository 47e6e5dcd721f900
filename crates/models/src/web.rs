//! Asking a server for a file.

use std::error::Error as _;
use std::io;

use ureq::http::header::{HeaderMap, IF_RANGE, LOCATION, RANGE};
use ureq::{Agent, Body, Timeout};

use crate::answer::{Linked, Setback};
use crate::{Address, Cancel, Error, Terms};

/// Redirections that are followed.
const MOST_REDIRECTIONS: usize = 5;

/// Connections for one installation.
pub(crate) struct Web {
    agent: Agent,
}

/// A server's answer, its body not yet read.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) linked: Linked,
    pub(crate) body: Body,
}

impl Web {
    /// `cancel` closes the connections.
    pub(crate) fn new(address: &Address, terms: &Terms, cancel: &Cancel) -> Result<Self, Error> {
        let tls = ureq::tls::TlsConfig::builder()
            // What this computer trusts: a hospital's own proxy is known to it, not to a list compiled in.
            .root_certs(ureq::tls::RootCerts::PlatformVerifier)
            .build();
        let mut config = Agent::config_builder()
            .tls_config(tls)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("Dictum/", env!("CARGO_PKG_VERSION")))
            .accept_encoding("identity")
            .timeout_resolve(Some(terms.connect))
            .timeout_connect(Some(terms.connect))
            .timeout_recv_response(Some(terms.stall))
            .timeout_per_read(Some(terms.stall));
        if address.on_this_computer() {
            config = config.proxy(None);
        }
        let agent = config.build().new_agent();
        cancel.closes(&agent)?;
        Ok(Self { agent })
    }

    /// Asks for the file, or for what lies behind its first `have` bytes where it still has the same `etag`.
    pub(crate) fn get(&self, address: &Address, have: u64, etag: Option<&str>) -> Result<Reply, Setback> {
        let mut at = address.clone();
        let mut linked = Linked::default();
        for _ in 0..=MOST_REDIRECTIONS {
            let mut request = self.agent.get(at.as_str());
            if have > 0 {
                request = request.header(RANGE, format!("bytes={have}-"));
                if let Some(etag) = etag {
                    request = request.header(IF_RANGE, etag);
                }
            }
            let response = request.call().map_err(|error| refused(error, &at))?;
            let (parts, body) = response.into_parts();
            // Only the hub itself may say what the file is, not wherever it sends us.
            if at.same_host(address) {
                linked = linked.or(Linked::of(&parts.headers));
            }
            let status = parts.status.as_u16();
            if !matches!(status, 301 | 302 | 303 | 307 | 308) {
                return Ok(Reply { status, headers: parts.headers, linked, body });
            }
            let location = parts.headers.get(LOCATION).and_then(|to| to.to_str().ok());
            let location = location.ok_or_else(|| Error::Confused("a redirection to nowhere".to_owned()))?;
            at = at.redirected(location).map_err(|_| Error::Misdirected)?;
        }
        Err(Error::Confused("too many redirections".to_owned()).into())
    }
}

/// What it means that there is no answer.
fn refused(error: ureq::Error, at: &Address) -> Setback {
    let host = at.host();
    let unreachable =
        |reason: &str| Setback::Passing(Error::NoNetwork { host: host.clone(), reason: reason.to_owned() });
    match error {
        ureq::Error::HostNotFound => unreachable("its name is not known here"),
        ureq::Error::ConnectionFailed => unreachable("no connection"),
        ureq::Error::ConnectProxyFailed(_) | ureq::Error::InvalidProxyUrl => unreachable("the proxy refuses"),
        ureq::Error::Timeout(Timeout::Resolve | Timeout::Connect) => unreachable("it does not answer"),
        ureq::Error::Timeout(_) => broke_off("the server fell silent"),
        ureq::Error::Rustls(error) => not_secure(&host, &error.to_string()),
        ureq::Error::Tls(reason) => not_secure(&host, reason),
        ureq::Error::Io(error) => io_setback(&error, &host),
        ureq::Error::Protocol(_) | ureq::Error::Http(_) | ureq::Error::LargeResponseHeader(..) => {
            Setback::Passing(Error::Confused("not an answer in HTTP".to_owned()))
        }
        other => Setback::Final(Error::Confused(other.to_string())),
    }
}

fn io_setback(error: &io::Error, host: &str) -> Setback {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::InvalidData => not_secure(host, &error.source().map_or(error.to_string(), ToString::to_string)),
        Kind::ConnectionReset
        | Kind::ConnectionAborted
        | Kind::BrokenPipe
        | Kind::UnexpectedEof
        | Kind::TimedOut
        | Kind::Interrupted => stopped(error),
        // Names that cannot be looked up have no kind of their own on every system.
        _ => Setback::Passing(Error::NoNetwork { host: host.to_owned(), reason: error.to_string() }),
    }
}

/// What it means that the body stopped coming.
pub(crate) fn stopped(error: &io::Error) -> Setback {
    match error.kind() {
        io::ErrorKind::TimedOut => broke_off("the server fell silent"),
        io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset => {
            broke_off("the connection was closed")
        }
        kind => broke_off(&kind.to_string()),
    }
}

fn broke_off(reason: &str) -> Setback {
    Setback::Passing(Error::BrokeOff { reason: reason.to_owned() })
}

fn not_secure(host: &str, reason: &str) -> Setback {
    Setback::Final(Error::NotSecure { host: host.to_owned(), reason: reason.to_owned() })
}
