//! The command line, built from the list of commands and the list of settings.

use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, Command, value_parser};

use crate::settings::{SETTINGS, Setting};
use crate::{EXIT_FAILED, EXIT_OK};

/// The whole command line.
pub fn command() -> Command {
    let configuration = Arg::new("config")
        .long("config")
        .global(true)
        .value_name("FILE")
        .value_parser(value_parser!(std::path::PathBuf))
        .help("The configuration file [default: gaugeglass.toml, where it exists]");
    Command::new("gaugeglass")
        .about("The window on a personalization programme")
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .after_help("Exit codes: 0 done; 1 could not be done (usage, configuration, storage, a failed query or check); 2 `audit` found critical gaps.")
        .arg(configuration)
        .args(SETTINGS.iter().map(flag))
        .subcommands([
            demo(),
            init(),
            serve(),
            prepare(),
            cache(),
            query(),
            metrics(),
            check(),
            audit(),
            report(),
            slo(),
            label(),
            schema(),
            dataset(),
            completions(),
        ])
}

fn flag(setting: &Setting) -> Arg {
    Arg::new(setting.name)
        .long(setting.flag())
        .global(true)
        .hide_short_help(true)
        .value_name("VALUE")
        .help_heading("Settings (flag over environment over file)")
        .help(format!("{} [default: {}] [env: {}]", setting.doc, setting.default, setting.variable()))
}

fn demo() -> Command {
    Command::new("demo")
        .about("Generate a synthetic programme with known truth, and serve it")
        .arg(Arg::new("dir").long("dir").value_name("D").default_value("gaugeglass-demo").help("The folder to write to"))
        .arg(
            Arg::new("tier")
                .long("tier")
                .value_parser(PossibleValuesParser::new(["ci", "demo", "large", "bench"]))
                .default_value("demo")
                .help("How many people: 2 thousand, 20 thousand, 120 thousand, 5 million"),
        )
        .arg(Arg::new("vendors").long("vendors").action(ArgAction::SetTrue).help(
            "Write the same facts under vendors/ too, as Segment, Snowplow, Google Analytics, Braze, SendGrid and others deliver them",
        ))
        .arg(Arg::new("generate-only").long("generate-only").action(ArgAction::SetTrue).help("Write the logs and stop"))
        .arg(Arg::new("open").long("open").action(ArgAction::SetTrue).help("Open the overview in the browser"))
}

fn init() -> Command {
    let location = "A store's URL, such as s3://bucket/prefix, or a folder";
    Command::new("init")
        .about("Look at a location of logs and write a configuration for it")
        .long_about(
            "Look at a location of logs and write a configuration for it.\n\nAt most 2,000 keys are remembered, 5 files of a folder opened and 1 MiB of a file read. Nothing is written at the location.",
        )
        .arg(Arg::new("url").value_name("URL").required(true).help(location))
        .arg(
            Arg::new("output")
                .long("output")
                .value_name("FILE")
                .value_parser(value_parser!(std::path::PathBuf))
                .default_value("gaugeglass.toml")
                .help("The configuration to write; mappings go beside it"),
        )
        .arg(Arg::new("force").long("force").action(ArgAction::SetTrue).help("Overwrite what is there"))
}

fn serve() -> Command {
    Command::new("serve")
        .about("Serve the pages and Arrow Flight SQL")
        .arg(Arg::new("open").long("open").action(ArgAction::SetTrue).help("Open the overview in the browser"))
}

fn prepare() -> Command {
    Command::new("prepare").about("Read every log now, keep it prepared, and print what became of its rows")
}

fn cache() -> Command {
    Command::new("cache")
        .about("What is kept of logs and models; all of it can be made again")
        .subcommand_required(true)
        .subcommand(Command::new("list").about("List the entries"))
        .subcommand(Command::new("verify").about("Compare every file with its hash; damaged entries are removed and made again"))
        .subcommand(Command::new("trim").about("Remove what passes the limits of the settings and is neither needed now nor young"))
        .subcommand(Command::new("clear").about("Remove everything"))
}

fn query() -> Command {
    let text = |name: &'static str, value: &'static str, help: &'static str| Arg::new(name).long(name).value_name(value).help(help);
    Command::new("query")
        .about("Run one SQL statement, or a metric")
        .arg(Arg::new("sql").value_name("SQL").help("The statement").required_unless_present("metric").conflicts_with("metric"))
        .arg(text("metric", "NAME", "The metric, instead of SQL"))
        .arg(text("from", "TIME", "Start of the range: 2026-03-01, -28d").requires("metric").allow_hyphen_values(true))
        .arg(text("to", "TIME", "End of the range, excluded").requires("metric").allow_hyphen_values(true))
        .arg(text("grain", "GRAIN", "total, hour, day, week, month or quarter").requires("metric"))
        .arg(
            text("by", "DIMENSION", "Slice by this dimension; may be repeated or separated by commas")
                .requires("metric")
                .action(ArgAction::Append)
                .value_delimiter(','),
        )
        .arg(text("filter", "DIMENSION=VALUE", "Keep this value only; may be repeated").requires("metric").action(ArgAction::Append))
        .arg(
            text("param", "NAME=VALUE", "A parameter that the metric declares; may be repeated")
                .requires("metric")
                .action(ArgAction::Append),
        )
        .arg(
            text("format", "FORMAT", "table, csv, json or parquet; csv marks a text that a spreadsheet would calculate by an apostrophe")
                .value_parser(PossibleValuesParser::new(["table", "csv", "json", "parquet"]))
                .default_value("table"),
        )
}

fn metrics() -> Command {
    Command::new("metrics").about("List the metrics")
}

fn check() -> Command {
    Command::new("check").about("Plan every definition against the catalog and report what is wrong, with its place")
}

fn audit() -> Command {
    Command::new("audit")
        .about("Evaluate the readiness checks; ends with 2 where a critical one fails or is unknown")
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .value_parser(PossibleValuesParser::new(["text", "json", "md", "html"]))
                .default_value("text")
                .help("text, json, md or html: one file that prints well"),
        )
        .arg(
            Arg::new("self-test")
                .long("self-test")
                .action(ArgAction::SetTrue)
                .help("First put known defects into a copy of what is read; a check that does not notice its own is an error"),
        )
}

fn report() -> Command {
    let time = |name: &'static str, help: &'static str| Arg::new(name).long(name).value_name("TIME").allow_hyphen_values(true).help(help);
    Command::new("report")
        .about("Write a dashboard over a range as one HTML file that needs nothing else")
        .arg(Arg::new("dashboard").value_name("DASHBOARD").default_value("overview").help("Its name: that of its file without the ending"))
        .arg(time("from", "Start of the range: 2026-03-01, -28d [default: the dashboard's]"))
        .arg(time("to", "End of the range, excluded [default: the dashboard's]"))
        .arg(
            Arg::new("output")
                .long("output")
                .value_name("FILE")
                .value_parser(value_parser!(std::path::PathBuf))
                .help("The file to write [default: standard output]; never within a log location"),
        )
}

fn slo() -> Command {
    let dir = |help: &'static str| Arg::new("dir").long("dir").value_name("D").value_parser(value_parser!(std::path::PathBuf)).help(help);
    Command::new("slo")
        .about("Service-level objectives from and to OpenSLO v1 documents")
        .subcommand_required(true)
        .subcommand(
            Command::new("export")
                .about("Print the objectives of metrics as documents, and the documents that were kept")
                .arg(Arg::new("name").value_name("NAME").num_args(1..).help("Metrics or documents; all where absent"))
                .arg(dir("The folder of queries that keeps documents [default: the first of queries.folders]")),
        )
        .subcommand(
            Command::new("import")
                .about("Keep every document of a file, and write a metric for each objective that can be computed")
                .arg(
                    Arg::new("file")
                        .value_name("FILE")
                        .required(true)
                        .value_parser(value_parser!(std::path::PathBuf))
                        .help("YAML documents of OpenSLO v1"),
                )
                .arg(dir("The folder of queries to write to; what is there stays [default: the first of queries.folders]")),
        )
}

fn label() -> Command {
    let path = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).value_parser(value_parser!(std::path::PathBuf)).help(help)
    };
    let text = |name: &'static str, default: &'static str, help: &'static str| Arg::new(name).long(name).default_value(default).help(help);
    Command::new("label")
        .about("Identifiers drawn for people to judge, and their judgements as a log")
        .subcommand_required(true)
        .subcommand(
            Command::new("export")
                .about("Draw identifiers by chance and write them as a sheet that does not tell what the system thinks")
                .arg(
                    text("kind", "identity_pair", "identity_pair: are two of one human? identity_cluster: which of several are?")
                        .value_name("KIND")
                        .value_parser(PossibleValuesParser::new(["identity_pair", "identity_cluster"])),
                )
                .arg(text("n", "200", "Identifiers to draw").value_name("N").value_parser(value_parser!(u32).range(1..=10_000)))
                .arg(text("seed", "1", "The same seed draws the same, another one others").value_name("TEXT"))
                .arg(path("dir", "D", "The folder for KIND.csv [default: this one]").conflicts_with("output"))
                .arg(path("output", "FILE", "The sheet to write; a file that is there stays")),
        )
        .subcommand(
            Command::new("import")
                .about("Check a filled sheet and write its judgements as lines of JSON for your source of labels")
                .arg(
                    Arg::new("file")
                        .value_name("FILE")
                        .required(true)
                        .value_parser(value_parser!(std::path::PathBuf))
                        .help("The filled sheet, as CSV"),
                )
                .arg(path("output", "FILE", "The file to write [default: beside the sheet, ending in .ndjson]; never a log location")),
        )
}

fn schema() -> Command {
    Command::new("schema").about("Print the log contracts").arg(Arg::new("log").value_name("LOG").help("One log; all where absent")).arg(
        Arg::new("format")
            .long("format")
            .value_name("FORMAT")
            .value_parser(PossibleValuesParser::new(["text", "md"]))
            .default_value("text")
            .help("text or md"),
    )
}

fn dataset() -> Command {
    Command::new("dataset")
        .about("Public data sets, fetched and verified")
        .subcommand_required(true)
        .subcommand(Command::new("list").about("List the data sets"))
        .subcommand(
            Command::new("add")
                .about("Fetch a data set, verify it and write a ready configuration")
                .arg(Arg::new("name").value_name("NAME").required(true).help("The data set"))
                .arg(Arg::new("dir").long("dir").value_name("D").required(true).help("The folder to write to")),
        )
}

fn completions() -> Command {
    Command::new("completions").about("Print a completion script for a shell").arg(
        Arg::new("shell")
            .value_name("SHELL")
            .required(true)
            .value_parser(value_parser!(clap_complete::Shell))
            .help("bash, zsh, fish, elvish or powershell"),
    )
}

/// Help and version are answers; anything else is a failure of usage.
pub fn explain(usage: &clap::Error) -> ExitCode {
    // Nothing is left to do where even this cannot be printed.
    let _ = usage.print();
    match usage.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => ExitCode::from(EXIT_OK),
        _ => ExitCode::from(EXIT_FAILED),
    }
}
