//! What was heard as passages of a transcript: in written form, and by whom.

use clinical::{Phi, Segment, Span, Speaker};
use drafting::dictation::Piece;
use speech::Balance;
use speech::written::{Written, written_form};

/// What was heard, as a clinician writes it, with what was heard kept where that is another text.
pub(super) fn written((span, heard): (Span, Phi)) -> Segment {
    let Written { text, changes } = written_form(&heard);
    let spoken = (!changes.is_empty()).then_some(heard);
    Segment { spoken, ..Segment::new(Speaker::Unknown, text, Some(span)) }
}

/// What was dictated, with its marks and its commands on lines of their own, as [`drafting::dictation::note`] reads it again.
pub(super) fn dictated((span, heard): (Span, Phi)) -> Segment {
    let pieces = drafting::dictation::dictated(&heard);
    let lines = pieces.iter().map(|piece| match piece {
        Piece::Text(text) => written_form(text).text.into_string(),
        Piece::Section(_) => piece.written().into_owned(),
    });
    let text = Phi::from(lines.collect::<Vec<_>>().join("\n"));
    let spoken = (text != heard).then_some(heard);
    Segment { spoken, ..Segment::new(Speaker::Clinician, text, Some(span)) }
}

/// Who speaks in each passage: in dictation the clinician.
pub(crate) fn speakers(passages: &[Segment], balance: &Balance, dictation: bool) -> Vec<Speaker> {
    if dictation {
        return vec![Speaker::Clinician; passages.len()];
    }
    let said = passages.iter().map(|passage| (passage.span, passage.english().as_str()));
    speech::assign_speakers(said, balance)
}
