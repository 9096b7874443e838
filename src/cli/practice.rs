//! The practice servers, as a process of their own.

use super::print::Printer;
use super::watch;
use catchment_base::error::{Error, Result};
use catchment_practice::{confluence, jira, rest, salesforce, servicenow};
use clap::ValueEnum;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

/// Which API a practice server fakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Api {
    /// Confluence Cloud or Data Center
    Confluence,
    /// Any REST API: customers, orders, stock, regions
    Rest,
    /// ServiceNow: incidents and other tables
    #[value(name = "servicenow")]
    ServiceNow,
    /// Jira Cloud or Data Center, with Service Management
    Jira,
    /// Salesforce: cases and other objects of an org
    Salesforce,
}

/// Which product the site is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum Product {
    /// Confluence Cloud or Jira Cloud
    Cloud,
    /// Confluence Data Center or Jira Data Center
    DataCenter,
}

/// The version of Data Center that is served when none is given.
const USUAL_VERSION: &str = "9.2.0";

/// The switches of the practice servers.
#[derive(clap::Args)]
pub struct PracticeArgs {
    /// What to serve: confluence, jira, salesforce, servicenow, or rest for a REST API of customers and orders
    #[arg(long, value_enum, default_value_t = Api::Confluence, hide_possible_values = true)]
    pub api: Api,
    /// Port on 127.0.0.1; 0 for any
    #[arg(long, default_value_t = 0)]
    pub port: u16,
    /// Confluence and Jira: cloud or data_center [default: cloud]
    #[arg(long, value_enum, value_name = "PRODUCT", hide_possible_values = true)]
    pub deployment: Option<Product>,
    /// Confluence Data Center: version, for example 8.5.4, 9.2.0 or 10.0.3 [default: 9.2.0]
    #[arg(long, value_name = "VERSION")]
    pub dc_version: Option<String>,
    /// Confluence Data Center: offset of its times, for example +1100 [default: +01:00]
    #[arg(long, value_name = "OFFSET", allow_hyphen_values = true)]
    pub server_offset: Option<String>,
    /// Confluence, Jira and ServiceNow: time zone of the account, for example Pacific/Apia [default: UTC; Confluence: Europe/Berlin]
    #[arg(long, value_name = "ZONE")]
    pub time_zone: Option<String>,
    /// Confluence: pages on the site [default: 200]
    #[arg(long, allow_negative_numbers = true)]
    pub pages: Option<usize>,
    /// Confluence: approximate size of a body in bytes [default: 2048]
    #[arg(long, allow_negative_numbers = true)]
    pub body: Option<usize>,
    /// Confluence: spaces on the site [default: 3]
    #[arg(long, allow_negative_numbers = true)]
    pub spaces: Option<usize>,
    /// Confluence: blog posts on the site [default: 10]
    #[arg(long, allow_negative_numbers = true)]
    pub blogposts: Option<usize>,
    /// Confluence: attachments on the site [default: 0]
    #[arg(long, allow_negative_numbers = true)]
    pub attachments: Option<usize>,
    /// Confluence: approximate size of an attachment in bytes [default: 1000]
    #[arg(long, value_name = "BYTES", allow_negative_numbers = true)]
    pub attachment_bytes: Option<usize>,
    /// Confluence: further resources, for example comments=100; can be repeated; listed below
    #[arg(long, value_name = "NAME=COUNT")]
    pub with: Vec<String>,
    /// Confluence: serve the HTML files in this folder instead of generated content
    #[arg(long, value_name = "FOLDER")]
    pub html: Option<PathBuf>,
    /// REST: customers; ServiceNow: incidents; Salesforce: cases [default: 200]
    #[arg(long, allow_negative_numbers = true)]
    pub records: Option<usize>,
    /// Jira: issues on the site [default: 200]
    #[arg(long, allow_negative_numbers = true)]
    pub issues: Option<usize>,
    /// REST: how listings are paged [default: cursor]
    #[arg(long, value_name = "KIND")]
    pub paging: Option<rest::Paging>,
    /// How clients authenticate. Confluence Cloud: token, scoped, oauth or connect [default: token]. Data Center: data-center. REST: open, basic, bearer, header, query or oauth [default: open]. ServiceNow: basic, oauth or api-key [default: basic]
    #[arg(long, value_name = "KIND")]
    pub door: Option<String>,
    /// Confluence: a scope of the tokens at the gateway; can be repeated [default: all]
    #[arg(long, value_name = "SCOPE")]
    pub scope: Vec<String>,
    /// Delay before every response, for example 80ms
    #[arg(long, default_value = "0ms", value_name = "MILLISECONDS")]
    pub latency: Latency,
    /// Seed of the generated content
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Compress responses with gzip for clients that accept it
    #[arg(long)]
    pub gzip: bool,
    /// A fault to simulate; can be repeated
    #[arg(long, value_name = "NAME[=VALUE]")]
    pub fault: Vec<String>,
}

/// Milliseconds, with or without `ms`.
#[derive(Clone, Copy)]
pub struct Latency(pub u64);

impl FromStr for Latency {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.trim_end_matches("ms").parse().map(Self)
    }
}

impl std::fmt::Display for Latency {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}ms", self.0)
    }
}

/// What follows the switches in the help text.
pub(super) fn help() -> String {
    format!(
        "Examples:\n  catchment practice --port 8080 --pages 1000 --fault 429=10\n  \
         catchment practice --deployment data_center --dc-version 8.5.4 --fault undercounted-next\n  \
         catchment practice --api rest --port 8080 --paging offset --fault 503=5\n  \
         catchment practice --api servicenow --records 1000 --fault hidden-every=incident:7\n  \
         catchment practice --api jira --issues 1000 --time-zone Asia/Calcutta --fault index-lag=5\n  \
         catchment practice --api salesforce --records 1000 --fault token-uses=20\n\n\
         Resources for --with:\n{}\nFaults of all:\n{}\nFaults of Confluence:\n{}\n\
         Faults of Confluence Data Center:\n{}\nFaults of REST:\n{}\nFaults of ServiceNow:\n{}\nFaults of Jira:\n{}\nFaults of Salesforce:\n{}\nKinds of paging:\n{}",
        confluence::resource_help(),
        catchment_practice::fault_help(),
        confluence::fault_help(),
        confluence::data_center_fault_help(),
        rest::fault_help(),
        servicenow::fault_help(),
        jira::fault_help(),
        salesforce::fault_help(),
        rest::paging_help()
    )
}

/// Serves until a signal comes.
pub(super) async fn serve(args: &PracticeArgs, printer: &Printer) -> Result<u8> {
    args.refuse_foreign()?;
    match args.api {
        Api::Confluence => {
            let options = args.confluence()?;
            let who = format!("username {}, token {}", options.username, options.api_token);
            let server = confluence::start(options).await?;
            let confluence::Offer { settings, secrets } = server.offer();
            hold(printer, &who, &section("practice", &settings, &secrets), server.url(), server.ended()).await?;
            server.stop().await;
        }
        Api::Rest => {
            let options = args.rest()?;
            let who = format!("username {}, secret {}", options.username, options.secret);
            let server = rest::start(options).await?;
            hold(printer, &who, &[], server.url(), server.ended()).await?;
            server.stop().await;
        }
        Api::ServiceNow => {
            let options = args.servicenow()?;
            let who = match options.door {
                servicenow::Door::ApiKey => format!("key {}", options.api_key),
                _ => format!("username {}, password {}", options.username, options.password),
            };
            let server = servicenow::start(options).await?;
            let servicenow::Offer { settings, secrets } = server.offer();
            hold(printer, &who, &section("itsm", &settings, &secrets), server.url(), server.ended()).await?;
            server.stop().await;
        }
        Api::Jira => {
            let options = args.jira()?;
            let who = match options.deployment {
                jira::Deployment::Cloud => format!("username {}, token {}", options.username, options.api_token),
                jira::Deployment::DataCenter => format!("personal access token {}", options.api_token),
            };
            let server = jira::start(options).await?;
            let jira::Offer { settings, secrets } = server.offer();
            hold(printer, &who, &section("tickets", &settings, &secrets), server.url(), server.ended()).await?;
            server.stop().await;
        }
        Api::Salesforce => {
            let options = args.salesforce()?;
            let who = format!("client_id {}, client_secret {}", options.client_id, options.client_secret);
            let server = salesforce::start(options).await?;
            let salesforce::Offer { settings, secrets } = server.offer();
            hold(printer, &who, &section("crm", &settings, &secrets), server.url(), server.ended()).await?;
            server.stop().await;
        }
    }
    Ok(0)
}

/// The lines of a configuration for a connection to a server, and the commands that set what it takes from the environment.
fn section(name: &str, settings: &[String], secrets: &[(&str, String)]) -> Vec<String> {
    let head = "a section for catchment.toml, and what it takes from the environment:".to_owned();
    let head = [head, String::new(), format!("[connections.{name}]")];
    let exports = secrets.iter().map(|(name, value)| format!("export {name}={value}"));
    head.into_iter()
        .chain(settings.iter().cloned())
        .chain([String::new()])
        .chain(exports)
        .chain([String::new()])
        .collect()
}

/// Tells who may come in and how, and waits for a signal or the server's end.
async fn hold(printer: &Printer, who: &str, how: &[String], url: &str, ended: impl Future<Output = ()>) -> Result<()> {
    let mut stop = watch::signals(printer);
    printer.note(&format!("practice server: {who}; stop it with Ctrl-C"));
    how.iter().for_each(|line| printer.note(line));
    // The address comes last: who waits for it may go on.
    printer.data(&format!("{url}\n"))?;
    tokio::select! {
        () = ended => {}
        _ = stop.wait_for(|stop| *stop) => {}
    }
    Ok(())
}

impl PracticeArgs {
    /// Refuses switches that say nothing about what is served.
    fn refuse_foreign(&self) -> Result<()> {
        const CONFLUENCE: &[Api] = &[Api::Confluence];
        const OF_ATLASSIAN: &[Api] = &[Api::Confluence, Api::Jira];
        let given = [
            ("--deployment", OF_ATLASSIAN, self.deployment.is_some()),
            ("--dc-version", CONFLUENCE, self.dc_version.is_some()),
            ("--server-offset", CONFLUENCE, self.server_offset.is_some()),
            ("--time-zone", &[Api::Confluence, Api::Jira, Api::ServiceNow], self.time_zone.is_some()),
            ("--pages", CONFLUENCE, self.pages.is_some()),
            ("--body", CONFLUENCE, self.body.is_some()),
            ("--spaces", CONFLUENCE, self.spaces.is_some()),
            ("--blogposts", CONFLUENCE, self.blogposts.is_some()),
            ("--attachments", CONFLUENCE, self.attachments.is_some()),
            ("--attachment-bytes", CONFLUENCE, self.attachment_bytes.is_some()),
            ("--with", CONFLUENCE, !self.with.is_empty()),
            ("--html", CONFLUENCE, self.html.is_some()),
            ("--records", &[Api::Rest, Api::Salesforce, Api::ServiceNow], self.records.is_some()),
            ("--issues", &[Api::Jira], self.issues.is_some()),
            ("--door", &[Api::Confluence, Api::Rest, Api::ServiceNow], self.door.is_some()),
            ("--paging", &[Api::Rest], self.paging.is_some()),
            ("--scope", CONFLUENCE, !self.scope.is_empty()),
        ];
        match given.iter().find(|(_, apis, given)| *given && !apis.contains(&self.api)) {
            Some((switch, ..)) => Err(Error::usage(format!("{switch} does not apply to this API"))
                .hint("remove it, or serve another API with --api")),
            None => Ok(()),
        }
    }

    /// The product to serve; a version and an offset are those of Data Center.
    fn product(&self) -> Result<confluence::Deployment> {
        let of_data_center = [("--dc-version", &self.dc_version), ("--server-offset", &self.server_offset)];
        let given = of_data_center.into_iter().find(|(_, value)| value.is_some());
        match (self.deployment.unwrap_or(Product::Cloud), given) {
            (Product::Cloud, None) => Ok(confluence::Deployment::Cloud),
            (Product::Cloud, Some((switch, _))) => {
                Err(Error::usage(format!("{switch} does not apply to Confluence Cloud"))
                    .hint("remove it, or serve Data Center with --deployment data_center"))
            }
            (Product::DataCenter, _) => {
                let version = self.dc_version.as_deref().unwrap_or(USUAL_VERSION).to_owned();
                Ok(confluence::Deployment::DataCenter { version })
            }
        }
    }

    /// The door of a product: the one that was named, or the usual one.
    fn door(&self, deployment: &confluence::Deployment) -> Result<confluence::Door> {
        let Some(name) = &self.door else { return Ok(deployment.usual_door()) };
        let door: confluence::Door = name.parse()?;
        if deployment.has(door) {
            return Ok(door);
        }
        let (product, other) = match deployment {
            confluence::Deployment::Cloud => ("Cloud", "data_center"),
            confluence::Deployment::DataCenter { .. } => ("Data Center", "cloud"),
        };
        Err(Error::usage(format!("the door {name} does not apply to Confluence {product}"))
            .hint(format!("leave --door out, or serve the other product with --deployment {other}")))
    }

    fn confluence(&self) -> Result<confluence::Options> {
        let usual = confluence::Options::default();
        let deployment = self.product()?;
        Ok(confluence::Options {
            port: self.port,
            pages: self.pages.unwrap_or(usual.pages),
            body: self.body.unwrap_or(usual.body),
            spaces: self.spaces.unwrap_or(usual.spaces),
            blogposts: self.blogposts.unwrap_or(usual.blogposts),
            attachments: self.attachments.unwrap_or(usual.attachments),
            attachment_bytes: self.attachment_bytes.unwrap_or(usual.attachment_bytes),
            latency: Duration::from_millis(self.latency.0),
            seed: self.seed,
            html: self.html.clone(),
            gzip: self.gzip,
            door: self.door(&deployment)?,
            scopes: self.scope.clone(),
            faults: confluence::Faults::parse(&self.fault)?,
            deployment,
            server_offset: self.server_offset.clone().unwrap_or(usual.server_offset),
            time_zone: self.time_zone.clone().unwrap_or(usual.time_zone),
            extras: confluence::Extras::parse(&self.with)?,
            ..usual
        })
    }

    fn rest(&self) -> Result<rest::Options> {
        let usual = rest::Options::default();
        Ok(rest::Options {
            port: self.port,
            records: self.records.unwrap_or(usual.records),
            paging: self.paging.unwrap_or(usual.paging),
            door: self.door.as_deref().map_or(Ok(usual.door), str::parse)?,
            latency: Duration::from_millis(self.latency.0),
            seed: self.seed,
            gzip: self.gzip,
            faults: rest::Faults::parse(&self.fault)?,
            ..usual
        })
    }

    fn servicenow(&self) -> Result<servicenow::Options> {
        let usual = servicenow::Options::default();
        Ok(servicenow::Options {
            port: self.port,
            records: self.records.unwrap_or(usual.records),
            door: self.door.as_deref().map_or(Ok(usual.door), str::parse)?,
            time_zone: self.time_zone.clone().unwrap_or(usual.time_zone),
            latency: Duration::from_millis(self.latency.0),
            seed: self.seed,
            gzip: self.gzip,
            faults: servicenow::Faults::parse(&self.fault)?,
            ..usual
        })
    }

    fn jira(&self) -> Result<jira::Options> {
        let usual = jira::Options::default();
        Ok(jira::Options {
            port: self.port,
            deployment: match self.deployment {
                Some(Product::DataCenter) => jira::Deployment::DataCenter,
                Some(Product::Cloud) | None => jira::Deployment::Cloud,
            },
            issues: self.issues.unwrap_or(usual.issues),
            time_zone: self.time_zone.clone().unwrap_or(usual.time_zone),
            latency: Duration::from_millis(self.latency.0),
            seed: self.seed,
            gzip: self.gzip,
            faults: jira::Faults::parse(&self.fault)?,
            ..usual
        })
    }

    fn salesforce(&self) -> Result<salesforce::Options> {
        let usual = salesforce::Options::default();
        Ok(salesforce::Options {
            port: self.port,
            records: self.records.unwrap_or(usual.records),
            latency: Duration::from_millis(self.latency.0),
            seed: self.seed,
            gzip: self.gzip,
            faults: salesforce::Faults::parse(&self.fault)?,
            ..usual
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        practice: PracticeArgs,
    }

    fn read(line: &[&str]) -> Result<()> {
        Line::try_parse_from([&["practice"], line].concat()).unwrap().practice.refuse_foreign()
    }

    #[test]
    fn switches_of_the_other_api_are_refused() {
        assert!(read(&["--pages", "3", "--seed", "2"]).is_ok());
        assert!(read(&["--api", "rest", "--records", "3", "--paging", "last-id", "--door", "oauth"]).is_ok());
        assert_eq!(
            read(&["--api", "rest", "--pages", "3"]).unwrap_err().to_string(),
            "--pages does not apply to this API"
        );
        assert!(read(&["--records", "3"]).is_err());
        assert!(read(&["--api", "rest", "--with", "comments=3"]).is_err());
        assert!(Line::try_parse_from(["practice", "--paging", "scroll"]).is_err());
        assert!(read(&["--api", "rest", "--deployment", "cloud"]).is_err());
        assert!(read(&["--api", "servicenow", "--records", "3", "--time-zone", "Pacific/Apia"]).is_ok());
        assert!(read(&["--api", "rest", "--time-zone", "Pacific/Apia"]).is_err());
        assert!(read(&["--api", "servicenow", "--paging", "offset"]).is_err());
    }

    #[test]
    fn an_instance_is_served_as_its_switches_say() {
        let options =
            |line: &[&str]| Line::try_parse_from([&["practice"], line].concat()).unwrap().practice.servicenow();
        let line = ["--records", "3", "--door", "api-key", "--time-zone", "Pacific/Apia", "--fault", "locked"];
        let chosen = options(&line).unwrap();
        assert_eq!((chosen.records, chosen.door), (3, servicenow::Door::ApiKey));
        assert_eq!((chosen.time_zone.as_str(), chosen.faults), ("Pacific/Apia", "locked".parse().unwrap()));
        assert!(options(&["--door", "token"]).is_err() && options(&["--fault", "poison=1"]).is_err());
    }

    #[test]
    fn an_org_is_served_as_its_switches_say() {
        let line = ["practice", "--api", "salesforce", "--records", "30", "--seed", "4", "--fault", "token-uses=5"];
        let line = Line::try_parse_from(line).unwrap().practice;
        let chosen = line.salesforce().unwrap();
        assert!(line.refuse_foreign().is_ok() && read(&["--api", "salesforce", "--door", "oauth"]).is_err());
        assert_eq!((chosen.records, chosen.seed), (30, 4));
        assert_eq!(chosen.faults, "token-uses=5".parse().unwrap());
    }

    #[test]
    fn a_site_of_jira_is_served_as_its_switches_say() {
        let line = ["practice", "--api", "jira", "--issues", "30", "--time-zone", "Asia/Calcutta", "--fault", "page=5"];
        let line = Line::try_parse_from(line).unwrap().practice;
        let chosen = line.jira().unwrap();
        assert!(line.refuse_foreign().is_ok());
        assert_eq!((chosen.issues, chosen.time_zone.as_str()), (30, "Asia/Calcutta"));
        assert_eq!((chosen.deployment, chosen.faults), (jira::Deployment::Cloud, "page=5".parse().unwrap()));
        let line = ["practice", "--api", "jira", "--deployment", "data_center"];
        let line = Line::try_parse_from(line).unwrap().practice;
        assert_eq!(line.jira().unwrap().deployment, jira::Deployment::DataCenter);
        assert!(line.refuse_foreign().is_ok());
        assert!(read(&["--api", "jira", "--door", "oauth"]).is_err() && read(&["--issues", "3"]).is_err());
    }

    #[test]
    fn a_version_and_an_offset_go_with_data_center_alone() {
        let product = |line: &[&str]| Line::try_parse_from([&["practice"], line].concat()).unwrap().practice.product();
        let data_center = |version: &str| confluence::Deployment::DataCenter { version: version.to_owned() };
        assert_eq!(product(&[]).unwrap(), confluence::Deployment::Cloud);
        assert_eq!(product(&["--deployment", "data_center"]).unwrap(), data_center("9.2.0"));
        let old = product(&["--deployment", "data_center", "--dc-version", "8.5.4"]);
        assert_eq!(old.unwrap(), data_center("8.5.4"));
        for switch in [["--dc-version", "8.5.4"], ["--server-offset", "-0330"]] {
            let refused = product(&switch).unwrap_err();
            assert!(refused.to_string().starts_with(switch[0]) && refused.hint_text().is_some(), "{refused}");
        }
    }

    #[test]
    fn a_product_is_entered_by_its_own_door() {
        let options =
            |line: &[&str]| Line::try_parse_from([&["practice"], line].concat()).unwrap().practice.confluence();
        let door = |line: &[&str]| options(line).map(|options| options.door).map_err(|error| error.to_string());
        assert_eq!(door(&[]), Ok(confluence::Door::Token));
        assert_eq!(door(&["--deployment", "data_center"]), Ok(confluence::Door::DataCenter));
        assert_eq!(door(&["--door", "oauth"]), Ok(confluence::Door::OAuth));
        let refused =
            |product: &str, door: &str| Err(format!("the door {door} does not apply to Confluence {product}"));
        assert_eq!(door(&["--deployment", "data_center", "--door", "token"]), refused("Data Center", "token"));
        assert_eq!(door(&["--door", "data-center"]), refused("Cloud", "data-center"));
    }

    #[test]
    fn the_clocks_of_the_account_and_of_the_server_are_told_apart() {
        let line =
            ["practice", "--deployment", "data_center", "--server-offset", "-0330", "--time-zone", "Pacific/Apia"];
        let options = Line::try_parse_from(line).unwrap().practice.confluence().unwrap();
        assert_eq!((options.server_offset.as_str(), options.time_zone.as_str()), ("-0330", "Pacific/Apia"));
        let usual = Line::try_parse_from(["practice"]).unwrap().practice.confluence().unwrap();
        assert_eq!((usual.server_offset.as_str(), usual.time_zone.as_str()), ("+01:00", "Europe/Berlin"));
        assert!(read(&["--api", "rest", "--time-zone", "UTC"]).is_err());
    }
}
