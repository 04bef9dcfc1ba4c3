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

/// An item of 256 bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Block(pub [usize; Self::WORDS]);

impl Block {
    const WORDS: usize = 256 / size_of::<usize>();
}

impl Payload for Block {
    type Rank = usize;

    #[inline]
    fn rank(&self) -> usize {
        self.0[0]
    }
}

impl Default for Block {
    fn default() -> Self {
        Self([0; Self::WORDS])
    }
}

impl From<usize> for Block {
    fn from(word: usize) -> Self {
        Self([word; Self::WORDS])
    }
}

impl From<Block> for usize {
    fn from(block: Block) -> Self {
        // All are read, so that none is optimised away.
        block.0.iter().fold(block.0[0], |all, word| all & word)
    }
}
