//! A library whose catalogue has one model, at a server of the test's own.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use models::{Cancel, Catalog, Error, InstalledModel, Library, Record, Terms};
use unruly::{Act, Request, Server};

pub const TAG: &str = "\"one\"";

/// A speech model as far as anyone but the engine can tell.
pub fn model() -> Vec<u8> {
    let noise = (0..400_000u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8);
    b"lmgg".iter().copied().chain(noise).collect()
}

/// SHA-1 and SHA-256, from other programs than the one under test.
pub fn digests_of(bytes: &[u8]) -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("x"), bytes).unwrap();
    let digest = |program: &str| {
        let output = Command::new(program).arg(folder.path().join("x")).output().unwrap();
        String::from_utf8(output.stdout).unwrap().split(' ').next().unwrap().to_owned()
    };
    (digest("sha1sum"), digest("sha256sum"))
}

pub struct Bench {
    _home: tempfile::TempDir,
    pub library: Library,
    pub server: Server,
}

impl Bench {
    /// `more` goes into the model's entry of the catalogue.
    pub fn new(more: &str, answer: impl Fn(usize, &Request) -> Vec<Act> + Send + Sync + 'static) -> Self {
        let server = Server::start(answer);
        Self::at(&server.address("/model.bin"), more, server)
    }

    pub fn at(address: &str, more: &str, server: Server) -> Self {
        let home = tempfile::tempdir().unwrap();
        let catalog = format!(
            "[[model]]\nid = \"m\"\ntask = \"speech\"\nname = \"M\"\nfile = \"m.bin\"\naddress = \"{address}\"\n\
             languages = [\"en\"]\nlicence = \"MIT\"\nmemory_mb = 1\nnote = \"M.\"\n{more}\n"
        );
        let library = Library {
            catalog: Catalog::parse(&catalog).unwrap(),
            folder: home.path().join("models"),
            shipped: vec![],
            terms: Terms {
                connect: Duration::from_secs(2),
                stall: Duration::from_millis(500),
                pauses: vec![Duration::from_millis(5); 3],
                counts_as_progress: 50_000,
                spare: 0,
            },
        };
        Self { _home: home, library, server }
    }

    /// With the SHA-1 of the model that is meant.
    pub fn checked(answer: impl Fn(usize, &Request) -> Vec<Act> + Send + Sync + 'static) -> Self {
        Self::new(&format!("sha1 = \"{}\"", digests_of(&model()).0), answer)
    }

    pub fn install(&self) -> Result<InstalledModel, Error> {
        self.library.install("m", &Cancel::default(), &mut |_| {})
    }

    pub fn part(&self) -> PathBuf {
        self.library.folder.join(".incoming/m.bin.part")
    }

    pub fn part_bytes(&self) -> u64 {
        fs::metadata(self.part()).map_or(0, |part| part.len())
    }

    /// Where every download began, in bytes.
    pub fn starts(&self) -> Vec<usize> {
        self.server.requests().iter().map(|request| request.start().unwrap_or(0)).collect()
    }

    /// The model is here, whole, with its record, and no part of it is left.
    pub fn is_installed(&self) {
        assert!(fs::read(self.library.folder.join("m.bin")).unwrap() == model(), "the file differs");
        let record = fs::read(self.library.folder.join("m.bin.json")).unwrap();
        let record: Record = serde_json::from_slice(&record).unwrap();
        assert_eq!(record.sha256.to_string(), digests_of(&model()).1);
        assert!(!self.part().exists());
        assert!(self.library.find("m").is_ok());
    }

    /// No model is here, and nothing that looks like one.
    pub fn is_not_installed(&self) {
        assert!(matches!(self.library.find("m"), Err(Error::NotInstalled(_))));
        assert!(!self.library.folder.join("m.bin").exists());
    }
}
