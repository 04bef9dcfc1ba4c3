use std::fmt;

/// A program that is generated and built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// Uses no queue.
    Floor,
    /// Puts and gets items of that many bytes by value, in all ways that all contenders have.
    Large(usize),
    /// Does the same through a sink and a stream as well.
    Streams(usize),
    /// Puts and gets items of that many types, each at one call site.
    Types(usize),
    /// Puts and gets items of one type at that many call sites.
    Sites(usize),
}

/// The sizes of large items, in bytes.
const SIZES: [usize; 4] = [256, 1024, 4096, LARGEST];

/// The size of the largest items, in bytes.
pub const LARGEST: usize = 64 * 1024;

impl Case {
    /// Returns all cases that use a queue.
    pub fn all() -> impl Iterator<Item = Self> {
        let large = SIZES.into_iter().flat_map(|bytes| [Self::Large(bytes), Self::Streams(bytes)]);
        large.chain([Self::Types(1), Self::Types(40), Self::Sites(1), Self::Sites(100)])
    }

    /// Returns the name of the program's crate.
    pub(crate) fn crate_name(self) -> String {
        match self {
            Self::Floor => "floor".to_owned(),
            Self::Large(bytes) => format!("large_{bytes}"),
            Self::Streams(bytes) => format!("streams_{bytes}"),
            Self::Types(count) => format!("types_{count}"),
            Self::Sites(count) => format!("sites_{count}"),
        }
    }

    /// Returns the case that a contender without sinks and streams is built with for comparison.
    #[must_use]
    pub const fn without_streams(self) -> Self {
        match self {
            Self::Streams(bytes) => Self::Large(bytes),
            Self::Floor | Self::Large(_) | Self::Types(_) | Self::Sites(_) => self,
        }
    }

    /// Returns whether our code may not be larger than that with tokio.
    #[must_use]
    pub const fn is_limited_by_tokio(self) -> bool {
        matches!(self, Self::Types(2..) | Self::Sites(2..))
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Floor => write!(f, "no queue"),
            Self::Large(bytes) => write!(f, "large, {}", Size(bytes)),
            Self::Streams(bytes) => write!(f, "large, sink and stream too, {}", Size(bytes)),
            Self::Types(count) => write!(f, "types, {count}"),
            Self::Sites(count) => write!(f, "sites, {count}"),
        }
    }
}

struct Size(usize);

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            bytes if bytes % 1024 == 0 => write!(f, "{} KiB", bytes / 1024),
            bytes => write!(f, "{bytes} bytes"),
        }
    }
}
