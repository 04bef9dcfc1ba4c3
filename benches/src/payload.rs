use std::fmt::Debug;

/// What every contender can carry: some sort it, some keep a default in each empty slot, some want it to be shared.
pub trait Payload: Ord + Clone + Default + Debug + Send + Sync + Unpin + 'static {
    /// What it is sorted by where that is sent beside it.
    type Rank: Ord + Clone + Debug + Send + Sync + Unpin + 'static;

    /// Returns what it is sorted by; items are in the same order as their ranks.
    fn rank(&self) -> Self::Rank;
}

impl Payload for usize {
    type Rank = Self;

    #[inline]
    fn rank(&self) -> Self {
        *self
    }
}

/// An item of many words, all of which are written and read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Block<const WORDS: usize>(pub [usize; WORDS]);

/// An item of 256 bytes.
pub type Block256 = Block<{ 256 / size_of::<usize>() }>;

/// An item of 1 KiB.
pub type Block1K = Block<{ 1024 / size_of::<usize>() }>;

/// An item of 4 KiB.
pub type Block4K = Block<{ 4096 / size_of::<usize>() }>;

impl<const WORDS: usize> Payload for Block<WORDS> {
    type Rank = usize;

    #[inline]
    fn rank(&self) -> usize {
        self.0[0]
    }
}

impl<const WORDS: usize> Default for Block<WORDS> {
    fn default() -> Self {
        Self([0; WORDS])
    }
}

impl<const WORDS: usize> From<usize> for Block<WORDS> {
    fn from(word: usize) -> Self {
        Self([word; WORDS])
    }
}

impl<const WORDS: usize> From<Block<WORDS>> for usize {
    fn from(block: Block<WORDS>) -> Self {
        // All are read, so that none is optimised away.
        block.0.iter().fold(block.0[0], |all, word| all & word)
    }
}
