//! How old words are when somebody who looks at the window sees them for the first time.

use std::sync::{Arc, Mutex, PoisonError};

use clinical::Segment;
use scribe::{Event, Scribe};
use tokio::task::JoinHandle;

/// The words that a passage is known by when it is looked for in what was shown before.
const FIRST_WORDS: usize = 2;

/// What was shown, with the length of the recording then, in ms.
#[derive(Default)]
pub(crate) struct Shown {
    tentative: Vec<(u64, Vec<String>)>,
    settled: Vec<(u64, Segment)>,
}

/// Takes the events as the window does.
pub(crate) struct Watch {
    task: JoinHandle<()>,
    shown: Arc<Mutex<Shown>>,
}

impl Watch {
    /// From now on.
    pub(crate) fn of(scribe: &Scribe) -> Self {
        let mut events = scribe.subscribe();
        let shown = Arc::new(Mutex::new(Shown::default()));
        let all = shown.clone();
        // What the recording tells of itself several times a second is clock enough.
        let mut now_ms = 0;
        let task = tokio::spawn(async move {
            while let Ok(event) = events.recv().await {
                let mut shown = all.lock().unwrap_or_else(PoisonError::into_inner);
                match event {
                    Event::Recording(status) => now_ms = status.elapsed_ms,
                    Event::Tentative { text, .. } => shown.tentative.push((now_ms, words(&text))),
                    Event::Segment { segment, .. }
                        if shown.settled.iter().all(|(_, known)| known.id != segment.id) =>
                    {
                        shown.settled.push((now_ms, segment));
                    }
                    _ => {}
                }
            }
        });
        Self { task, shown }
    }

    /// Until now.
    pub(crate) fn end(self) -> Shown {
        self.task.abort();
        std::mem::take(&mut self.shown.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Shown {
    /// Prints how long after a passage began its first words were there, and how many passages were shown before they were settled.
    pub(crate) fn report(&self) {
        let mut ages_ms = Vec::new();
        let mut guessed = 0;
        for (settled_ms, segment) in &self.settled {
            let first: Vec<String> = words(&segment.text).into_iter().take(FIRST_WORDS).collect();
            let Some(span) = segment.span.filter(|_| first.len() == FIRST_WORDS) else { continue };
            let shows = |(at_ms, words): &&(u64, Vec<String>)| {
                (span.start_ms..*settled_ms).contains(at_ms)
                    && words.windows(FIRST_WORDS).any(|two| two == first)
            };
            let before = self.tentative.iter().find(shows).map(|(at_ms, _)| *at_ms);
            guessed += usize::from(before.is_some());
            ages_ms.push(before.unwrap_or(*settled_ms).saturating_sub(span.start_ms));
        }
        ages_ms.sort_unstable();
        let at = |share: usize| ages_ms.get(ages_ms.len() * share / 100).copied().unwrap_or_default();
        println!(
            "words: {guessed} of {} passages shown before they were settled; their first two words there after {} ms in the \
             median, {} ms for nine of ten",
            ages_ms.len(),
            at(50),
            at(90)
        );
    }
}

fn words(text: &str) -> Vec<String> {
    let words =
        text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
    words.filter(|word| !word.is_empty()).collect()
}
