//! Pages of the docs: their blocks of code.

/// A block of code.
#[derive(Clone, Debug)]
pub struct Block {
    /// Where its first line stands, `PATH:LINE`.
    pub place: String,
    /// What stands behind its fence.
    pub language: String,
    /// Its lines.
    pub lines: Vec<String>,
}

impl Block {
    /// Its first line, empty where it has none.
    pub fn first(&self) -> &str {
        self.lines.first().map_or("", String::as_str)
    }

    /// Its text.
    pub fn text(&self) -> String {
        self.lines.iter().map(|line| format!("{line}\n")).collect()
    }

    /// The commands of a block for the shell, without comments; a line that ends with a backslash goes on in the next.
    pub fn commands(&self) -> Vec<String> {
        let text = self.text().replace("\\\n", " ");
        let commands = text.lines().map(|line| line.split(" #").next().unwrap_or("").trim());
        commands.filter(|command| !command.is_empty() && !command.starts_with('#')).map(str::to_owned).collect()
    }
}

/// The blocks of code of a page, in its order.
pub fn blocks(path: &str) -> Vec<Block> {
    let page = std::fs::read_to_string(path).unwrap();
    let (mut blocks, mut open) = (Vec::new(), None::<Block>);
    for (number, line) in (1..).zip(page.lines()) {
        match (line.trim_start().strip_prefix("```"), &mut open) {
            (Some(language), None) => {
                let (place, language) = (format!("{path}:{}", number + 1), language.trim().to_owned());
                open = Some(Block { place, language, lines: Vec::new() });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some(block)) => block.lines.push(line.to_owned()),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "{path}: a block of code has no end");
    blocks
}
