/// The median of some numbers, and between what half of them lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// A quarter is below.
    pub lower: f64,
    /// Half is below.
    pub median: f64,
    /// A quarter is above.
    pub upper: f64,
}

impl Spread {
    /// Returns the quartiles.
    ///
    /// # Panics
    ///
    /// Panics if there are no numbers.
    #[must_use]
    pub fn of(mut numbers: Vec<f64>) -> Self {
        numbers.sort_by(f64::total_cmp);
        let [lower, median, upper] = [0.25, 0.5, 0.75].map(|part| quantile(&numbers, part));
        Self { lower, median, upper }
    }
}

/// Returns the number below which a part of the sorted ones lies, in between two if need be.
fn quantile(sorted: &[f64], part: f64) -> f64 {
    let place = part * (sorted.len() - 1) as f64;
    let (below, above) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    below + (above - below) * place.fract()
}

#[cfg(test)]
mod tests {
    use super::Spread;

    #[test]
    fn quartiles_are_in_the_middle_of_their_halves() {
        let spread = Spread::of(vec![5.0, 1.0, 3.0, 4.0, 2.0]);
        assert_eq!(spread, Spread { lower: 2.0, median: 3.0, upper: 4.0 });
    }

    #[test]
    fn between_two_numbers_lies_their_mean() {
        let spread = Spread::of(vec![1.0, 2.0]);
        assert_eq!(spread, Spread { lower: 1.25, median: 1.5, upper: 1.75 });
    }
}
