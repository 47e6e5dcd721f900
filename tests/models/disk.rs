//! A disk that is full.

use std::fs;
use std::path::Path;

use dictum_tests::{fill_disk, small_disk};
use models::{Cancel, Catalog, Error, Library, Progress, Terms};
use unruly::{Server, honest};

/// A library on this disk, and a model of 8 MiB to install, at a server that lives as long as the test.
fn library(disk: &Path, server: &Server, spare: u64) -> Library {
    let catalog = format!(
        "[[model]]\nid = \"m\"\ntask = \"speech\"\nname = \"M\"\nfile = \"m.bin\"\naddress = \"{}\"\n\
         sha1 = \"0000000000000000000000000000000000000000\"\nlanguages = []\nlicence = \"MIT\"\nmemory_mb = 1\n\
         note = \"M.\"\n",
        server.address("/m.bin")
    );
    Library {
        catalog: Catalog::parse(&catalog).unwrap(),
        folder: disk.join("models"),
        shipped: vec![],
        terms: Terms { spare, ..Terms::default() },
    }
}

fn model() -> Vec<u8> {
    let mut model = b"lmgg".to_vec();
    model.resize(8 << 20, 7);
    model
}

#[test]
fn a_model_that_would_leave_no_room_for_recordings_is_not_begun() {
    let Some(disk) = small_disk("disk::a_model_that_would_leave_no_room_for_recordings_is_not_begun") else {
        return;
    };
    let server = Server::start(|_, request| honest(request, &model(), "\"a\""));
    let refused = library(&disk, &server, 12 << 20).install("m", &Cancel::default(), &mut |_| {});
    let error = refused.unwrap_err();
    assert!(matches!(error, Error::NoRoom { .. }), "{error}");
    assert!(!disk.join("models/.incoming/m.bin.part").exists());

    let from = disk.join("mine.bin");
    fs::write(&from, &model()[..6 << 20]).unwrap();
    let refused = library(&disk, &server, 8 << 20).bring_in(&from, &Cancel::default(), &mut |_| {});
    assert!(matches!(refused, Err(Error::NoRoom { .. })));
}

#[test]
fn a_disk_that_fills_up_meanwhile_gets_its_room_back() {
    let Some(disk) = small_disk("disk::a_disk_that_fills_up_meanwhile_gets_its_room_back") else { return };
    let server = Server::start(|_, request| honest(request, &model(), "\"a\""));
    let mut filled = false;
    let outcome = library(&disk, &server, 0).install("m", &Cancel::default(), &mut |progress| {
        if matches!(progress, Progress::Fetching { done, .. } if done > 1 << 20) && !filled {
            filled = true;
            fill_disk(&disk.join("a recording"));
        }
    });
    let error = outcome.unwrap_err();
    assert!(matches!(error, Error::NoRoom { .. }), "{error}");
    assert!(error.to_string().contains("not enough room"), "{error}");
    assert!(filled && !disk.join("models/.incoming/m.bin.part").exists());
    assert!(!disk.join("models/m.bin").exists());
}
