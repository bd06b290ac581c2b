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
        .subcommands([demo(), init(), serve(), prepare(), cache(), query(), metrics(), check(), audit(), schema(), dataset(), completions()])
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
        .subcommand(Command::new("clear").about("Remove everything"))
}

fn query() -> Command {
    let text = |name: &'static str, value: &'static str, help: &'static str| Arg::new(name).long(name).value_name(value).help(help);
    Command::new("query")
        .about("Run one SQL statement, or a metric")
        .arg(Arg::new("sql").value_name("SQL").help("The statement").required_unless_present("metric").conflicts_with("metric"))
        .arg(text("metric", "NAME", "The metric, instead of SQL"))
        .arg(text("from", "TIME", "Start of the range: 2026-03-01, -28d").requires("metric"))
        .arg(text("to", "TIME", "End of the range, excluded").requires("metric"))
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
            text("format", "FORMAT", "table, csv, json or parquet")
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
    Command::new("audit").about("Evaluate the readiness checks; ends with 2 where a critical one fails or is unknown").arg(
        Arg::new("format")
            .long("format")
            .value_name("FORMAT")
            .value_parser(PossibleValuesParser::new(["text", "json"]))
            .default_value("text")
            .help("text or json"),
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
