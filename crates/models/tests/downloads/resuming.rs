//! Going on where an earlier try stopped.

use std::fs;

use models::{Cancel, Error, Library, Progress};
use unruly::{Act, answer, cut_after, honest, whole};

use crate::bench::{Bench, TAG, model};

#[test]
fn a_connection_that_is_closed_half_way_is_gone_on_with_from_there() {
    let bench = Bench::checked(|number, request| match number {
        0 => cut_after(100_000, whole(&model(), TAG)),
        1 => cut_after(100_000, honest(request, &model(), TAG)),
        _ => honest(request, &model(), TAG),
    });
    bench.install().unwrap();
    bench.is_installed();
    assert_eq!(bench.starts(), [0, 100_000, 200_000]);
    assert_eq!(bench.server.requests()[1].header("if-range"), Some(TAG));
}

#[test]
fn what_came_before_a_restart_of_dictum_is_gone_on_with() {
    let bench = Bench::checked(|number, request| match number {
        0 => [cut_after(150_000, whole(&model(), TAG)), vec![Act::FallSilent]].concat(),
        _ => honest(request, &model(), TAG),
    });
    let cancel = Cancel::default();
    let stop = cancel.clone();
    let outcome = bench.library.install("m", &cancel, &mut |progress| {
        if matches!(progress, Progress::Fetching { done: 150_000, .. }) {
            stop.cancel();
        }
    });
    assert!(matches!(outcome, Err(Error::Cancelled)));
    // All that is left of the first run is in the folder.
    let after = Library { shipped: vec![], ..bench.library.clone() };
    assert_eq!(after.list()[0].part_bytes, Some(150_000));
    after.install("m", &Cancel::default(), &mut |_| {}).unwrap();
    bench.is_installed();
    assert_eq!(bench.starts(), [0, 150_000]);
}

#[test]
fn a_server_that_ignores_the_range_gives_the_whole_file_anew() {
    let bench = Bench::checked(|number, _| match number {
        0 => cut_after(100_000, whole(&model(), TAG)),
        _ => whole(&model(), TAG),
    });
    bench.install().unwrap();
    bench.is_installed();
    assert_eq!(bench.starts(), [0, 100_000]);
}

#[test]
fn a_rest_from_a_wrong_place_is_not_taken() {
    let wrong =
        ["bytes 0-400003/400004", "bytes 100001-400003/400004", "bytes 99999-400003/400004", "nonsense"];
    for range in wrong {
        let bench = Bench::checked(move |number, request| match number {
            0 => cut_after(100_000, whole(&model(), TAG)),
            1 => answer("206 Partial Content", &[("ETag", TAG), ("Content-Range", range)], &model()),
            _ => honest(request, &model(), TAG),
        });
        bench.install().unwrap();
        bench.is_installed();
        assert_eq!(bench.starts(), [0, 100_000, 0], "{range}");
    }
}

#[test]
fn a_part_in_place_of_the_whole_file_is_not_taken() {
    let bench = Bench::checked(|number, request| match number {
        0 => answer("206 Partial Content", &[("Content-Range", "bytes 0-9/400004")], &model()[..10]),
        _ => honest(request, &model(), TAG),
    });
    bench.install().unwrap();
    bench.is_installed();
}

#[test]
fn nothing_left_to_send_means_that_the_file_is_whole_or_that_it_is_another() {
    let bench = Bench::checked(|_, request| honest(request, &model(), TAG));
    bench.install().unwrap();
    let published = bench.library.folder.join("m.bin");
    let note = serde_json::json!({
        "address": bench.server.address("/model.bin"), "etag": TAG, "sha256": null, "bytes": model().len()
    });
    let note_path = bench.library.folder.join(".incoming/m.bin.json");

    // As if the computer had been switched off when all had come and nothing was published.
    fs::rename(&published, bench.part()).unwrap();
    fs::write(&note_path, note.to_string()).unwrap();
    bench.install().unwrap();
    bench.is_installed();
    assert_eq!(bench.starts(), [0, 400_004]);

    // More is here than the file has: it is another one.
    fs::remove_file(&published).unwrap();
    fs::write(bench.part(), vec![0; 500_000]).unwrap();
    fs::write(&note_path, note.to_string()).unwrap();
    bench.install().unwrap();
    bench.is_installed();
    assert_eq!(bench.starts()[2..], [500_000, 0]);
}

#[test]
fn a_file_that_changed_between_two_tries_is_fetched_from_the_beginning() {
    let mut old = model();
    old[10] ^= 1;
    for server_heeds_if_range in [true, false] {
        let old = old.clone();
        let bench = Bench::checked(move |number, request| match number {
            0 => cut_after(100_000, whole(&old, "\"old\"")),
            _ if server_heeds_if_range => honest(request, &model(), TAG),
            _ => {
                let mut request = request.clone();
                request.headers.retain(|(name, _)| name != "if-range");
                honest(&request, &model(), TAG)
            }
        });
        bench.install().unwrap();
        bench.is_installed();
        let starts: &[usize] = if server_heeds_if_range { &[0, 100_000] } else { &[0, 100_000, 0] };
        assert_eq!(bench.starts(), starts);
    }
}

#[test]
fn a_part_of_another_address_is_not_gone_on_with() {
    let bench = Bench::checked(|_, request| honest(request, &model(), TAG));
    fs::create_dir_all(bench.part().parent().unwrap()).unwrap();
    fs::write(bench.part(), vec![0; 100_000]).unwrap();
    let note = serde_json::json!({ "address": "https://hub.example/m.bin", "etag": TAG, "sha256": null, "bytes": 400_004 });
    fs::write(bench.library.folder.join(".incoming/m.bin.json"), note.to_string()).unwrap();
    bench.install().unwrap();
    bench.is_installed();
    assert_eq!(bench.starts(), [0]);
}

#[test]
fn a_weak_entity_tag_is_not_used_to_resume_and_the_digest_decides() {
    let bench = Bench::checked(|number, request| match number {
        0 => cut_after(100_000, answer("200 OK", &[("ETag", "W/\"weak\"")], &model())),
        _ => honest(request, &model(), TAG),
    });
    bench.install().unwrap();
    bench.is_installed();
    // The digest in the catalogue will tell.
    assert_eq!(bench.starts(), [0, 100_000]);
    assert_eq!(bench.server.requests()[1].header("if-range"), None);
}
