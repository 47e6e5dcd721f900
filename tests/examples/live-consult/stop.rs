//! From Stop to the last words.

use std::time::{Duration, Instant};

use anyhow::bail;
use clinical::EncounterId;
use scribe::{Event, Scribe, Session, Stage};

/// What is left at Stop never takes longer.
const DONE_WITHIN: Duration = Duration::from_secs(600);

/// Times since Stop was pressed.
pub(crate) struct SinceStop {
    safe: Duration,
    /// None where everything that was said had been settled before.
    last_segment: Option<Duration>,
    transcript: Duration,
    draft: Duration,
    segments: usize,
}

/// Presses Stop and waits for the draft.
pub(crate) async fn timed(scribe: &Scribe, session: &Session, id: EncounterId) -> anyhow::Result<SinceStop> {
    let mut events = scribe.subscribe();
    let (mut last_segment, mut transcript) = (None, None);
    let pressed = Instant::now();
    scribe.stop_recording(id)?;
    let safe = pressed.elapsed();
    let draft = loop {
        let event = tokio::time::timeout(DONE_WITHIN, events.recv()).await??;
        match event {
            Event::Segment { encounter, .. } if encounter == id => last_segment = Some(pressed.elapsed()),
            Event::Progress { encounter, stage, message, .. } if encounter == id => match stage {
                Stage::Drafting => transcript = Some(pressed.elapsed()),
                Stage::Drafted | Stage::ReadyToSign => break pressed.elapsed(),
                Stage::NeedsAttention => bail!(message),
                _ => {}
            },
            _ => {}
        }
    };
    let segments = session.transcript(id)?.segments().len();
    Ok(SinceStop { safe, last_segment, transcript: transcript.unwrap_or(draft), draft, segments })
}

impl SinceStop {
    /// Prints them.
    pub(crate) fn report(&self) {
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        let last = match self.last_segment {
            Some(time) => format!("{:.0} ms", ms(time)),
            None => "before it".into(),
        };
        println!(
            "Stop: sound safe {:.0} ms, last segment {last}, transcript closed {:.0} ms, draft {:.0} ms ({} segments)",
            ms(self.safe),
            ms(self.transcript),
            ms(self.draft),
            self.segments
        );
    }
}
