//! What queueing theory knows.

use crate::plan::Plan;

/// Utilisation, mean number in line, mean wait, probability of loss.
pub(crate) type Measures = [f64; 4];

pub(crate) const NAMES: [&str; 4] =
    ["utilisation", "number in line, Lq", "wait in seconds, Wq", "loss"];

/// What theory says of M/M/c/K. In the steady state the station goes as often from n customers to
/// n + 1 as back, which gives the weight of each n; logarithms keep large stations in range.
pub(crate) fn closed_form(plan: &Plan) -> Measures {
    let (servers, room) = (usize::from(plan.servers), usize::from(plan.room));
    let mut log_weights = vec![0.0_f64];
    for n in 1..=servers + room {
        let step = plan.arrivals / (servers.min(n) as f64 * plan.service);
        log_weights.push(log_weights[n - 1] + step.ln());
    }
    let largest = log_weights.iter().copied().fold(0.0, f64::max);
    let weights: Vec<f64> = log_weights.iter().map(|w| (w - largest).exp()).collect();
    let total: f64 = weights.iter().sum();

    let loss = weights[servers + room] / total;
    let line: f64 = weights[servers..].iter().zip(0..).map(|(w, n)| w * f64::from(n)).sum();
    let served_per_second = plan.arrivals * weights[..servers + room].iter().sum::<f64>() / total;
    let utilisation = served_per_second / (servers as f64 * plan.service);
    [utilisation, line / total, line / total / served_per_second, loss]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closed_form_of_small_stations() {
        let close = |found: Measures, known: Measures| {
            found.iter().zip(known).all(|(found, known)| (found - known).abs() < 1e-12)
        };
        // M/M/1/2: 0, 1 or 2 customers with weights 4, 2, 1.
        let known = [3.0 / 7.0, 1.0 / 7.0, 1.0 / 6.0, 1.0 / 7.0];
        let found = closed_form(
            &Plan::parse_line("--servers 1 --room 1 --arrivals 1 --service 2").unwrap(),
        );
        assert!(close(found, known), "{found:?}");
        // M/M/2/3: 0 to 3 customers with weights 4, 4, 2, 1.
        let known = [5.0 / 11.0, 1.0 / 11.0, 1.0 / 10.0, 1.0 / 11.0];
        let found = closed_form(
            &Plan::parse_line("--servers 2 --room 1 --arrivals 1 --service 1").unwrap(),
        );
        assert!(close(found, known), "{found:?}");
    }
}
