//! A disk that keeps what was synced, and of the rest what it likes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Numbers without pattern, the same for the same seed (xorshift).
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }
}

/// A change to a file's content.
#[derive(Clone)]
enum Change {
    Write { offset: usize, bytes: Vec<u8> },
    Truncate(usize),
}

/// A change to the folder.
#[derive(Clone)]
enum Entry {
    Create(String),
    Rename(String, String),
    Unlink(String),
}

enum Step {
    Content(String, Change),
    Folder(Entry),
    Sync(String),
    SyncFolder,
}

/// What a process asked of the disk, in order.
pub struct Journal(Vec<Step>);

#[derive(Clone, Default)]
struct File {
    synced: Vec<u8>,
    waiting: Vec<Change>,
}

/// Which name means which file; the files are numbered.
type Folder = BTreeMap<String, usize>;

#[derive(Default)]
struct Disk {
    files: Vec<File>,
    now: Folder,
    synced: Folder,
    waiting: Vec<(Entry, usize)>,
}

impl Journal {
    /// Reads what journal.c wrote.
    pub fn read(mut rest: &[u8]) -> Self {
        let mut steps = Vec::new();
        while !rest.is_empty() {
            let end = rest.iter().position(|byte| *byte == b'\n').unwrap();
            let line = std::str::from_utf8(&rest[..end]).unwrap();
            rest = &rest[end + 1..];
            let fields: Vec<&str> = line.split(' ').collect();
            let name = fields[1].to_owned();
            let (offset, length): (usize, usize) = (fields[2].parse().unwrap(), fields[3].parse().unwrap());
            steps.push(match fields[0] {
                "create" => Step::Folder(Entry::Create(name)),
                "unlink" => Step::Folder(Entry::Unlink(name)),
                "rename" => {
                    let (from, to) = name.split_once('>').unwrap();
                    Step::Folder(Entry::Rename(from.to_owned(), to.to_owned()))
                }
                "truncate" => Step::Content(name, Change::Truncate(offset)),
                "write" => {
                    let (bytes, after) = rest.split_at(length);
                    rest = after;
                    Step::Content(name, Change::Write { offset, bytes: bytes.to_vec() })
                }
                "sync" if name == "." => Step::SyncFolder,
                "sync" => Step::Sync(name),
                other => panic!("{other}"),
            });
        }
        Self(steps)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The text of a file as the process saw it after so many steps.
    pub fn after(&self, steps: usize, name: &str) -> Option<String> {
        let disk = self.disk(steps);
        let mut file = disk.files[*disk.now.get(name)?].clone();
        file.sync();
        String::from_utf8(file.synced).ok()
    }

    /// Fills the folder with what a disk may hold if the power failed after so many steps.
    pub fn lose_power(&self, steps: usize, chance: &mut Chance, folder: &Path) {
        let mut disk = self.disk(steps);
        // The folder's own changes reach the disk in order, as far as they come.
        let kept = chance.below(disk.waiting.len() + 1);
        for (entry, file) in disk.waiting.drain(..kept) {
            apply(&mut disk.synced, &entry, file);
        }
        let all_or_nothing = chance.one_in(3).then(|| chance.one_in(2));
        for (name, file) in &disk.synced {
            let File { synced, waiting } = &disk.files[*file];
            let mut content = synced.clone();
            for change in waiting {
                match all_or_nothing {
                    Some(true) => change.apply(&mut content),
                    Some(false) => {}
                    None if chance.one_in(2) => change.torn(chance).apply(&mut content),
                    None => {}
                }
            }
            fs::write(folder.join(name), content).unwrap();
        }
    }

    fn disk(&self, steps: usize) -> Disk {
        let mut disk = Disk::default();
        for step in &self.0[..steps] {
            match step {
                Step::Content(name, change) => {
                    // A file of another name is one whose folder entry is gone: nobody will see it.
                    if let Some(file) = disk.now.get(name) {
                        disk.files[*file].waiting.push(change.clone());
                    }
                }
                Step::Folder(entry) => disk.enter(entry),
                Step::Sync(name) => {
                    if let Some(file) = disk.now.get(name) {
                        disk.files[*file].sync();
                    }
                }
                Step::SyncFolder => {
                    disk.waiting.clear();
                    disk.synced = disk.now.clone();
                }
            }
        }
        disk
    }
}

impl Disk {
    fn enter(&mut self, entry: &Entry) {
        let file = match entry {
            Entry::Create(name) if self.now.contains_key(name) => return,
            Entry::Create(_) => {
                self.files.push(File::default());
                self.files.len() - 1
            }
            Entry::Rename(name, _) | Entry::Unlink(name) => self.now[name],
        };
        apply(&mut self.now, entry, file);
        self.waiting.push((entry.clone(), file));
    }
}

fn apply(folder: &mut Folder, entry: &Entry, file: usize) {
    match entry {
        Entry::Create(name) => {
            folder.insert(name.clone(), file);
        }
        Entry::Rename(from, to) => {
            folder.remove(from);
            folder.insert(to.clone(), file);
        }
        Entry::Unlink(name) => {
            folder.remove(name);
        }
    }
}

impl File {
    fn sync(&mut self) {
        for change in std::mem::take(&mut self.waiting) {
            change.apply(&mut self.synced);
        }
    }
}

impl Change {
    fn apply(&self, content: &mut Vec<u8>) {
        match self {
            Self::Truncate(size) => content.resize(*size, 0),
            Self::Write { offset, bytes } => {
                let end = offset + bytes.len();
                if content.len() < end {
                    content.resize(end, 0);
                }
                content[*offset..end].copy_from_slice(bytes);
            }
        }
    }

    /// Perhaps only its first sectors.
    fn torn(&self, chance: &mut Chance) -> Self {
        match self {
            Self::Write { offset, bytes } if chance.one_in(4) => {
                let sectors = chance.below(bytes.len() / 512 + 1);
                Self::Write { offset: *offset, bytes: bytes[..(sectors * 512).min(bytes.len())].to_vec() }
            }
            whole => whole.clone(),
        }
    }
}
