//! How like a statement several passages are.

/// How like a statement the passages are that say the same: the most like, and a little for each other.
#[derive(Default)]
pub(crate) struct Likeness {
    pub(crate) most: f64,
    others: f64,
}

impl Likeness {
    pub(crate) fn add(&mut self, likeness: f64) {
        self.others += self.most.min(likeness);
        self.most = self.most.max(likeness);
    }

    pub(crate) fn value(&self) -> f64 {
        self.most + self.others.min(self.most * 3.0) * 0.2
    }
}
