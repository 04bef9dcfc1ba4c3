/// The quartiles of some numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// A quarter of the numbers is below.
    pub lower: f64,
    /// Half of the numbers is below.
    pub median: f64,
    /// A quarter of the numbers is above.
    pub upper: f64,
}

/// Which side is faster, by the quartiles of a ratio of our time to another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Ours is clearly faster: three quarters of the ratios are below 1.
    Ours,
    /// Neither is clearly faster.
    Noise,
    /// The other is clearly faster: three quarters of the ratios are above 1.
    Theirs,
}

impl Spread {
    /// Returns which side is faster, if these are ratios of our time to another one.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        if self.upper < 1.0 {
            Verdict::Ours
        } else if self.lower > 1.0 {
            Verdict::Theirs
        } else {
            Verdict::Noise
        }
    }

    /// Returns the quartiles of some numbers.
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

/// Returns the number below which a part of the sorted numbers lies. It interpolates between two numbers.
fn quantile(sorted: &[f64], part: f64) -> f64 {
    let place = part * (sorted.len() - 1) as f64;
    let (below, above) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    below + (above - below) * place.fract()
}

#[cfg(test)]
mod tests {
    use super::{Spread, Verdict};

    #[test]
    fn quartiles_are_in_the_middle_of_their_halves() {
        let spread = Spread::of(vec![5.0, 1.0, 3.0, 4.0, 2.0]);
        assert_eq!(spread, Spread { lower: 2.0, median: 3.0, upper: 4.0 });
    }

    #[test]
    fn a_side_is_faster_if_three_quarters_of_the_ratios_say_so() {
        let verdict = |numbers: [f64; 3]| Spread::of(numbers.into()).verdict();
        assert_eq!(verdict([0.5, 0.6, 0.9]), Verdict::Ours);
        assert_eq!(verdict([0.5, 0.9, 1.5]), Verdict::Noise);
        assert_eq!(verdict([1.1, 1.2, 1.9]), Verdict::Theirs);
    }

    #[test]
    fn between_two_numbers_lies_their_mean() {
        let spread = Spread::of(vec![1.0, 2.0]);
        assert_eq!(spread, Spread { lower: 1.25, median: 1.5, upper: 1.75 });
    }
}
