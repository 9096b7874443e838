//! Invented knowledge, machines with their relations, and loans.

use super::maker::{Maker, day, duration, flag, later, time};
use super::row::Row;
use crate::people;

/// How many knowledge bases there are.
pub(super) const BASES: usize = 2;

/// A knowledge base.
pub(super) fn base(maker: &Maker, ordinal: usize) -> Row {
    let mut random = maker.random("kb_knowledge_base", ordinal);
    Row::of([
        ("title", ["IT", "Human Resources"][ordinal % BASES].to_owned()),
        ("description", "What everybody asks.".to_owned()),
        ("owner", maker.user(&mut random)),
    ])
}

/// An article; every sixth has no author.
pub(super) fn article(maker: &Maker, ordinal: usize) -> Row {
    let (life, mut random) = (maker.life("kb_knowledge", ordinal), maker.random("kb_knowledge", ordinal));
    let person = maker.someone(&mut random);
    let text = format!(
        "<h2>Before you start</h2><p>Ask <b>{}</b> (<a href=\"mailto:{}\">{}</a>).</p><ul><li>Restart.</li></ul>",
        person.name, person.email, person.email
    );
    Row::of([
        ("number", format!("KB{:07}", 10_001 + ordinal)),
        ("short_description", format!("How to reach printer {}", ordinal + 1)),
        ("text", text),
        ("author", if ordinal.is_multiple_of(6) { String::new() } else { maker.user(&mut random) }),
        ("kb_knowledge_base", maker.id("kb_knowledge_base", ordinal % BASES)),
        ("workflow_state", random.pick(&["draft", "published", "published", "retired"]).to_owned()),
        ("published", day(life.created)),
        ("valid_to", day(later(life.created, 365))),
        ("sys_view_count", random.below(500).to_string()),
        ("rating", format!("{}.{}", random.below(5), random.below(10))),
    ])
}

/// What all machines have.
fn machine(maker: &Maker, table: &'static str, prefix: &str, ordinal: usize) -> Row {
    let mut random = maker.random(table, ordinal);
    Row::of([
        ("name", format!("{prefix}-{:04}", ordinal + 1)),
        ("sys_class_name", table.to_owned()),
        ("operational_status", (1 + random.below(2)).to_string()),
        ("serial_number", format!("SN{:08}", random.below(100_000_000))),
        ("ip_address", format!("192.0.2.{}", 1 + random.below(250))),
        ("assigned_to", maker.user(&mut random)),
        ("support_group", maker.group(&mut random)),
        ("install_date", time(maker.life(table, ordinal).created)),
        ("short_description", format!("Stands in the office of {}.", maker.someone(&mut random).name)),
    ])
}

/// A configuration item of the base class.
pub(super) fn item(maker: &Maker, ordinal: usize) -> Row {
    machine(maker, "cmdb_ci", "service", ordinal)
}

/// A server.
pub(super) fn server(maker: &Maker, ordinal: usize) -> Row {
    let own = Row::of([
        ("os", ["Linux Red Hat", "Windows Server 2022"][ordinal % 2].to_owned()),
        ("cpu_count", (1 << (ordinal % 6)).to_string()),
        ("ram", (4096 << (ordinal % 4)).to_string()),
        ("host_name", format!("srv-{:04}.example.net", ordinal + 1)),
    ]);
    machine(maker, "cmdb_ci_server", "srv", ordinal).with(own)
}

/// A computer.
pub(super) fn computer(maker: &Maker, ordinal: usize) -> Row {
    let own = Row::of([
        ("os", ["macOS", "Windows 11"][ordinal % 2].to_owned()),
        ("disk_space", format!("{}.5", 256 << (ordinal % 3))),
        ("form_factor", ["Laptop", "Desktop"][ordinal % 2].to_owned()),
    ]);
    machine(maker, "cmdb_ci_computer", "pc", ordinal).with(own)
}

/// That a server carries a computer's programs.
pub(super) fn relation(maker: &Maker, ordinal: usize) -> Row {
    Row::of([
        ("parent", maker.id("cmdb_ci_server", ordinal)),
        ("child", maker.id("cmdb_ci_computer", ordinal)),
        ("type", "Runs on::Runs".to_owned()),
    ])
}

/// A loan, of the table that the customer added.
pub(super) fn loan(maker: &Maker, ordinal: usize) -> Row {
    let (life, mut random) = (maker.life("u_asset_loan", ordinal), maker.random("u_asset_loan", ordinal));
    let reason = format!("{} pays by card {}.", maker.someone(&mut random).name, people::card(&mut random));
    Row::of([
        ("u_number", format!("LOAN{:05}", ordinal + 1)),
        ("u_reason", reason),
        ("u_borrower", maker.user(&mut random)),
        ("u_item", maker.machine(&mut random)),
        ("u_returned", flag(random.one_in(2))),
        ("u_count", random.below(9).to_string()),
        ("u_serial", (9_000_000_000_u64 + random.below(1_000_000) as u64).to_string()),
        ("u_weight", format!("{}.25", random.below(90))),
        ("u_share", format!("0.{:03}", random.below(1000))),
        ("u_deposit", format!("{}.50", random.below(200))),
        ("u_lent_at", time(life.created)),
        ("u_due", time(later(life.created, 30))),
        ("u_birthday", day(later(0, random.below(12_000) as i64))),
        ("u_pick_up", time(random.below(86_400_000) as i64)),
        ("u_period", duration(&mut random)),
        ("u_witnesses", format!("{},{}", maker.user(&mut random), maker.user(&mut random))),
        ("u_page", format!("https://intranet.example.com/loan/{}", ordinal + 1)),
        ("u_condition", "<p>Scratched.</p>".to_owned()),
        ("u_pin", format!("never-to-leave-{:06}", random.below(1_000_000))),
        ("u_colour", format!("#{:06x}", random.below(1 << 24))),
    ])
}
