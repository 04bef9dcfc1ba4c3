/// Writes a positive number with two significant digits.
pub(super) fn two_digits(number: f64) -> String {
    // As `1.5e3`, which is rounded already: 9.96 is `1.0e1`.
    let text = format!("{number:.1e}");
    let (_, power) = text.split_once('e').expect("it has an exponent");
    let power: i32 = power.parse().expect("the exponent is a number");
    let rounded: f64 = text.parse().expect("it is a number");
    let decimals = usize::try_from(1 - power).unwrap_or(0);
    with_separators(&format!("{rounded:.decimals$}"))
}

/// Separates the thousands of a number by commas.
pub(crate) fn with_separators(number: &str) -> String {
    let whole = number.split('.').next().map_or(0, str::len);
    let mut text = String::new();
    for (place, digit) in number.chars().enumerate() {
        if place > 0 && place < whole && (whole - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::two_digits;

    #[test]
    fn a_number_has_two_digits_that_count() {
        let numbers = [0.009_12, 0.0312, 0.434, 0.998, 1.45, 9.96, 14.4, 704.0, 1477.0, 339_479.0];
        let texts =
            ["0.0091", "0.031", "0.43", "1.0", "1.4", "10", "14", "700", "1,500", "340,000"];
        assert_eq!(numbers.map(two_digits), texts);
    }
}
