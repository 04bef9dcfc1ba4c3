use std::fmt::Debug;

/// An item that every contender can carry.
///
/// Some contenders sort items, some keep a default in each empty slot, and some need items that threads can share.
pub trait Payload: Ord + Clone + Default + Debug + Send + Sync + Unpin + 'static {
    /// The sort key, for contenders that take the key beside the item.
    type Rank: Ord + Clone + Debug + Send + Sync + Unpin + 'static;

    /// Returns the sort key. Items have the same order as their keys.
    fn rank(&self) -> Self::Rank;
}

impl Payload for usize {
    type Rank = Self;

    #[inline]
    fn rank(&self) -> Self {
        *self
    }
}

/// An item of many words. All of them are written and read.
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
        // All words are read, or the compiler would optimise some away.
        block.0.iter().fold(block.0[0], |all, word| all & word)
    }
}
