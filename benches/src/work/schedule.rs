/// Times at which jobs are due, all different. They come out of order, and after a while each time has come.
///
/// Time is cut into blocks of as many ticks as there are jobs. The times of the first block come first, those of the
/// second block next, and so on. Within a block they come in long strides. So if each tick adds a time, then exactly
/// one job is due at each tick, a block later.
pub(super) struct Schedule {
    block: u64,
    /// It has no divisor in common with the length of a block.
    stride: u64,
    /// The first tick of the current block.
    start: u64,
    place: u64,
    given: u64,
}

impl Schedule {
    /// Makes a schedule of so many jobs, which must be a power of ten above one.
    pub(super) fn new(jobs: usize) -> Self {
        let block = jobs as u64;
        // The golden ratio leaves a long way between neighbours.
        let stride = (block * 618 / 1000) | 1;
        assert!(
            block.is_multiple_of(10) && !stride.is_multiple_of(5),
            "they have no common divisor"
        );
        Self { block, stride, start: 0, place: 0, given: 0 }
    }

    /// Returns the next time. The first tick is 1.
    #[inline(always)]
    pub(super) fn next_due(&mut self) -> u64 {
        let due = self.start + self.place + 1;
        self.place += self.stride;
        if self.place >= self.block {
            self.place -= self.block;
        }
        self.given += 1;
        if self.given == self.block {
            (self.start, self.given) = (self.start + self.block, 0);
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::Schedule;

    #[test]
    fn each_time_of_a_block_comes_once_and_out_of_order() {
        for jobs in [10, 1000, 100_000, 1_000_000] {
            let mut schedule = Schedule::new(jobs);
            for block in 0..2 {
                let dues: Vec<_> = (0..jobs).map(|_| schedule.next_due()).collect();
                let mut sorted = dues.clone();
                sorted.sort_unstable();
                let first = block * jobs as u64 + 1;
                assert!(sorted.into_iter().eq(first..first + jobs as u64));
                assert!(!dues.is_sorted());
            }
        }
    }
}
