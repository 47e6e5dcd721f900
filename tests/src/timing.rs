use std::io;
use std::path::{Path, PathBuf};

/// The middle one of some measured times.
pub fn median(mut seconds: Vec<f64>) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}

/// The same work in a worker's process and in this one, by turns: an example's arguments, `[ROUNDS] [MODEL]`, and its times.
pub struct Overhead {
    /// How often, besides a first round that warms both up.
    pub rounds: usize,
    model: Option<PathBuf>,
    in_child: Vec<f64>,
    in_process: Vec<f64>,
}

impl Overhead {
    /// From the program's arguments.
    pub fn from_arguments() -> Self {
        let mut arguments = std::env::args().skip(1);
        let rounds = arguments.next().map_or(7, |rounds| rounds.parse().expect("ROUNDS is a number"));
        let model = arguments.next().map(PathBuf::from);
        Self { rounds, model, in_child: Vec::new(), in_process: Vec::new() }
    }

    /// The model named, or what `make` writes into a folder that is kept.
    ///
    /// # Errors
    /// Those of `make`.
    pub fn model(&self, make: impl FnOnce(&Path) -> io::Result<PathBuf>) -> io::Result<PathBuf> {
        match &self.model {
            Some(model) => Ok(model.clone()),
            None => make(&std::env::temp_dir().join("dictum-random-models")),
        }
    }

    /// Notes a round's times, in seconds.
    pub fn note(&mut self, round: usize, child: f64, process: f64) {
        if round > 0 {
            self.in_child.push(child);
            self.in_process.push(process);
        }
    }

    /// Prints the medians and their ratio.
    pub fn report(self, what: &str) {
        let rounds = self.rounds;
        let (child, process) = (median(self.in_child), median(self.in_process));
        println!("{what}, {rounds} rounds: child {child:.3} s, in process {process:.3} s");
        println!("ratio {:.4}", child / process);
    }
}
