//! Rows as bars of block characters, as wide as a terminal at most.

use catchment_base::error::printable;
use catchment_run::{Cell, Chart, for_eyes};
use std::collections::BTreeMap;

/// Bars of a picture at most.
const MOST_BARS: usize = 30;
/// Columns where there is no terminal to ask.
pub const USUAL_WIDTH: usize = 80;
/// Characters of a label at most.
const WIDEST_LABEL: usize = 40;
/// Eighths of a block, from none.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
/// Characters of a time that say year and month.
const MONTH: usize = 7;

/// A picture that is made of rows.
pub struct Drawing {
    chart: Chart,
    /// Where in a row the label stands and where the value; nothing where rows are counted.
    labels: Vec<usize>,
    value: Option<usize>,
    bars: Vec<Bar>,
}

/// What a bar is about, and its length; nothing where that is not known.
type Bar = (String, Option<f64>);

impl Drawing {
    /// A picture of rows with these columns; nothing where one is missing.
    pub fn new(chart: Chart, columns: &[String]) -> Option<Self> {
        let place = |name: &str| columns.iter().position(|column| column == name);
        let labels = chart.labels.iter().map(|label| place(label)).collect::<Option<Vec<_>>>()?;
        let value = chart.value.map(|value| place(value).ok_or(())).transpose().ok()?;
        Some(Self { chart, labels, value, bars: Vec::new() })
    }

    /// Adds a row.
    pub fn add(&mut self, row: &[Cell]) {
        let texts = self.labels.iter().filter_map(|at| row.get(*at)).map(text).collect::<Vec<_>>();
        let value = match self.value {
            Some(at) => row.get(at).and_then(|cell| for_eyes(cell).parse().ok()),
            None => Some(1.0),
        };
        self.bars.push((texts.join("  "), value));
    }

    /// The picture below its title, at most so many columns wide; lines end with a line break. Without rows there is none.
    pub fn text(self, width: usize) -> String {
        if self.bars.is_empty() {
            return String::new();
        }
        let (bars, more) = if self.chart.is_timeline {
            (by_month(self.bars), 0)
        } else {
            let more = self.bars.len().saturating_sub(MOST_BARS);
            (self.bars.into_iter().take(MOST_BARS).collect(), more)
        };
        let longest = bars.iter().filter_map(|(_, value)| *value).fold(0.0, f64::max);
        let labels: Vec<String> = bars.iter().map(|(label, _)| shortened(label)).collect();
        let wide = labels.iter().map(|label| label.chars().count()).max().unwrap_or(0);
        let number = |value: &Option<f64>| value.map_or_else(|| "?".to_owned(), |value| value.to_string());
        let numbers: Vec<String> = bars.iter().map(|(_, value)| number(value)).collect();
        let digits = numbers.iter().map(String::len).max().unwrap_or(0);
        let room = width.saturating_sub(wide + digits + 3).max(1);
        let line = |((label, number), (_, value)): ((&String, &String), &Bar)| {
            let bar = bar(if longest > 0.0 { value.unwrap_or(0.0) / longest } else { 0.0 }, room);
            format!("{label:<wide$}  {number:>digits$} {bar}").trim_end().to_owned() + "\n"
        };
        let lines = labels.iter().zip(&numbers).zip(&bars).map(line);
        let mut text: String = [format!("{}:\n", self.chart.title)].into_iter().chain(lines).collect();
        if more > 0 {
            text.push_str(&format!("… and {more} more rows\n"));
        }
        text
    }
}

/// A bar of this share of so many columns.
fn bar(share: f64, room: usize) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of columns is small and positive"
    )]
    let eighths = (share.clamp(0.0, 1.0) * (room * 8) as f64).round() as usize;
    "█".repeat(eighths / 8) + EIGHTHS[eighths % 8]
}

/// The sums of every month from the first to the last that has any.
fn by_month(bars: Vec<Bar>) -> Vec<Bar> {
    let mut months: BTreeMap<String, f64> = BTreeMap::new();
    for (time, value) in bars {
        *months.entry(time.chars().take(MONTH).collect()).or_default() += value.unwrap_or(0.0);
    }
    let ends =
        months.keys().next().and_then(|first| number(first)).zip(months.keys().last().and_then(|last| number(last)));
    let Some((first, last)) = ends else {
        return months.into_iter().map(|(month, sum)| (month, Some(sum))).collect();
    };
    let month = |number: i32| format!("{:04}-{:02}", number.div_euclid(12), number.rem_euclid(12) + 1);
    let summed = |month: String| {
        let sum = months.get(&month).copied().unwrap_or(0.0);
        (month, Some(sum))
    };
    (first..=last).map(|number| summed(month(number))).collect()
}

/// A month as a number, so that the next one has the next number.
fn number(month: &str) -> Option<i32> {
    let (year, month) = month.split_once('-')?;
    Some(year.parse::<i32>().ok()? * 12 + month.parse::<i32>().ok()? - 1)
}

/// What a cell says.
fn text(cell: &Cell) -> String {
    let json = for_eyes(cell);
    match serde_json::from_str::<String>(&json) {
        Ok(text) => text,
        Err(_) => json.into_owned(),
    }
}

/// A label without its middle where it is too long: ids and titles differ in their ends as well.
fn shortened(label: &str) -> String {
    let label: Vec<char> = printable(label).chars().collect();
    if label.len() <= WIDEST_LABEL {
        return label.into_iter().collect();
    }
    let half = WIDEST_LABEL / 2;
    let (head, tail) = (&label[..half - 1], &label[label.len() - half..]);
    head.iter().chain(&['…']).chain(tail).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::value::to_raw_value;
    use serde_json::{Value, json};

    fn bars(value: &'static str) -> Chart {
        Chart { title: "pages", labels: vec!["name"], value: Some(value), is_timeline: false }
    }

    fn drawn(chart: Chart, rows: &[Value], width: usize) -> String {
        let columns = ["name", "count"].map(str::to_owned);
        let mut drawing = Drawing::new(chart, &columns).unwrap();
        for row in rows {
            let row: Vec<Cell> = row.as_array().unwrap().iter().map(|cell| to_raw_value(cell).unwrap()).collect();
            drawing.add(&row);
        }
        drawing.text(width)
    }

    #[test]
    fn bars_are_as_long_as_their_values_and_no_line_is_wider_than_the_terminal() {
        let chart = || bars("count");
        let rows = [json!(["ENG", 4]), json!([null, 1]), json!(["\u{1b}[31m", 0]), json!(["OPS", null])];
        let expected = "pages:\nENG         4 ████████\nnull        1 ██\n\\u{1b}[31m  0\nOPS         ?\n";
        assert_eq!(drawn(chart(), &rows, 22), expected);
        assert_eq!(bar(0.3, 5), "█▌");
        let long: Vec<Value> = (0..40).map(|at| json!(["x".repeat(90), at])).collect();
        let text = drawn(chart(), &long, 60);
        assert!(text.ends_with("… and 10 more rows\n"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 60), "{text}");
    }

    #[test]
    fn a_timeline_has_every_month_between_the_first_and_the_last() {
        let timeline = |value| Chart { title: "pages", labels: vec!["name"], value, is_timeline: true };
        let rows = [json!(["2025-11", 2]), json!(["2026-02-03T10:00:00Z", 1]), json!(["2025-11-30", 2])];
        let month = |line: &str| line.chars().take(11).collect::<String>().trim_end().to_owned();
        let months = |text: &str| text.lines().skip(1).map(month).collect::<Vec<_>>();
        assert_eq!(
            months(&drawn(timeline(Some("count")), &rows, 40)),
            ["2025-11  4", "2025-12  0", "2026-01  0", "2026-02  1"]
        );
        assert_eq!(months(&drawn(timeline(None), &rows, 40)), ["2025-11  2", "2025-12  0", "2026-01  0", "2026-02  1"]);
        assert_eq!(drawn(timeline(None), &[], 40), "");
    }

    #[test]
    fn a_column_that_is_not_there_is_not_drawn() {
        assert!(Drawing::new(bars("sum"), &["name".to_owned()]).is_none());
    }

    #[test]
    fn long_labels_that_differ_at_their_end_stay_different() {
        let id = |end: &str| format!("ENG  [ACCOUNT_ID_HXMPMW2PYKHD7I7ODVZYMZVXGZ{end}]");
        let shown = ["HTGT", "LCCPC"].map(|end| shortened(&id(end)));
        assert!(shown[0].ends_with("GZHTGT]") && shown[1].ends_with("GZLCCPC]"), "{shown:?}");
        assert!(shown.iter().all(|label| label.starts_with("ENG  [") && label.chars().count() == WIDEST_LABEL));
    }
}
