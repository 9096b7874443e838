//! The program's own sources, read as syntax trees: which paths they name, what they call, what is documented.
//!
//! Tests inside the sources (`#[test]`, `#[cfg(test)]`, the files of such modules) are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use syn::buffer::{Cursor, TokenBuffer};
use syn::visit::{self, Visit};

/// One source file without its tests.
pub struct Code {
    /// Its path below the project's folder, for messages.
    pub path: String,
    /// Its text.
    pub text: String,
    /// The names of its module and those above, outermost first.
    pub module: Vec<String>,
    /// Its syntax tree, tests included.
    pub tree: syn::File,
}

/// A path that some code names, made absolute where it leads into the program (`catchment_run::…`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// The function it stands in, or nothing at the top of the file.
    pub within: String,
    /// Its names.
    pub names: Vec<String>,
}

impl Named {
    /// Whether it begins with these names.
    pub fn begins(&self, prefix: &str) -> bool {
        let prefix: Vec<&str> = prefix.split("::").collect();
        self.names.len() >= prefix.len() && self.names.iter().zip(prefix).all(|(name, wanted)| name == wanted)
    }
}

impl Code {
    /// A file from its text. `path` is its path below the project's folder.
    pub fn new(path: &str, text: &str) -> Self {
        let tree = syn::parse_file(text).unwrap_or_else(|cause| panic!("{path} cannot be parsed: {cause}"));
        Self { path: path.to_owned(), text: text.to_owned(), module: module_of(path), tree }
    }

    /// Every path it names.
    pub fn named(&self) -> Vec<Named> {
        let mut reader = Reader::default();
        reader.visit_file(&self.tree);
        let Reader { uses, modules, paths, .. } = reader;
        let mut aliases: BTreeMap<String, Vec<String>> =
            modules.iter().map(|name| (name.clone(), vec!["self".to_owned(), name.clone()])).collect();
        aliases.extend(uses.iter().filter_map(|(named, alias)| Some((alias.clone()?, named.names.clone()))));
        let used = uses.into_iter().map(|(named, _)| named);
        let spelled = paths.into_iter().filter_map(|mut named| match aliases.get(&named.names[0]) {
            Some(full) => {
                named.names.splice(0..1, full.iter().cloned());
                Some(named)
            }
            // A name alone that was not imported is one of the file's own.
            None => (named.names.len() > 1).then_some(named),
        });
        let all: BTreeSet<Named> = used.chain(spelled).map(|named| self.absolute(named)).collect();
        all.into_iter().collect()
    }

    /// What its `pub use` hands on at the top of the file: the name, and the path that it stands for.
    pub fn handed_on(&self) -> BTreeMap<String, Named> {
        let mut reader = Reader::default();
        for item in &self.tree.items {
            if let syn::Item::Use(item) = item
                && !matches!(item.vis, syn::Visibility::Inherited)
            {
                reader.flatten(&item.tree, &[]);
            }
        }
        reader.uses.into_iter().filter_map(|(named, alias)| Some((alias?, self.absolute(named)))).collect()
    }

    /// The modules that it declares at the top.
    fn declared(&self) -> impl Iterator<Item = &syn::Ident> {
        self.tree.items.iter().filter_map(|item| match item {
            syn::Item::Mod(module) => Some(&module.ident),
            _ => None,
        })
    }

    fn absolute(&self, mut named: Named) -> Named {
        let mut base = self.module.clone();
        if named.names[0] == "crate" {
            named.names[0].clone_from(&self.module[0]);
        }
        let is_relative = matches!(named.names[0].as_str(), "self" | "super");
        while let Some(first) = named.names.first().filter(|_| is_relative) {
            match first.as_str() {
                "super" => drop(base.pop()),
                "self" => {}
                _ => break,
            }
            named.names.remove(0);
        }
        if is_relative || self.declared().any(|module| *module == named.names[0]) {
            named.names.splice(0..0, base);
        }
        named
    }

    /// The macros it calls and the methods that panic, each with the function it stands in.
    pub fn calls(&self) -> Vec<(String, String)> {
        let mut reader = Reader::default();
        reader.visit_file(&self.tree);
        reader.calls
    }

    /// The texts it holds, those inside macros as well, each with the function it stands in.
    pub fn texts(&self) -> Vec<(String, String)> {
        let mut reader = Reader::default();
        reader.visit_file(&self.tree);
        reader.texts
    }

    /// Public items without a doc comment.
    pub fn undocumented(&self) -> Vec<String> {
        let mut reader = Undocumented::default();
        if !documented(&self.tree.attrs) {
            reader.found.push("the file itself (//!)".to_owned());
        }
        reader.visit_file(&self.tree);
        reader.found
    }

    /// Lines of code: neither blank nor comment, tests left out.
    pub fn lines(&self) -> usize {
        let own = self.text.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default();
        own.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")).count()
    }

    /// The functions with the numbers of their lines, as formatted.
    pub fn functions(&self) -> Vec<(String, usize)> {
        let lines: Vec<&str> = self.text.lines().collect();
        let mut found = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            let Some(name) = function_name(line) else { continue };
            let indent = &line[..line.len() - line.trim_start().len()];
            let end = lines[at..].iter().position(|line| *line == format!("{indent}}}"));
            if let Some(end) = end.filter(|_| !line.trim_end().ends_with([';', '}'])) {
                found.push((name, end + 1));
            }
        }
        found
    }
}

fn function_name(line: &str) -> Option<String> {
    let mut words =
        line.trim_start().split(' ').skip_while(|word| matches!(*word, "async" | "const") || word.starts_with("pub"));
    (words.next()? == "fn")
        .then(|| words.next().map(|name| name.split(['(', '<']).next().unwrap_or(name).to_owned()))?
}

/// The module of a file, outermost first: the crate, then folders and files.
fn module_of(path: &str) -> Vec<String> {
    let (krate, below) = match path.strip_prefix("crates/").and_then(|path| path.split_once("/src/")) {
        Some((krate, below)) => (format!("catchment_{krate}"), below),
        None => ("catchment".to_owned(), path.strip_prefix("src/").unwrap_or(path)),
    };
    let names = below.trim_end_matches(".rs").split('/').filter(|name| !matches!(*name, "mod" | "lib"));
    std::iter::once(krate).chain(names.map(str::to_owned)).collect()
}

/// The folders of the crates: the program's, which is the project's folder, and those below `crates/`.
pub fn crates(root: &Path) -> Vec<String> {
    let manifests = files_below(root, "crates").into_iter().filter(|path| path.matches('/').count() == 2);
    let folders = manifests.filter_map(|path| path.strip_suffix("/Cargo.toml").map(str::to_owned));
    std::iter::once(String::new()).chain(folders).collect()
}

/// Every source of the program, in order of path. `root` is the project's folder.
pub fn program(root: &Path) -> Vec<Code> {
    let below_crates = files_below(root, "crates").into_iter().filter(|path| path.contains("/src/"));
    let files = files_below(root, "src").into_iter().chain(below_crates).filter(|path| path.ends_with(".rs"));
    let all: Vec<Code> = files.map(|path| read(root, &path)).collect();
    let tests: BTreeSet<Vec<String>> = all.iter().flat_map(test_modules).collect();
    all.into_iter().filter(|code| tests.iter().all(|test| !code.module.starts_with(test))).collect()
}

/// One source of the program.
pub fn read(root: &Path, path: &str) -> Code {
    Code::new(path, &std::fs::read_to_string(root.join(path)).unwrap())
}

/// The modules that a file declares for tests only, in files of their own.
fn test_modules(code: &Code) -> Vec<Vec<String>> {
    let declared = code.tree.items.iter().filter_map(|item| match item {
        syn::Item::Mod(module) if module.content.is_none() && is_test(&module.attrs) => Some(module.ident.to_string()),
        _ => None,
    });
    declared.map(|name| code.module.iter().cloned().chain([name]).collect()).collect()
}

/// Paths of all files below a folder of the project, relative to the project, sorted.
pub fn files_below(root: &Path, folder: &str) -> Vec<String> {
    let (mut found, mut folders) = (Vec::new(), vec![PathBuf::from(folder)]);
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(root.join(&folder)) else { continue };
        for entry in entries.map(Result::unwrap) {
            let path = folder.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                folders.push(path);
            } else {
                found.push(path.display().to_string());
            }
        }
    }
    found.sort();
    found
}

#[derive(Default)]
struct Reader {
    within: Vec<String>,
    uses: Vec<(Named, Option<String>)>,
    modules: Vec<String>,
    paths: Vec<Named>,
    calls: Vec<(String, String)>,
    texts: Vec<(String, String)>,
}

impl Reader {
    fn at(&self, names: Vec<String>) -> Named {
        Named { within: self.within.last().cloned().unwrap_or_default(), names }
    }

    fn call(&mut self, what: &str) {
        self.calls.push((self.within.last().cloned().unwrap_or_default(), what.to_owned()));
    }

    fn text(&mut self, what: String) {
        self.texts.push((self.within.last().cloned().unwrap_or_default(), what));
    }

    /// The texts inside a macro.
    fn texts_of(&mut self, mut tokens: Cursor<'_>) {
        while let Some((_, behind)) = tokens.token_tree() {
            if let Some((inside, ..)) = tokens.any_group() {
                self.texts_of(inside);
            } else if let Some((literal, _)) = tokens.literal()
                && let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string())
            {
                self.text(text.value());
            }
            tokens = behind;
        }
    }

    fn flatten(&mut self, tree: &syn::UseTree, before: &[String]) {
        let with = |name: &syn::Ident| before.iter().cloned().chain([name.to_string()]).collect::<Vec<_>>();
        match tree {
            syn::UseTree::Path(path) => self.flatten(&path.tree, &with(&path.ident)),
            syn::UseTree::Name(name) if name.ident == "self" => {
                let alias = before.last().cloned();
                self.uses.push((self.at(before.to_vec()), alias));
            }
            syn::UseTree::Name(name) => self.uses.push((self.at(with(&name.ident)), Some(name.ident.to_string()))),
            syn::UseTree::Rename(name) => self.uses.push((self.at(with(&name.ident)), Some(name.rename.to_string()))),
            syn::UseTree::Glob(_) => self.uses.push((self.at(before.to_vec()), None)),
            syn::UseTree::Group(group) => group.items.iter().for_each(|item| self.flatten(item, before)),
        }
    }

    /// The paths and calls inside a macro, whose tokens are not parsed.
    fn scan(&mut self, tokens: &str) {
        let text = without_literals(tokens).replace(" ::", "::").replace(":: ", "::");
        let text = text.replace(". ", ".").replace(" !", "!");
        for word in text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | ':' | '.' | '!'))) {
            if word.ends_with('!') {
                self.call(word.rsplit(':').next().unwrap_or(word));
            } else if let Some((_, method)) = word.rsplit_once('.') {
                self.call(&format!(".{method}"));
            }
            let names: Vec<String> = word.split("::").map(str::to_owned).collect();
            if names.len() > 1 && names.iter().all(|name| !name.is_empty() && !name.contains(['.', ':', '!'])) {
                self.paths.push(self.at(names));
            }
        }
    }

    fn inside(&mut self, name: String, visit: impl FnOnce(&mut Self)) {
        self.within.push(name);
        visit(self);
        self.within.pop();
    }
}

/// The tokens of a macro without the texts and characters in it.
fn without_literals(tokens: &str) -> String {
    let mut out = String::new();
    let mut chars = tokens.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '"' {
            while let Some(inner) = chars.next() {
                match inner {
                    '\\' => drop(chars.next()),
                    '"' => break,
                    _ => {}
                }
            }
            out.push(' ');
        } else {
            out.push(c);
        }
    }
    out
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if !is_test(&item.attrs) {
            self.flatten(&item.tree, &[]);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test(&item.attrs) {
            self.modules.push(item.ident.to_string());
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if !is_test(&item.attrs) {
            self.inside(item.sig.ident.to_string(), |reader| visit::visit_item_fn(reader, item));
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        if !is_test(&item.attrs) {
            self.inside(item.sig.ident.to_string(), |reader| visit::visit_impl_item_fn(reader, item));
        }
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        if !is_test(&item.attrs) {
            visit::visit_item_impl(self, item);
        }
    }

    /// How far something is seen imports nothing.
    fn visit_vis_restricted(&mut self, _: &'ast syn::VisRestricted) {}

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.paths.push(self.at(names));
        visit::visit_path(self, path);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.call(&format!(".{}", call.method));
        visit::visit_expr_method_call(self, call);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        if let Some(last) = call.path.segments.last() {
            self.call(&format!("{}!", last.ident));
        }
        self.scan(&call.tokens.to_string());
        self.texts_of(TokenBuffer::new2(call.tokens.clone()).begin());
        visit::visit_macro(self, call);
    }

    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        self.text(text.value());
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if let syn::Meta::List(list) = &attribute.meta {
            self.scan(&list.tokens.to_string());
        }
    }
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        syn::Meta::Path(path) => path.segments.last().is_some_and(|segment| segment.ident == "test"),
        syn::Meta::List(list) => list.path.is_ident("cfg") && list.tokens.to_string() == "test",
        syn::Meta::NameValue(_) => false,
    })
}

fn documented(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("doc"))
}

#[derive(Default)]
struct Undocumented {
    found: Vec<String>,
}

impl Undocumented {
    fn item(&mut self, visibility: &syn::Visibility, attributes: &[syn::Attribute], name: &syn::Ident) -> bool {
        let public = matches!(visibility, syn::Visibility::Public(_)) && !is_test(attributes);
        if public && !documented(attributes) {
            self.found.push(name.to_string());
        }
        public
    }

    fn parts<'a>(&mut self, owner: &syn::Ident, parts: impl Iterator<Item = (&'a [syn::Attribute], String)>) {
        for (attributes, name) in parts {
            if !documented(attributes) {
                self.found.push(format!("{owner}::{name}"));
            }
        }
    }

    fn fields(&mut self, owner: &syn::Ident, fields: &syn::Fields, all: bool) {
        let named = fields.iter().filter(|field| all || matches!(field.vis, syn::Visibility::Public(_)));
        let named = named.filter_map(|field| Some((field.attrs.as_slice(), field.ident.as_ref()?.to_string())));
        self.parts(owner, named);
    }
}

impl<'ast> Visit<'ast> for Undocumented {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.item(&item.vis, &item.attrs, &item.sig.ident);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.item(&item.vis, &item.attrs, &item.sig.ident);
    }

    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        self.item(&item.vis, &item.attrs, &item.ident);
    }

    fn visit_impl_item_const(&mut self, item: &'ast syn::ImplItemConst) {
        self.item(&item.vis, &item.attrs, &item.ident);
    }

    fn visit_item_type(&mut self, item: &'ast syn::ItemType) {
        self.item(&item.vis, &item.attrs, &item.ident);
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        if self.item(&item.vis, &item.attrs, &item.ident) {
            self.fields(&item.ident, &item.fields, false);
        }
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        if self.item(&item.vis, &item.attrs, &item.ident) {
            let variants = item.variants.iter().map(|variant| (variant.attrs.as_slice(), variant.ident.to_string()));
            self.parts(&item.ident, variants);
            item.variants.iter().for_each(|variant| self.fields(&variant.ident, &variant.fields, true));
        }
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        if self.item(&item.vis, &item.attrs, &item.ident) {
            let methods = item.items.iter().filter_map(|part| match part {
                syn::TraitItem::Fn(method) => Some((method.attrs.as_slice(), method.sig.ident.to_string())),
                syn::TraitItem::Const(constant) => Some((constant.attrs.as_slice(), constant.ident.to_string())),
                syn::TraitItem::Type(kind) => Some((kind.attrs.as_slice(), kind.ident.to_string())),
                _ => None,
            });
            self.parts(&item.ident, methods);
        }
    }
}
