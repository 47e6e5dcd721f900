//! That what arrives is the file that was meant.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use models::{Cancel, Error, Progress, Verdict};
use unruly::{Act, Request, Server, answer, cut_after, head, honest, whole};

use crate::bench::{Bench, TAG, digests_of, model};

#[test]
fn a_file_arrives_whole_and_checked_and_nothing_is_sent_but_the_request() {
    let bench = Bench::checked(|_, request| honest(request, &model(), TAG));
    let mut seen = Vec::new();
    bench.library.install("m", &Cancel::default(), &mut |progress| seen.push(progress)).unwrap();
    bench.is_installed();
    let total = model().len() as u64;
    assert!(seen.contains(&Progress::Fetching { done: total, total: Some(total) }));
    assert_eq!(seen.last(), Some(&Progress::Checking { done: total, total }));

    let requests = bench.server.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].line, "GET /model.bin HTTP/1.1");
    let mut names: Vec<_> = requests[0].headers.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["accept", "accept-encoding", "host", "user-agent"]);
    assert_eq!(requests[0].header("user-agent"), Some(concat!("Dictum/", env!("CARGO_PKG_VERSION"))));

    // What is here is not fetched again.
    bench.install().unwrap();
    assert_eq!(bench.server.requests().len(), 1);
}

#[test]
fn a_body_longer_than_said_is_cut_where_the_file_ends() {
    let bench = Bench::checked(|_, request| {
        let mut acts = honest(request, &model(), TAG);
        acts.push(Act::Send(vec![7; 1000]));
        acts
    });
    bench.install().unwrap();
    bench.is_installed();
}

#[test]
fn a_body_without_a_length_is_not_taken_beyond_the_size_of_the_file() {
    let known = format!("sha1 = \"{}\"\nbytes = {}", digests_of(&model()).0, model().len());
    let bench = Bench::new(&known, |number, request| match number {
        0 => vec![head("200 OK", &[]), Act::Send(model()), Act::Send(vec![7; 1000])],
        _ => honest(request, &model(), TAG),
    });
    bench.install().unwrap();
    bench.is_installed();
    assert_eq!(bench.starts(), [0, 0]);
}

#[test]
fn a_body_without_a_length_that_is_cut_off_is_noticed() {
    let known = format!("sha1 = \"{}\"\nbytes = {}", digests_of(&model()).0, model().len());
    let bench = Bench::new(&known, |number, request| match number {
        0 => vec![head("200 OK", &[("ETag", TAG)]), Act::Send(model()[..1000].to_vec())],
        _ => honest(request, &model(), TAG),
    });
    bench.install().unwrap();
    bench.is_installed();
    assert_eq!(bench.starts(), [0, 1000]);
}

#[test]
fn a_file_of_another_size_than_the_catalogue_says_is_not_fetched() {
    let known = format!("sha1 = \"{}\"\nbytes = {}", digests_of(&model()).0, model().len() + 1);
    let bench = Bench::new(&known, |_, request| honest(request, &model(), TAG));
    assert!(matches!(bench.install(), Err(Error::Confused(_))));
    bench.is_not_installed();
    assert_eq!(bench.starts(), [0]);
}

#[test]
fn a_hub_says_the_digest_while_it_redirects_to_another_host() {
    let linked = format!("\"{}\"", digests_of(&model()).1);
    let cdn = Server::start(|number, request| match number {
        0 => cut_after(100_000, whole(&model(), TAG)),
        _ => honest(request, &model(), TAG),
    });
    let to = cdn.address("/blob?signature=1");
    let bench = Bench::new("", move |_, _| {
        let said = [("Location", to.as_str()), ("X-Linked-Etag", &linked), ("X-Linked-Size", "400004")];
        answer("302 Found", &said, b"")
    });
    let model = bench.install().unwrap();
    bench.is_installed();
    assert_eq!(cdn.requests().iter().map(Request::start).collect::<Vec<_>>(), [None, Some(100_000)]);
    let compare = || bench.library.compare(&model, &Cancel::default(), &mut |_| {}).unwrap();
    assert_eq!(compare(), Verdict::Genuine);

    // The catalogue knows no digest of it; the record does.
    let mut changed = fs::read(&model.path).unwrap();
    changed[300_000] ^= 1;
    fs::write(&model.path, changed).unwrap();
    assert_eq!(compare(), Verdict::Changed);
}

#[test]
fn a_digest_that_the_hub_names_is_held_against_the_file() {
    let linked = format!("\"{}\"", digests_of(b"another file").1);
    let bench = Bench::new("", move |_, _| answer("200 OK", &[("X-Linked-Etag", &linked)], &model()));
    assert!(matches!(bench.install(), Err(Error::WrongDigest)));
    bench.is_not_installed();
}

#[test]
fn a_digest_counts_only_from_the_hub_itself_and_without_one_nothing_is_taken() {
    let linked = format!("\"{}\"", digests_of(&model()).1);
    let cdn = Server::start(move |_, _| answer("200 OK", &[("X-Linked-Etag", &linked)], &model()));
    let to = cdn.address("/blob");
    let bench = Bench::new("", move |_, _| answer("302 Found", &[("Location", &to)], b""));
    assert!(matches!(bench.install(), Err(Error::Uncheckable)));
    bench.is_not_installed();
    assert!(!bench.part().exists());
}

#[test]
fn a_redirection_to_a_place_that_is_not_secure_or_round_in_circles_is_not_followed() {
    let bench = Bench::checked(|_, _| {
        answer("302 Found", &[("Location", "http://elsewhere.example/model.bin")], b"")
    });
    assert!(matches!(bench.install(), Err(Error::Misdirected)));
    let bench = Bench::checked(|_, _| answer("302 Found", &[("Location", "/model.bin")], b""));
    assert!(matches!(bench.install(), Err(Error::Confused(_))));
    assert!(bench.server.requests().len() < 10);
}

#[test]
fn a_file_with_a_wrong_digest_is_deleted() {
    let bench = Bench::checked(|_, _| {
        let mut other = model();
        other[200_000] ^= 1;
        whole(&other, TAG)
    });
    let error = bench.install().unwrap_err();
    assert!(matches!(error, Error::WrongDigest), "{error}");
    assert!(error.to_string().contains("deleted") && error.advice().is_some());
    bench.is_not_installed();
    assert!(!bench.part().exists());
}

#[test]
fn a_page_to_sign_in_is_not_taken_for_a_model() {
    let page = b"<!DOCTYPE html><title>Guest network: sign in</title>";
    for kind in ["text/html; charset=utf-8", "application/octet-stream"] {
        let bench = Bench::checked(move |_, _| answer("200 OK", &[("Content-Type", kind)], page));
        let error = bench.install().unwrap_err();
        assert!(matches!(error, Error::WebPage), "{error}");
        bench.is_not_installed();
        assert!(!bench.part().exists());
    }
}

#[test]
fn a_model_of_the_other_kind_is_not_taken() {
    let bench = Bench::checked(|_, _| whole(b"GGUF but a speech model was meant", TAG));
    assert!(matches!(bench.install(), Err(Error::NotAModel(_))));
    assert!(!bench.part().exists());
}

#[test]
fn a_file_that_does_not_fit_is_not_begun() {
    let bench = Bench::checked(|_, request| honest(request, &model(), TAG));
    let mut library = bench.library.clone();
    library.terms.spare = u64::MAX / 2;
    let error = library.install("m", &Cancel::default(), &mut |_| {}).unwrap_err();
    assert!(matches!(error, Error::NoRoom { .. }), "{error}");
    assert!(error.to_string().contains("room on the disk"), "{error}");
    assert!(!bench.part().exists());
}

#[test]
fn what_pretends_to_be_secure_and_is_not_is_refused_at_once() {
    let known = format!("sha1 = \"{}\"", digests_of(&model()).0);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("https://{}/model.bin", listener.local_addr().unwrap());
    let plain = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").unwrap();
        // Until the client has gone.
        let _ = stream.read_to_end(&mut Vec::new());
    });
    let bench = Bench::at(&address, &known, Server::start(|_, _| vec![]));
    let error = bench.install().unwrap_err();
    assert!(matches!(error, Error::NotSecure { .. }), "{error}");
    assert!(error.advice().is_some());
    bench.is_not_installed();
    plain.join().unwrap();
}
