/// Where an operation stands: in its line or not, and how it enters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    /// The number of its arrival, if it has one. It also tells an operation of another line.
    pub(super) arrival: u64,
    /// Its slot, if it is in the line.
    pub(super) index: u32,
    stage: Stage,
    pub(super) is_abandonable: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Stage {
    /// In no line; enters at the end.
    New,
    /// In the line, waiting or notified.
    InLine,
    /// In no line, since it lost the race; enters at the place of its arrival.
    Returning,
    Finished,
    /// Finished, and what it is about has happened: the item is in.
    Succeeded,
}

impl Place {
    pub(crate) const NEW: Self =
        Self { arrival: 0, index: 0, stage: Stage::New, is_abandonable: false };

    pub(crate) const ABANDONABLE: Self = Self { is_abandonable: true, ..Self::NEW };

    pub(crate) const FINISHED: Self = Self { stage: Stage::Finished, ..Self::NEW };

    #[inline]
    pub(crate) const fn is_in_line(&self) -> bool {
        matches!(self.stage, Stage::InLine)
    }

    /// Whether it is in no line and has not finished.
    #[inline]
    pub(crate) const fn is_apart(&self) -> bool {
        matches!(self.stage, Stage::New | Stage::Returning)
    }

    /// Whether it is in no line and has not lost the race.
    #[inline]
    pub(crate) const fn is_newcomer(&self) -> bool {
        matches!(self.stage, Stage::New)
    }

    #[inline]
    pub(crate) const fn is_finished(&self) -> bool {
        self.stage as u8 >= Stage::Finished as u8
    }

    #[inline]
    pub(crate) const fn has_succeeded(&self) -> bool {
        matches!(self.stage, Stage::Succeeded)
    }

    /// Whether it is sure to be polled or cancelled.
    pub(crate) const fn is_expected(&self) -> bool {
        !self.is_abandonable
    }

    pub(super) const fn is_returning(&self) -> bool {
        matches!(self.stage, Stage::Returning)
    }

    #[inline]
    pub(crate) const fn index(&self) -> usize {
        self.index as usize
    }

    #[inline]
    pub(crate) const fn finish(&mut self) {
        *self = Self::FINISHED;
    }

    #[inline]
    pub(crate) const fn succeed(&mut self) {
        *self = Self { stage: Stage::Succeeded, ..Self::NEW };
    }

    pub(super) const fn enter(&mut self, arrival: u64, index: u32) {
        *self = Self { arrival, index, stage: Stage::InLine, ..*self };
    }

    /// Leaves the line, to enter at the end should it enter again.
    pub(super) const fn leave(&mut self) {
        *self = Self { is_abandonable: self.is_abandonable, ..Self::NEW };
    }

    /// Leaves the line, to enter at the place of its arrival.
    pub(super) const fn leave_to_return(&mut self) {
        self.stage = Stage::Returning;
    }

    pub(crate) const fn progress(&self) -> &'static str {
        match self.stage {
            Stage::New | Stage::Returning => "New",
            Stage::InLine => "InLine",
            Stage::Finished | Stage::Succeeded => "Finished",
        }
    }
}
