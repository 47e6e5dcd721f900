//! How well speech was recognised: what was heard beside what was said, word by word.
//!
//! *Words.* Both texts are brought to the same form first, see [`comparable_words`]: case, punctuation and the way in which
//! a number is written make no error. Spellings ("oedema", "edema") and short forms ("Dr.", "doctor") are not made equal.
//!
//! *Errors.* The words are aligned with the fewest substitutions, deletions and insertions that turn one text into the other
//! (Levenshtein distance over words). The word error rate is (S + D + I) / N, N being the words that were said; it may be
//! above 1. Over several texts errors and words are added up before they are divided: it is no mean of rates, so a long text
//! counts for more than a short one, and words that were made up in silence count as insertions.
//!
//! *Terms.* Of the words that were said and belong to a term, the error rate of that kind of term is the share that is not
//! aligned to the same word (keyword error rate): substituted or deleted. Words that were heard and not said have no place in
//! it, so names of drugs that were heard where none was said are counted beside it.

mod alignment;
mod phrases;
mod score;
mod words;

pub use alignment::{Alignment, WordErrors};
pub use phrases::Phrases;
pub use score::{Missed, Score, Terms};
pub use words::comparable_words;
