/// An item: the number that it has among those of its producer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbered {
    /// The producer that puts it.
    pub producer: usize,
    /// How many items that producer has put before.
    pub number: u32,
}

/// What each producer has put, and what each consumer has got.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// How many items each producer has put.
    pub put: Vec<u32>,
    /// What each consumer has got, in order. What a shutdown took out is one more list.
    pub got: Vec<Vec<Numbered>>,
}

impl Ledger {
    /// Checks that all that was put was got, once and in order.
    ///
    /// # Errors
    ///
    /// Fails with an item for which that is not so.
    pub fn check(&self) -> Result<(), String> {
        let mut times: Vec<_> = self.put.iter().map(|&put| vec![0_u32; put as usize]).collect();
        for got in &self.got {
            let mut next = vec![0; self.put.len()];
            for item @ &Numbered { producer, number } in got {
                if number < next[producer] {
                    return Err(format!("{item:?} was got after a later one"));
                }
                next[producer] = number + 1;
                match times[producer].get_mut(number as usize) {
                    Some(times) => *times += 1,
                    None => return Err(format!("{item:?} was got, though it came back")),
                }
            }
        }
        let mut counts = times.iter().enumerate().flat_map(|(producer, times)| {
            let item = move |number| Numbered { producer, number };
            (0..).map(item).zip(times)
        });
        match counts.find(|(_, times)| **times != 1) {
            Some((item, times)) => Err(format!("{item:?} was got {times} times")),
            None => Ok(()),
        }
    }

    /// How many items were put.
    #[must_use]
    pub fn items(&self) -> u64 {
        self.put.iter().map(|&put| u64::from(put)).sum()
    }
}
