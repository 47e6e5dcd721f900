//! What a server's answer means for a file of which a part may be here already.

use ureq::http::HeaderMap;
use ureq::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG};

use crate::{Error, Sha256};

/// Why a try ended without the file.
#[derive(Debug)]
pub(crate) enum Setback {
    /// Trying again may help, and goes on where this stopped.
    Passing(Error),
    /// What is here cannot be gone on with; trying again from the beginning may help.
    Restart(Error),
    /// Trying again does not help.
    Final(Error),
}

impl From<Error> for Setback {
    fn from(error: Error) -> Self {
        Self::Final(error)
    }
}

/// What a hub says of the file itself while it redirects to where the bytes are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Linked {
    pub(crate) sha256: Option<Sha256>,
    pub(crate) bytes: Option<u64>,
}

impl Linked {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let sha256 = text(headers, "x-linked-etag")
            .map(|tag| tag.trim_start_matches("W/").trim_matches('"'))
            .and_then(|tag| tag.parse().ok());
        Self { sha256, bytes: number(headers, "x-linked-size") }
    }

    /// With what another answer for the same file adds.
    pub(crate) fn or(self, other: Self) -> Self {
        Self { sha256: self.sha256.or(other.sha256), bytes: self.bytes.or(other.bytes) }
    }
}

/// Which bytes follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coming {
    /// All of them.
    Whole {
        /// How many, where that is known.
        total: Option<u64>,
    },
    /// Those that were missing.
    Rest {
        /// How many the whole file has.
        total: Option<u64>,
    },
    /// None: all are here.
    Nothing,
}

/// What follows an answer, where the bytes before `have` are here and those after were asked for.
pub(crate) fn coming(status: u16, headers: &HeaderMap, have: u64) -> Result<Coming, Setback> {
    let confused = |what: &str| Error::Confused(what.to_owned());
    match status {
        200 | 206 => {}
        408 | 425 | 429 | 500 | 502..=504 => return Err(Setback::Passing(Error::ServerTrouble(status))),
        401 | 403 | 407 | 451 => return Err(Setback::Final(Error::Refused(status))),
        404 | 410 => return Err(Setback::Final(Error::Gone(status))),
        416 => return past_the_end(headers, have),
        _ => return Err(Setback::Final(confused(&format!("status {status}")))),
    }
    if text(headers, CONTENT_TYPE.as_str()).is_some_and(is_a_page) {
        return Err(Setback::Final(Error::WebPage));
    }
    if text(headers, CONTENT_ENCODING.as_str()).is_some_and(|encoding| encoding != "identity") {
        return Err(Setback::Final(confused("the file is packed")));
    }
    if status == 200 {
        return Ok(Coming::Whole { total: number(headers, CONTENT_LENGTH.as_str()) });
    }
    let range = text(headers, CONTENT_RANGE.as_str()).and_then(ContentRange::parse);
    match range {
        Some(ContentRange { span: Some((start, end)), total }) if start == have && have > 0 => {
            let to_the_end = total.is_none_or(|total| end.checked_add(1) == Some(total));
            let as_long = number(headers, CONTENT_LENGTH.as_str())
                .is_none_or(|length| Some(length) == (end - start).checked_add(1));
            if to_the_end && as_long {
                Ok(Coming::Rest { total: total.or(end.checked_add(1)) })
            } else {
                Err(Setback::Restart(confused("a part of the file that was not asked for")))
            }
        }
        _ => Err(Setback::Restart(confused("a part of the file that was not asked for"))),
    }
}

/// Where nothing lies behind `have`: either the file ends there, or it is another file now.
fn past_the_end(headers: &HeaderMap, have: u64) -> Result<Coming, Setback> {
    let range = text(headers, CONTENT_RANGE.as_str()).and_then(ContentRange::parse);
    match range {
        Some(ContentRange { span: None, total: Some(total) }) if total == have && have > 0 => {
            Ok(Coming::Nothing)
        }
        _ => Err(Setback::Restart(Error::Confused("there is nothing left to send".to_owned()))),
    }
}

/// An entity tag by which a server recognises the same bytes; a weak one does not promise that.
pub(crate) fn strong_etag(headers: &HeaderMap) -> Option<String> {
    text(headers, ETAG.as_str()).filter(|tag| tag.len() > 2 && tag.starts_with('"')).map(str::to_owned)
}

fn is_a_page(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("text/html") || kind.eq_ignore_ascii_case("application/xhtml+xml")
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    text(headers, name)?.parse().ok()
}

/// `bytes 5-9/10`, `bytes 5-9/*` or `bytes */10` (RFC 9110, 14.4).
struct ContentRange {
    span: Option<(u64, u64)>,
    total: Option<u64>,
}

impl ContentRange {
    fn parse(text: &str) -> Option<Self> {
        let (span, total) = text.strip_prefix("bytes ")?.trim().split_once('/')?;
        let total = match total {
            "*" => None,
            total => Some(total.parse().ok()?),
        };
        let span = match span {
            "*" => None,
            span => {
                let (start, end) = span.split_once('-')?;
                Some((start.parse().ok()?, end.parse().ok()?)).filter(|(start, end)| start <= end)?.into()
            }
        };
        Some(Self { span, total })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ureq::http::HeaderValue;

    use super::*;

    fn headers(lines: &[(&'static str, &str)]) -> HeaderMap {
        lines
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_str(value).unwrap()))
            .collect()
    }

    #[test]
    fn the_rest_is_taken_only_from_where_it_was_asked_for() {
        let from = |range: &str| coming(206, &headers(&[("content-range", range)]), 5);
        assert!(matches!(from("bytes 5-9/10"), Ok(Coming::Rest { total: Some(10) })));
        assert!(matches!(from("bytes 5-9/*"), Ok(Coming::Rest { total: Some(10) })));
        for wrong in
            ["bytes 4-9/10", "bytes 0-9/10", "bytes 5-8/10", "bytes 9-5/10", "bytes */10", "5-9/10", ""]
        {
            assert!(matches!(from(wrong), Err(Setback::Restart(_))), "{wrong}");
        }
    }

    #[test]
    fn what_only_a_person_can_change_is_not_tried_again() {
        for status in [401, 403, 404, 410, 400, 418] {
            assert!(matches!(coming(status, &HeaderMap::new(), 0), Err(Setback::Final(_))), "{status}");
        }
        for status in [408, 429, 500, 502, 503, 504] {
            assert!(matches!(coming(status, &HeaderMap::new(), 0), Err(Setback::Passing(_))), "{status}");
        }
    }

    #[test]
    fn a_weak_entity_tag_does_not_tell_the_same_bytes() {
        assert_eq!(strong_etag(&headers(&[("etag", "\"a\"")])).as_deref(), Some("\"a\""));
        assert_eq!(strong_etag(&headers(&[("etag", "W/\"a\"")])), None);
    }

    proptest! {
        #[test]
        fn no_answer_panics_or_is_taken_for_a_rest_at_another_place(
            status in 100u16..600, range in "(bytes )?[0-9*]{0,21}-?[0-9]{0,21}/[0-9*]{0,21}", have: u64,
        ) {
            if let Ok(Coming::Rest { total }) = coming(status, &headers(&[("content-range", &range)]), have) {
                let starts = format!("bytes {have}-");
                prop_assert!(range.starts_with(&starts) && total.is_none_or(|total| total > have));
            }
        }
    }
}
