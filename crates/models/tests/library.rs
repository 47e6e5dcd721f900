//! The models folder: what is found in it, what is brought into it, and what may be taken out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

use models::{Cancel, Catalog, Error, Library, Origin, Progress, Spoken, Task, Terms, Verdict};

/// SHA-1 of "GGUF known".
const KNOWN: &[u8] = b"GGUF known";

struct Bench {
    home: tempfile::TempDir,
    library: Library,
}

impl Bench {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let sha256 = "SHA".to_owned();
        let known = home.path().join("known");
        fs::write(&known, KNOWN).unwrap();
        let output = std::process::Command::new("sha256sum").arg(&known).output().unwrap();
        let sha256 =
            sha256.replace("SHA", String::from_utf8(output.stdout).unwrap().split(' ').next().unwrap());
        let entry = |id: &str, task: &str, more: &str| {
            format!(
                "[[model]]\nid = \"{id}\"\ntask = \"{task}\"\nname = \"The {id}\"\nfile = \"{id}.file\"\n\
                 languages = []\nlicence = \"Terms\"\nmemory_mb = 1\nnote = \"A.\"\n{more}\n"
            )
        };
        let catalog = entry("micro", "speech", "test_only = true")
            + &entry("small", "speech", "sha1 = \"0000000000000000000000000000000000000000\"")
            + &entry("large", "speech", "sha1 = \"0000000000000000000000000000000000000001\"")
            + &entry("known", "drafting", &format!("sha256 = \"{sha256}\""))
            + &entry("gated", "drafting", "");
        let library = Library {
            catalog: Catalog::parse(&catalog).unwrap(),
            folder: home.path().join("models"),
            shipped: vec![home.path().join("shipped")],
            terms: Terms { spare: 0, ..Terms::default() },
        };
        fs::create_dir_all(&library.folder).unwrap();
        fs::create_dir_all(&library.shipped[0]).unwrap();
        Self { home, library }
    }

    fn file(&self, path: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.home.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    fn import(&self, from: &Path) -> Result<String, Error> {
        self.library.bring_in(from, &Cancel::default(), &mut |_| {})?.publish()
    }

    /// Names in the models folder that are to be seen.
    fn names(&self) -> Vec<String> {
        let files = fs::read_dir(&self.library.folder).unwrap().map(|file| file.unwrap().file_name());
        let mut names: Vec<_> = files.map(|name| name.into_string().unwrap()).collect();
        names.retain(|name| !name.starts_with('.'));
        names.sort();
        names
    }

    fn nothing_is_left(&self) {
        assert!(self.names().is_empty(), "{:?}", self.names());
        let hidden = fs::read_dir(self.library.folder.join(".incoming")).into_iter().flatten();
        for file in hidden.map(|file| file.unwrap().path()) {
            assert!(file.extension().unwrap() == "lock", "{}", file.display());
        }
    }
}

#[test]
fn an_installed_model_is_preferred_to_the_test_only_one_and_an_imported_one_to_both() {
    let bench = Bench::new();
    let default = || bench.library.default_for(Task::Speech, &Spoken::default()).map(|model| model.id);
    assert!(matches!(default(), Err(Error::NotInstalled(_))));
    bench.file("shipped/micro.file", "lmgg");
    assert!(bench.library.default_for(Task::Speech, &Spoken::default()).unwrap().test_only);
    bench.file("models/small.file", "lmgg");
    assert_eq!(default().unwrap(), "small");
    bench.file("models/large.file", "lmgg");
    assert_eq!(default().unwrap(), "large");
    // A file that was only put there may be anything: it can be named, and is not used by itself.
    bench.file("models/own.bin", "lmgg own");
    assert_eq!(default().unwrap(), "large");
    assert_eq!(bench.library.find("own.bin").unwrap().task, Some(Task::Speech));
    bench.import(&bench.file("stick/mine.bin", "lmgg mine")).unwrap();
    assert_eq!(default().unwrap(), "mine.bin");
}

#[test]
fn a_model_that_does_not_understand_the_languages_is_not_used_for_them() {
    let mut bench = Bench::new();
    let catalog = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/catalog.toml");
    bench.library.catalog = Catalog::read(&catalog).unwrap();
    let spoken = |languages: &[&str], translated| {
        let languages: Vec<String> = languages.iter().map(|code| (*code).to_owned()).collect();
        bench.library.default_for(Task::Speech, &Spoken { languages, translated }).map(|model| model.id)
    };
    let default = |languages: &[&str]| spoken(languages, false);
    bench.file("models/ggml-small.en.bin", "lmgg");
    assert_eq!(default(&["en"]).unwrap(), "whisper-small.en");
    for beyond_it in [&["de"][..], &["en", "de"], &["*"]] {
        assert!(matches!(default(beyond_it), Err(Error::NotUnderstood(codes)) if codes == beyond_it));
    }
    bench.file("models/ggml-base.bin", "lmgg");
    assert_eq!(default(&["en"]).unwrap(), "whisper-small.en");
    for within_it in [&["de"][..], &["en", "de"], &["*"]] {
        assert_eq!(default(within_it).unwrap(), "whisper-base");
    }
    bench.file("models/ggml-large-v3-turbo.bin", "lmgg");
    assert_eq!(default(&["de"]).unwrap(), "whisper-large-v3-turbo");
    assert_eq!(spoken(&["de"], true).unwrap(), "whisper-base", "the other one does not translate");
    assert_eq!(spoken(&["en"], true).unwrap(), "whisper-large-v3-turbo", "there is nothing to translate");
    std::fs::remove_file(bench.home.path().join("models/ggml-base.bin")).unwrap();
    assert!(matches!(spoken(&["de"], true), Err(Error::NotTranslating)));
    bench.import(&bench.file("stick/mine.bin", "lmgg mine")).unwrap();
    assert_eq!(default(&["de"]).unwrap(), "mine.bin", "who imports a model knows what for");
}

#[test]
fn a_model_is_found_by_id_by_file_name_and_by_path() {
    let bench = Bench::new();
    let path = bench.file("elsewhere/own.bin", "lmgg");
    let found = bench.library.find(path.to_str().unwrap()).unwrap();
    assert_eq!((found.id.as_str(), found.origin), ("own.bin", Origin::File));
    bench.import(&path).unwrap();
    assert_eq!(bench.library.find("own.bin").unwrap().origin, Origin::Installed);
    for missing in ["small", "no such model", "no/such.bin", ""] {
        assert!(matches!(bench.library.find(missing), Err(Error::NotInstalled(_))), "{missing}");
    }
}

#[test]
fn the_list_has_the_catalogue_in_its_order_and_then_what_the_user_brought() {
    let bench = Bench::new();
    bench.file("models/large.file", "lmgg");
    bench.file("models/notes.txt", "not a model");
    bench.import(&bench.file("stick/mine.gguf", "GGUF mine")).unwrap();
    let list = bench.library.list();
    let ids: Vec<_> = list
        .iter()
        .map(|line| {
            line.entry.as_ref().map_or_else(|| line.installed.clone().unwrap().id, |entry| entry.id.clone())
        })
        .collect();
    assert_eq!(ids, ["micro", "small", "large", "known", "gated", "mine.gguf"]);
    let here: Vec<_> = list.iter().map(|line| line.installed.is_some()).collect();
    assert_eq!(here, [false, false, true, false, false, true]);
}

#[test]
fn an_imported_file_that_the_catalogue_knows_gets_its_id_whatever_it_is_called() {
    let bench = Bench::new();
    let mut seen = Vec::new();
    let from = bench.file("stick/Copy of model.gguf", KNOWN);
    let arrival =
        bench.library.bring_in(&from, &Cancel::default(), &mut |progress| seen.push(progress)).unwrap();
    assert_eq!((arrival.task(), arrival.id()), (Task::Drafting, "known"));
    assert_eq!(fs::read(arrival.path()).unwrap(), KNOWN);
    assert!(bench.names().is_empty(), "it is to be seen before it was tried");
    assert_eq!(arrival.publish().unwrap(), "known");
    assert_eq!(bench.names(), ["known.file", "known.file.json"]);
    assert_eq!(seen.last(), Some(&Progress::Fetching { done: 10, total: Some(10) }));
    let model = bench.library.find("known").unwrap();
    assert_eq!(bench.library.compare(&model, &Cancel::default(), &mut |_| {}).unwrap(), Verdict::Genuine);
    // Again is no harm.
    assert_eq!(bench.import(&from).unwrap(), "known");
}

#[test]
fn a_file_without_a_known_digest_is_known_by_the_catalogues_name_for_it() {
    let bench = Bench::new();
    assert_eq!(bench.import(&bench.file("stick/gated.file", "GGUF gated")).unwrap(), "gated");
    assert_eq!(bench.import(&bench.file("stick/other.gguf", "GGUF other")).unwrap(), "other.gguf");
    assert_eq!(bench.library.find("other.gguf").unwrap().task, Some(Task::Drafting));
}

#[test]
fn a_file_that_is_not_what_it_should_be_leaves_nothing_behind() {
    let bench = Bench::new();
    let refused = |path: PathBuf| bench.import(&path).unwrap_err();
    assert!(matches!(refused(bench.file("stick/letter.bin", "Dear colleague")), Error::NotAModel(_)));
    assert!(matches!(refused(bench.file("stick/empty.bin", "")), Error::NotAModel(_)));
    assert!(matches!(refused(bench.home.path().join("stick")), Error::Reading { .. } | Error::NotAModel(_)));
    assert!(matches!(refused(bench.home.path().join("no such.bin")), Error::Reading { .. }));
    assert!(matches!(refused(bench.file("stick/.hidden", "GGUF")), Error::BadName));
    assert!(matches!(refused(bench.file("stick/a.json", "GGUF")), Error::BadName));
    // Names that stand for something else.
    assert!(matches!(refused(bench.file("stick/small.file", "lmgg damaged")), Error::Impostor { .. }));
    assert!(matches!(refused(bench.file("stick/known.file", "GGUF damaged")), Error::Impostor { .. }));
    assert!(matches!(refused(bench.file("stick/micro.file", "lmgg")), Error::Impostor { .. }));
    assert!(matches!(refused(bench.file("stick/small", "lmgg")), Error::Impostor { .. }));
    bench.nothing_is_left();
}

#[test]
fn an_arrival_that_is_not_published_or_is_stopped_leaves_nothing_behind() {
    let bench = Bench::new();
    let from = bench.file("stick/mine.gguf", b"GGUF".repeat(500_000));
    drop(bench.library.bring_in(&from, &Cancel::default(), &mut |_| {}).unwrap());
    bench.nothing_is_left();
    let cancel = Cancel::default();
    let stopped = bench.library.bring_in(&from, &cancel, &mut |_| cancel.cancel());
    assert!(matches!(stopped, Err(Error::Cancelled)));
    bench.nothing_is_left();
    let mut library = bench.library.clone();
    library.terms.spare = u64::MAX / 2;
    assert!(matches!(library.bring_in(&from, &Cancel::default(), &mut |_| {}), Err(Error::NoRoom { .. })));
    bench.nothing_is_left();
}

#[test]
fn another_file_of_the_same_name_does_not_replace_a_model() {
    let bench = Bench::new();
    bench.import(&bench.file("stick/mine.gguf", "GGUF one")).unwrap();
    let error = bench.import(&bench.file("stick2/mine.gguf", "GGUF two")).unwrap_err();
    assert!(matches!(error, Error::NameTaken(_)), "{error}");
    assert_eq!(fs::read(bench.library.folder.join("mine.gguf")).unwrap(), b"GGUF one");
}

#[test]
fn a_record_that_a_crash_left_without_its_file_keeps_no_other_file_of_that_name_out() {
    let bench = Bench::new();
    bench.import(&bench.file("stick/mine.gguf", "GGUF one")).unwrap();
    fs::remove_file(bench.library.folder.join("mine.gguf")).unwrap();
    assert_eq!(bench.import(&bench.file("stick2/mine.gguf", "GGUF two")).unwrap(), "mine.gguf");
    let model = bench.library.find("mine.gguf").unwrap();
    assert_eq!(bench.library.compare(&model, &Cancel::default(), &mut |_| {}).unwrap(), Verdict::Genuine);
    fs::remove_file(bench.library.folder.join("mine.gguf")).unwrap();
    assert!(matches!(bench.library.remove("mine.gguf"), Err(Error::NotInstalled(_))));
    bench.import(&bench.file("stick/mine.gguf", "GGUF one")).unwrap();
    bench.library.remove("mine.gguf").unwrap();
    bench.nothing_is_left();
}

#[test]
fn a_model_that_was_changed_since_it_was_taken_in_is_found_out() {
    let bench = Bench::new();
    bench.import(&bench.file("stick/mine.gguf", "GGUF mine")).unwrap();
    let model = bench.library.find("mine.gguf").unwrap();
    let verdict = || bench.library.compare(&model, &Cancel::default(), &mut |_| {}).unwrap();
    assert_eq!(verdict(), Verdict::Genuine);
    bench.file("models/mine.gguf", "GGUF fine");
    assert_eq!(verdict(), Verdict::Changed);
    fs::remove_file(bench.library.folder.join("mine.gguf.json")).unwrap();
    assert_eq!(verdict(), Verdict::Unknown);
}

#[test]
fn removing_takes_the_model_with_its_record_and_nothing_else() {
    let bench = Bench::new();
    bench.file("shipped/micro.file", "lmgg");
    bench.import(&bench.file("stick/mine.gguf", "GGUF mine")).unwrap();
    bench.import(&bench.file("stick/other.gguf", "GGUF other")).unwrap();
    bench.library.remove("mine.gguf").unwrap();
    assert_eq!(bench.names(), ["other.gguf", "other.gguf.json"]);
    assert!(matches!(bench.library.remove("micro"), Err(Error::Shipped(_))));
    assert!(bench.home.path().join("shipped/micro.file").exists());
    // A file of the user's own is theirs, wherever it is.
    let own = bench.file("elsewhere/own.gguf", "GGUF");
    for not_here in [own.to_str().unwrap(), "small", "../stick/mine.gguf", "nonsense"] {
        assert!(matches!(bench.library.remove(not_here), Err(Error::NotInstalled(_))), "{not_here}");
    }
    assert!(own.exists());
}

#[test]
fn what_its_publisher_gives_out_under_terms_is_not_fetched_and_the_way_is_said() {
    let bench = Bench::new();
    let install = |id: &str| bench.library.install(id, &Cancel::default(), &mut |_| {}).unwrap_err();
    let error = install("gated");
    assert!(matches!(error, Error::NotFetched { .. }) && error.to_string().contains("Terms"), "{error}");
    assert!(error.advice().is_some_and(|advice| advice.contains("import")));
    assert!(matches!(install("no such model"), Error::Unknown(_)));
}
