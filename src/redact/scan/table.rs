//! Tables: what a cell's header says of it.
//!
//! A row whose cells are all headers names the columns of the rows below it; so does a first row of which all is bold or
//! highlighted, or that reads like names of columns, as tables come from elsewhere. A row with nothing but one header is
//! the title of a section. A cell is labelled by the header of its column and by what stands before it
//! in its row; nothing is said from one row to the next, and nothing says what a header is.

use super::super::detect::{told_as_property, told_beside};
use super::super::gate::Signals;
use super::super::gate::words;
use super::columns::is_name;

/// As many columns are told apart; a span is not believed beyond them.
const MOST_COLUMNS: usize = 256;
/// A header that says more is no label.
const LONGEST_HEADER: usize = 1024;
/// What stands beside the names of what is sought in a row of two names: in a list of pairs what is told stands there.
const SUBJECTS: &[&str] = &[
    "account",
    "app",
    "application",
    "benutzer",
    "benutzername",
    "database",
    "db",
    "device",
    "email",
    "employee",
    "env",
    "environment",
    "host",
    "hostname",
    "kunde",
    "login",
    "mitarbeiter",
    "name",
    "nom",
    "patient",
    "person",
    "rechner",
    "server",
    "service",
    "site",
    "stage",
    "system",
    "umgebung",
    "url",
    "user",
    "username",
    "usuario",
    "utilisateur",
];

/// What the column is called in which values stand whatever they are: the first cell of the row says what.
const VALUES: &[&str] = &[
    "angabe",
    "answer",
    "antwort",
    "content",
    "current value",
    "data",
    "daten",
    "eintrag",
    "entry",
    "inhalt",
    "number",
    "nummer",
    "setting",
    "valeur",
    "valor",
    "value",
    "values",
    "wert",
    "werte",
];

/// Short names of identifiers, of which numbers alone are read.
const IDENTIFIERS: &[&str] = &[
    "aadhaar",
    "ahv",
    "avs",
    "bsn",
    "card",
    "cnpj",
    "cpf",
    "dea",
    "dni",
    "ein",
    "iban",
    "itin",
    "licence",
    "license",
    "mbi",
    "medicare",
    "mrn",
    "nhs",
    "nie",
    "nif",
    "nin",
    "nino",
    "npi",
    "passport",
    "pesel",
    "reisepass",
    "sin",
    "ssn",
    "svnr",
    "tin",
];

/// The tables that are open, the innermost last.
#[derive(Debug, Default)]
pub(in crate::redact) struct Tables {
    open: Vec<Table>,
    /// How many tags of bold text are open in the cell.
    bold: usize,
}

#[derive(Debug, Default)]
struct Table {
    /// What the header row says of each column, and the same with the title of the section that is read.
    names: Vec<Header>,
    headers: Vec<Header>,
    /// The cells of the row that is read, and how many the one before had.
    row: Vec<Cell>,
    former: usize,
    /// What the first cell of the row says of the others, and whether it does in any column: no header says more.
    lead: Header,
    leads: bool,
    /// A header says of its column that values stand in it.
    holds_values: bool,
    /// The same of a cell from above that takes the first column of the row.
    spanning: Header,
    /// A row was read.
    begun: bool,
    /// How many rows more a cell from above takes of each column.
    taken: Vec<usize>,
}

/// How a cell lies in its table.
#[derive(Clone, Copy, Debug)]
pub(in crate::redact) struct Look {
    /// How many columns it takes.
    pub(in crate::redact) columns: usize,
    /// How many rows it takes.
    pub(in crate::redact) rows: usize,
    /// It is highlighted.
    pub(in crate::redact) is_lit: bool,
}

impl Look {
    /// A cell like most.
    pub(in crate::redact) const PLAIN: Self = Self { columns: 1, rows: 1, is_lit: false };
}

/// What a header says, and what its words raise.
#[derive(Clone, Debug, Default)]
struct Header {
    text: String,
    raised: Signals,
}

#[derive(Debug)]
struct Cell {
    is_header: bool,
    /// The first column that it takes.
    column: usize,
    look: Look,
    /// There is text in it that is not bold.
    has_plain: bool,
    /// What it says, of a header and of what may be one, and how long the first block of that is.
    text: String,
    first: usize,
    /// How many blocks were read in it.
    blocks: usize,
}

/// What is said of the block that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place<'a> {
    /// By the first cell of its row, where that is not the one before it; empty where it says nothing.
    pub(super) lead: &'a str,
    /// By the header of its column; empty where there is none.
    pub(super) header: &'a str,
    /// What the words of both raise.
    pub(super) raised: Signals,
    /// Whether the block before it speaks of it too.
    pub(super) led: bool,
}

impl Tables {
    /// A tag that begins or ends a table, a row or a cell.
    pub(in crate::redact) fn tag(&mut self, name: &[u8], closes: bool, look: impl FnOnce() -> Look) {
        match (name, closes) {
            (b"table", false) => self.open.push(Table::default()),
            (b"table", true) => drop(self.open.pop()),
            (b"tr", _) => self.open.last_mut().into_iter().for_each(Table::end_row),
            (b"th" | b"td", false) => {
                let Some(table) = self.open.last_mut() else { return };
                let look = look();
                let look = Look { columns: look.columns.clamp(1, MOST_COLUMNS), ..look };
                let (is_header, column) = (name == b"th", table.next_column());
                table.follow();
                let (has_plain, text, first, blocks) = (false, String::new(), 0, 0);
                table.row.push(Cell { is_header, column, look, has_plain, text, first, blocks });
                self.bold = 0;
            }
            _ => {}
        }
    }

    /// A tag that begins or ends something in the flow of text.
    pub(in crate::redact) fn mark(&mut self, name: &[u8], closes: bool) {
        match (name, closes) {
            (b"strong" | b"b", false) => self.bold += 1,
            (b"strong" | b"b", true) => self.bold = self.bold.saturating_sub(1),
            _ => {}
        }
    }

    /// Some text of a block, with the markup of its characters.
    pub(in crate::redact) fn text(&mut self, text: &str) {
        let Some(cell) = self.open.last_mut().and_then(|table| table.row.last_mut()) else { return };
        cell.has_plain = cell.has_plain || self.bold == 0 && !text.split("&nbsp;").all(|part| part.trim().is_empty());
    }

    /// Whether text stands in a table.
    pub(in crate::redact) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Whether what is read now is a header, or may turn out to be one.
    pub(super) fn may_be_header(&self) -> bool {
        let table = self.open.last();
        let cell = table.and_then(|table| table.row.last());
        cell.zip(table).is_some_and(|(cell, table)| cell.is_header || !table.begun && cell.looks_like_header())
    }

    /// Whether what the cell says is of interest: it may be a header, or leads its row.
    pub(in crate::redact) fn is_listening(&self) -> bool {
        self.may_be_header() || self.open.last().is_some_and(|table| !table.begun || table.row.len() == 1)
    }

    /// A block of text was read; of what is of interest what it says, if that stays.
    pub(in crate::redact) fn said(&mut self, text: &str) {
        let is_listening = self.is_listening();
        let Some(cell) = self.open.last_mut().and_then(|table| table.row.last_mut()) else { return };
        cell.blocks += 1;
        if is_listening && !text.trim().is_empty() && cell.text.len() <= LONGEST_HEADER {
            if !cell.text.is_empty() {
                cell.text.push(' ');
            }
            cell.text.push_str(text.trim());
            if cell.first == 0 {
                cell.first = cell.text.len();
            }
        }
    }

    /// What says of the block that is read now what it is, the likelier first: the header of its column and what stands
    /// `before` it, which raised these signals. What tells more stands nearer.
    pub(in crate::redact) fn labels(&self, before: impl FnOnce() -> String, raised: Signals) -> Vec<String> {
        let (header, telling) = match self.place() {
            Some(place) if !place.led => return vec![tied(place.header)],
            Some(place) if !place.lead.is_empty() => {
                let by_all = tied(&[place.lead, &before(), place.header].join("\n"));
                let is_told = place.raised.intersects(Signals::SAID) || names_number(place.lead);
                return if is_told { vec![by_all, tied(place.lead)] } else { vec![by_all] };
            }
            Some(place) if !place.header.is_empty() => (place.header, place.raised.intersects(Signals::TELLING)),
            Some(_) => {
                let before = before();
                return vec![tied(told_as_property(&before).unwrap_or(&before))];
            }
            None => return vec![before()],
        };
        let before = before();
        let (by_header, by_cell) = (|| tied(&[&before, header].join("\n")), || tied(&[header, &before].join("\n")));
        match raised.intersects(Signals::TELLING) {
            _ if before.is_empty() => vec![by_header()],
            true if telling => vec![by_header(), by_cell()],
            _ if telling => vec![by_header()],
            true => vec![by_cell()],
            false => vec![by_header(), by_cell()],
        }
    }

    /// What is said of the block that is read now; nothing outside of cells.
    pub(super) fn place(&self) -> Option<Place<'_>> {
        let table = self.open.last()?;
        let cell = table.row.last()?;
        if cell.is_header {
            return Some(Place { lead: "", header: "", raised: Signals::default(), led: false });
        }
        let header = table.headers.get(cell.column);
        // A table of one column is a list.
        let spanning = table.spanning();
        let begun = cell.blocks > 0;
        let led = table.row.len() > 1 || begun || spanning.is_some() || table.former == 1 && table.headers.is_empty();
        let (header, raised) = header.map_or(("", Signals::default()), |header| (header.text.as_str(), header.raised));
        // Of the beginning of the second cell the first one speaks as what stands before it.
        let is_behind = table.row.len() > 2 || table.row.len() == 2 && (begun || table.row[0].blocks > 1);
        let is_led = is_behind && (table.leads || table.holds_values && is_any(VALUES, header));
        let lead = spanning.or(Some(&table.lead).filter(|_| is_led));
        let (lead, led_to) = lead.map_or(("", Signals::default()), |lead| (lead.text.as_str(), lead.raised));
        Some(Place { lead, header, raised: raised | led_to, led })
    }
}

impl Table {
    /// The first column behind the last cell that no cell from above takes.
    fn next_column(&self) -> usize {
        let behind = self.row.last().map_or(0, |before| before.column + before.look.columns);
        let above = self.taken.get(behind..).unwrap_or_default();
        behind + above.iter().take_while(|rows| **rows > 0).count()
    }

    /// A cell follows the first: what that says is remembered. The header of a column says more, unless the first cell is
    /// one of its row.
    fn follow(&mut self) {
        let [first] = self.row.as_slice() else { return };
        self.leads = first.is_header || self.headers.is_empty();
        if self.leads || self.holds_values {
            let text = first.text.get(..first.first).unwrap_or_default();
            self.lead = Header { text: text.to_owned(), raised: words::met(text.as_bytes()) };
        }
    }

    /// What a cell from above says that takes the first column of the row.
    fn spanning(&self) -> Option<&Header> {
        let is_below = self.row.first().is_some_and(|first| first.column > 0);
        Some(&self.spanning).filter(|header| is_below && !header.text.is_empty())
    }

    fn end_row(&mut self) {
        let lead = std::mem::take(&mut self.lead);
        if self.row.is_empty() {
            return;
        }
        if self.row.first().is_some_and(|first| first.column == 0) {
            let spans = self.row[0].look.rows > 1 && self.leads && self.row.len() > 1;
            self.spanning = if spans { lead } else { Header::default() };
        }
        let row = std::mem::take(&mut self.row);
        self.former = row.len();
        let spans: Vec<(usize, Look)> = row.iter().map(|cell| (cell.column, cell.look)).collect();
        // Below one cell that spans the table its names may follow.
        let is_title = matches!(row.as_slice(), [one] if one.look.columns > 1);
        let looks = !self.begun && row.iter().all(Cell::looks_like_header);
        if self.is_section(&row) {
            self.name_section(row);
        } else if row.iter().all(|cell| cell.is_header)
            || looks && row.iter().filter(|cell| cell.blocks > 0).count() > 1
            || !self.begun && reads_like_names(&row)
        {
            self.name_columns(row);
        }
        self.begun |= !is_title;
        self.taken.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
        for (column, Look { columns, rows, .. }) in spans.into_iter().filter(|(_, look)| look.rows > 1) {
            let end = MOST_COLUMNS.min(column + columns);
            self.taken.resize(self.taken.len().max(end), 0);
            self.taken.iter_mut().take(end).skip(column).for_each(|taken| *taken = rows - 1);
        }
    }

    /// Whether the row is the title of a section below names of columns: the one header of the row, and no cell from above
    /// stands beside it.
    fn is_section(&self, row: &[Cell]) -> bool {
        let names_several = || self.names.iter().any(|name| name.text != self.names[0].text);
        matches!(row, [one] if one.is_header) && names_several() && self.taken.iter().all(|rows| *rows == 0)
    }

    /// The title of a section speaks of those columns of which their names tell nothing.
    fn name_section(&mut self, row: Vec<Cell>) {
        let title = row.first().map(Cell::header).unwrap_or_default();
        let tells = |header: &Header| header.raised.intersects(Signals::SAID);
        self.headers.clone_from(&self.names);
        if tells(&title) {
            self.headers.iter_mut().filter(|name| !tells(name)).for_each(|name| name.clone_from(&title));
        }
    }

    /// A row of headers; what reaches into it from above goes on naming its columns.
    fn name_columns(&mut self, row: Vec<Cell>) {
        let above = std::mem::take(&mut self.names);
        let from_above = above.into_iter().zip(&self.taken).map(|(header, rows)| Some(header).filter(|_| *rows > 0));
        self.headers = from_above.map(Option::unwrap_or_default).collect();
        for cell in row {
            let (column, columns) = (cell.column, cell.look.columns);
            let end = MOST_COLUMNS.min(column + columns);
            self.headers.resize(self.headers.len().max(end), Header::default());
            let header = cell.header();
            self.headers.iter_mut().take(end).skip(column).for_each(|known| known.clone_from(&header));
        }
        self.holds_values = self.headers.iter().any(|header| is_any(VALUES, &header.text));
        self.tell_by_others();
        self.names.clone_from(&self.headers);
    }

    /// A column whose name tells less than that of another is labelled by both.
    fn tell_by_others(&mut self) {
        let names = self.headers.iter().map(|header| header.text.as_str());
        let told: Vec<_> = names.clone().map(|name| told_beside(name, names.clone())).collect();
        for (header, label) in self.headers.iter_mut().zip(told) {
            if let Some(label) = label {
                *header = Header { text: label.to_owned(), raised: words::met(label.as_bytes()) };
            }
        }
    }
}

/// Whether all cells of a first row read like names of columns, and one is the name of something sought.
fn reads_like_names(row: &[Cell]) -> bool {
    let fits = |cell: &Cell| cell.look.rows == 1 && is_name(cell.text.as_bytes());
    row.len() > 1
        && row.iter().all(fits)
        && names_sought(&row.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>())
}

/// Whether one of the names of a row is that of something sought. In a row of two that one stands beside whose it is.
pub(in crate::redact) fn names_sought(row: &[&str]) -> bool {
    let is_subject = |name: &str| is_any(SUBJECTS, name);
    match *row {
        [] | [_] => false,
        [one, other] => is_subject(one) && tells(other) || is_subject(other) && tells(one),
        _ => row.iter().any(|name| tells(name)),
    }
}

/// Whether this names something sought.
fn tells(name: &str) -> bool {
    words::met(name.as_bytes()).intersects(Signals::SAID) || names_number(name)
}

/// Whether a word of it is the short name of an identifier.
fn names_number(name: &str) -> bool {
    name.split(|c: char| !c.is_alphanumeric()).any(|word| is_any(IDENTIFIERS, word))
}

/// Whether this is one of these names.
fn is_any(names: &[&str], name: &str) -> bool {
    let name = name.trim();
    names.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// A label that speaks of what it stands before: with a colon.
pub(super) fn tied(label: &str) -> String {
    let label = label.trim_end();
    if label.is_empty() || label.ends_with(':') { label.to_owned() } else { [label, ":"].concat() }
}

impl Cell {
    /// Whether it is set off as the name of a column is.
    fn looks_like_header(&self) -> bool {
        self.is_header || self.look.is_lit || !self.has_plain
    }

    /// What it says of its columns.
    fn header(&self) -> Header {
        let text = if self.text.len() <= LONGEST_HEADER { self.text.clone() } else { String::new() };
        let raised = words::met(text.as_bytes());
        Header { text, raised }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::promptly::promptly;
    use crate::redact::{Policy, Redactor, Tally};

    /// Reads `table`, `tr`, `/tr`, `th:text`, `td:text`, `td+2:text` of two columns, `td*2:text` of two
    /// rows, `td^:text` in bold, `td!:text` highlighted; gives what is said of each cell of data.
    fn said(steps: &str) -> Vec<(String, bool)> {
        let mut tables = Tables::default();
        let mut all = Vec::new();
        for step in steps.split_whitespace() {
            let (tag, text) = step.split_once(':').unwrap_or((step, ""));
            let number = |sign: char| tag.split_once(sign).map_or(1, |(_, number)| number.parse().unwrap());
            let name = tag.trim_end_matches(|c: char| !c.is_ascii_alphabetic());
            let bare = name.trim_start_matches('/');
            tables.tag(bare.as_bytes(), name != bare, || Look {
                columns: number('+'),
                rows: number('*'),
                is_lit: tag.ends_with('!'),
            });
            if name == "td" {
                let place = tables.place().unwrap();
                all.push((place.header.to_owned(), place.led));
            }
            if !text.is_empty() {
                let is_bold = tag.ends_with('^');
                tables.mark(if is_bold { b"strong" } else { b"em" }, false);
                tables.text(text);
                tables.mark(b"strong", true);
                tables.said(text);
            }
        }
        all
    }

    fn says(header: &str, led: bool) -> (String, bool) {
        (header.to_owned(), led)
    }

    #[test]
    fn a_row_of_headers_names_the_columns_below_it() {
        let rows = said("table tr th:Name th+2:Password th:Host /tr tr td:a td:b td:c td:d /tr tr td:a /tr");
        let expected = ["Name", "Password", "Password", "Host", "Name"].map(|header| says(header, header != "Name"));
        assert_eq!(rows, expected);
    }

    #[test]
    fn a_first_row_that_is_set_off_names_the_columns_below_it() {
        for row in ["td^:Name td^:Password", "td!:Name td!:Password", "td^:Name td!:Password", "td^:Name th:Password"] {
            let rows = said(&format!("table tr {row} /tr tr td:a td:b /tr"));
            assert_eq!(rows[rows.len() - 2..], [says("Name", false), says("Password", true)], "{row}");
        }
        // Of two rows the first alone does, and what is half in plain letters, or stands alone, is no header.
        for row in ["td:Name td:Port /tr tr td^:Name td^:Port", "td^:Name td:Port", "td^:Port"] {
            let rows = said(&format!("table tr {row} /tr tr td:a td:b /tr"));
            assert!(rows.iter().all(|(header, _)| header.is_empty()), "{row}");
        }
        let mut tables = Tables::default();
        ["table", "tr", "td"].into_iter().for_each(|tag| tables.tag(tag.as_bytes(), false, || Look::PLAIN));
        tables.text("\n&nbsp; ");
        assert!(tables.may_be_header());
        tables.text("x");
        assert!(!tables.may_be_header());
    }

    #[test]
    fn a_first_row_that_reads_like_names_names_the_columns_below_it() {
        for (row, column) in [
            ("td:Host td:User td:Password", 2),
            ("td:User td:Password", 1),
            ("td:Password td:Host", 0),
            ("td:Name td:SSN td:Phone", 1),
            ("td+2:Host td:MRN td:DOB", 1),
        ] {
            let rows = said(&format!("table tr {row} /tr tr td:a td:b td:c /tr tr td:Name td:SSN td:x"));
            let cells = row.split(' ').count();
            let header = row.split(' ').nth(column).and_then(|cell| cell.split_once(':')).map_or("", |(_, text)| text);
            let column = column + usize::from(row.contains('+'));
            assert_eq!(rows[cells + column], says(header, column > 0), "{row}");
            assert_eq!(rows[cells + 3 + column], says(header, column > 0), "{row}");
        }
        for row in [
            "td:Host td:User td:Port",
            "td:Password td:swordfish",
            "td:Method td:Password",
            "td:Host td:Password, td:User",
            "td:Host td:Password td:1234",
            "td:Password",
            "td:Host td:Password td",
        ] {
            let rows = said(&format!("table tr {row} /tr tr td:a td:b td:c /tr"));
            assert!(rows.iter().all(|(header, _)| header.is_empty()), "{row}");
        }
    }

    #[test]
    fn names_of_columns_may_follow_a_cell_that_spans_the_table() {
        for title in ["td+2:Accounts", "td^+2:Accounts", "th+2:Accounts"] {
            let rows = said(&format!("table tr {title} /tr tr td:User td:Password /tr tr td:ann td:x7 /tr"));
            assert_eq!(rows[rows.len() - 2..], [says("login password", false), says("Password", true)], "{title}");
        }
        let rows = said("table tr td:Accounts /tr tr td:User td:Password /tr tr td:ann td:x7 /tr");
        assert_eq!(rows[rows.len() - 1], says("", true));
    }

    #[test]
    fn the_title_of_a_section_leaves_the_names_of_columns() {
        let header = "table tr th:Host th:User th:Password /tr";
        let names = ["Host", "login password", "Password"].map(|name| says(name, name != "Host"));
        for title in ["th+3:Staging", "th:Staging"] {
            let rows = said(&format!("{header} tr {title} /tr tr td:a td:b td:c /tr"));
            assert_eq!(rows, names, "{title}");
        }
        let rows =
            said(&format!("{header} tr th+3:Tokens /tr tr td:a td:b td:c /tr tr th+3:More /tr tr td:a td:b td:c"));
        let told =
            ["Tokens", "login password", "Password"].into_iter().enumerate().map(|(at, name)| says(name, at > 0));
        assert_eq!(rows, told.chain(names).collect::<Vec<_>>());
        // A title alone names the columns, up to the next one.
        let rows = said("table tr th+2:Passwords /tr tr td:a td:b /tr tr th+2:Hosts /tr tr td:a td:b");
        assert_eq!(
            rows,
            ["Passwords", "Passwords", "Hosts", "Hosts"]
                .into_iter()
                .enumerate()
                .map(|(at, name)| says(name, at % 2 > 0))
                .collect::<Vec<_>>()
        );
        // A second row of names may have one that stands beside those from above.
        let rows = said("table tr th*2:Host th:Keys /tr tr th:SSN /tr tr td:a td:b");
        assert_eq!(rows, [says("Host", false), says("SSN", true)]);
    }

    #[test]
    fn cells_that_take_several_rows_move_those_below_to_their_columns() {
        let rows = said(
            "table tr th:Name th:Key th:Host /tr tr td*3:a td:b td:c /tr tr td:d td*2:e /tr tr td:f /tr tr td:g /tr",
        );
        let expected = [
            ("Name", false),
            ("Key", true),
            ("Host", true),
            ("Key", false),
            ("Host", true),
            ("Key", false),
            ("Name", false),
        ];
        assert_eq!(rows, expected.map(|(header, led)| says(header, led)));
        let rows = said("table tr th*2:Name th+2:Ids /tr tr th:SSN th:Phone /tr tr td:a td:b td:c /tr");
        assert_eq!(rows, [("Name", false), ("SSN", true), ("Phone", true)].map(|(header, led)| says(header, led)));
        assert_eq!(said("table tr th*0:Name th*999999999:Key /tr tr td:a"), [says("Name", false)]);
    }

    #[test]
    fn a_header_beside_data_leads_its_row_and_no_other() {
        assert_eq!(said("table tr th:Password td:x /tr tr th:User td:y td:z /tr"), [(); 3].map(|()| says("", true)));
        assert_eq!(
            said("table tr td:Password td:x /tr tr td:User"),
            [("", false), ("", true), ("", false)].map(|(h, l)| says(h, l))
        );
    }

    #[test]
    fn a_table_of_one_column_is_a_list_and_inner_tables_are_their_own() {
        assert_eq!(said("table tr td:Password /tr tr td:x"), [says("", false), says("", true)]);
        assert_eq!(
            said("table tr th:Key /tr tr td:a table tr td:b /tr /table /tr tr td:c"),
            [says("Key", false), says("", false), says("Key", false)]
        );
        assert_eq!(said("tr /table /tr"), []);
    }

    #[test]
    fn a_row_of_a_million_cells_and_a_header_of_a_million_blocks_take_no_time() {
        promptly(|| {
            for (cell, text) in [("td", "x"), ("th", "Password")] {
                let mut tables = Tables::default();
                ["table", "tr"].into_iter().for_each(|tag| tables.tag(tag.as_bytes(), false, || Look::PLAIN));
                for _ in 0..1_000_000 {
                    if cell == "td" || tables.place().is_none() {
                        tables.tag(cell.as_bytes(), false, || Look::PLAIN);
                    }
                    tables.text(text);
                    tables.said(text);
                    assert!(tables.place().is_some_and(|place| place.header.is_empty()));
                }
                tables.tag(b"tr", true, || Look::PLAIN);
                tables.tag(b"td", false, || Look::PLAIN);
                assert!(
                    tables.place().is_some_and(|place| place.header.is_empty()),
                    "a header without end is no label"
                );
            }
        });
    }

    #[test]
    fn what_tells_more_stands_nearer() {
        let labels = |header: &str, before: &str| {
            let mut tables = Tables::default();
            for (tag, closes, text) in
                [("table", false, ""), ("tr", false, ""), ("th", false, "No"), ("th", false, header), ("tr", true, "")]
            {
                tables.tag(tag.as_bytes(), closes, || Look::PLAIN);
                tables.said(text);
            }
            (0..2).for_each(|_| tables.tag(b"td", false, || Look::PLAIN));
            tables.labels(|| before.to_owned(), words::met(before.as_bytes()))
        };
        let led = |lead: &str, header: &str| {
            let mut tables = Tables::default();
            let steps: &[(&str, bool, &str)] = match header {
                "" => &[("table", false, "")],
                _ => &[
                    ("table", false, ""),
                    ("tr", false, ""),
                    ("th", false, ""),
                    ("th", false, header),
                    ("tr", true, ""),
                ],
            };
            for (tag, closes, text) in steps {
                tables.tag(tag.as_bytes(), *closes, || Look::PLAIN);
                tables.said(text);
            }
            tables.tag(b"tr", false, || Look::PLAIN);
            for text in [lead, "x", ""] {
                tables.tag(b"td", false, || Look::PLAIN);
                tables.text(text);
                tables.said(text);
            }
            tables.labels(|| "before".to_owned(), Signals::default())
        };
        // The first cell of a row speaks of all others, unless headers do.
        assert_eq!(led("Password", ""), ["Password\nbefore:", "Password:"]);
        assert_eq!(led("Password", "Prod"), ["before:"]);
        assert_eq!(led("Host", ""), ["Host\nbefore:"]);
        assert_eq!(labels("Password", "Token"), ["Token\nPassword:", "Password\nToken:"]);
        assert_eq!(labels("Value", "Token"), ["Value\nToken:"]);
        assert_eq!(labels("Value", "Name"), ["Name\nValue:", "Value\nName:"]);
        assert_eq!(labels("", "Name"), ["Name:"]);
        assert_eq!(Tables::default().labels(|| "Name".to_owned(), Signals::default()), ["Name"]);
    }

    #[test]
    fn the_first_cell_speaks_across_remarks_columns_and_rows() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        let redacted = |body: &str| redactor.storage(body, &mut Tally::new()).into_owned();
        for table in [
            "<tr><th>Field</th><th>Remark</th><th>Value</th></tr><tr><td>NAME</td><td>ask first</td><td>#</td></tr>",
            "<tr><th></th><th>Portal</th><th>Shop</th></tr><tr><th>NAME</th><td>none</td><td>#</td></tr>",
            "<tr><td>NAME</td><td>ask first</td><td>#</td></tr>",
            "<tr><th rowspan=\"2\">NAME</th><td>none</td></tr><tr><td>#</td></tr>",
            "<tr><td rowspan=\"2\">NAME</td><td>old</td><td>none</td></tr><tr><td>new</td><td>#</td></tr>",
            "<tr><td><p>NAME</p><p>of the portal</p></td><td>#</td></tr>",
        ] {
            for (name, value, kind) in
                [("Password", "Wombat-77x", "[SECRET]"), ("MRN", "00482913", "[MEDICAL_RECORD_NUMBER]")]
            {
                let body = |value: &str| format!("<table>{}</table>", table.replace("NAME", name).replace('#', value));
                assert_eq!((redacted(&body(value)), redacted(&body(kind))), (body(kind), body(kind)), "{table}");
            }
            for (name, value) in [("Password length", "12"), ("Build", "00482913")] {
                let body = format!("<table>{}</table>", table.replace("NAME", name).replace('#', value));
                assert_eq!(redacted(&body), body);
            }
        }
        // What a cell from above says ends with it.
        let below = "<table><tr><th rowspan=\"2\">MRN</th><td>x</td></tr><tr><td>y</td></tr><tr><td>Build</td><td>00482913</td></tr></table>";
        assert_eq!(redacted(below), below);
    }

    #[test]
    fn nothing_says_what_a_header_is() {
        let mut tables = Tables::default();
        assert_eq!(tables.place(), None);
        for tag in ["table", "tr", "th"] {
            tables.tag(tag.as_bytes(), false, || Look::PLAIN);
        }
        assert!(tables.may_be_header());
        assert_eq!(tables.place(), Some(Place { lead: "", header: "", raised: Signals::default(), led: false }));
    }
}
