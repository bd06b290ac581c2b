//! The same rows in every format, and nothing in JSON that JSON cannot say.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use arrow::array::{ArrayRef, DictionaryArray, Float64Array, Int64Array, ListArray, StringArray, TimestampMicrosecondArray};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, Field, Int32Type, TimeUnit};
use arrow::ipc::reader::FileReader;
use arrow::record_batch::RecordBatch;
use gaugeglass_metrics::Unit;

use super::{Format, csv, ipc, json, markdown, parquet, pdf, png, sheet, type_name};
use crate::figure::panel::Figure;
use crate::figure::plot::{Datum, Plot};
use crate::figure::table::of_batches;

fn batch() -> RecordBatch {
    let instants = TimestampMicrosecondArray::from(vec![Some(1_767_571_200_000_000), None, Some(0)]).with_timezone("UTC");
    let list = ListArray::from_iter_primitive::<Int32Type, _, _>(vec![Some(vec![Some(1), None]), None, Some(vec![])]);
    RecordBatch::try_from_iter_with_nullable(vec![
        ("market", Arc::new(StringArray::from(vec![Some("DE, \"x\""), None, Some("FR")])) as ArrayRef, true),
        ("share", Arc::new(Float64Array::from(vec![Some(0.1 + 0.2), Some(f64::INFINITY), None])), true),
        ("at", Arc::new(instants), true),
        ("n", Arc::new(Int64Array::from(vec![Some(1), None, Some(-4)])), true),
        ("ids", Arc::new(list), true),
    ])
    .unwrap()
}

#[test]
fn json_keeps_columns_in_order_floats_exact_and_unknown_null() {
    let expected = "[{\"market\":\"DE, \\\"x\\\"\",\"share\":0.30000000000000004,\"at\":\"2026-01-05T00:00:00Z\",\"n\":1,\"ids\":[1,null]},\
                    {\"market\":null,\"share\":null,\"at\":null,\"n\":null,\"ids\":null},\
                    {\"market\":\"FR\",\"share\":null,\"at\":\"1970-01-01T00:00:00Z\",\"n\":-4,\"ids\":[]}]";
    assert_eq!(json::rows(&[batch()]).unwrap(), expected);
    assert_eq!(json::rows(&[]).unwrap(), "[]");
}

#[test]
fn csv_quotes_and_leaves_unknown_empty() {
    let text = String::from_utf8(csv::write(&batch().schema(), &[batch()]).unwrap()).unwrap();
    let expected = "market,share,at,n,ids\n\
                    \"DE, \"\"x\"\"\",0.30000000000000004,2026-01-05T00:00:00Z,1,\"[1, ]\"\n\
                    ,inf,,,\n\
                    FR,,1970-01-01T00:00:00Z,-4,[]\n";
    assert_eq!(text, expected);
    assert_eq!(csv::write(&batch().schema(), &[]).unwrap(), b"market,share,at,n,ids\n");
}

#[test]
fn csv_has_no_formula_in_names_texts_and_lists_and_keeps_numbers() {
    let word = |text: &'static str| Arc::new(StringArray::from(vec![text])) as ArrayRef;
    let label: DictionaryArray<Int32Type> = vec!["@x"].into_iter().collect();
    let list = ListArray::new(Arc::new(Field::new_list_field(DataType::Utf8, true)), OffsetBuffer::from_lengths([2]), tags(), None);
    let number = Arc::new(Float64Array::from(vec![-1.5])) as ArrayRef;
    let columns = [("+a", word("=1+1")), ("b", Arc::new(label)), ("c", Arc::new(list)), ("d", number), ("e", word("a;-2"))];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let text = String::from_utf8(csv::write(&batch.schema(), &[batch]).unwrap()).unwrap();
    assert_eq!(text, "'+a,b,c,d,e\n'=1+1,'@x,\"[x;'=2, -]\",-1.5,a;'-2\n");
}

fn tags() -> ArrayRef {
    Arc::new(StringArray::from(vec!["x;=2", "-"]))
}

#[test]
fn parquet_reads_back_equal() {
    let file = parquet::write(&batch().schema(), &[batch()], &[("as_of", "2026-05-05T00:00:00Z".into())]).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(file)).unwrap();
    let pairs = reader.metadata().file_metadata().key_value_metadata().unwrap().clone();
    assert!(pairs.iter().any(|pair| pair.key == "as_of"));
    let read: Vec<RecordBatch> = reader.build().unwrap().map(Result::unwrap).collect();
    assert_eq!(read, [batch()]);
}

#[test]
fn arrow_reads_back_equal_with_its_stamp() {
    let file = ipc::write(&batch().schema(), &[batch()], &[("as_of", "2026-05-05T00:00:00Z".into())]).unwrap();
    let reader = FileReader::try_new(std::io::Cursor::new(file), None).unwrap();
    assert_eq!(reader.schema().metadata()["as_of"], "2026-05-05T00:00:00Z");
    let read: Vec<RecordBatch> = reader.map(Result::unwrap).collect();
    assert_eq!(read[0].columns(), batch().columns());
    assert_eq!(read.len(), 1);
    let empty = ipc::write(&batch().schema(), &[], &[]).unwrap();
    assert_eq!(FileReader::try_new(std::io::Cursor::new(empty), None).unwrap().count(), 0);
}

#[test]
fn markdown_is_a_table_that_no_value_can_break() {
    let table = of_batches("Answer", &batch().schema(), &[batch()]).unwrap();
    let stamp = [("as_of", "2026-05-05T00:00:00Z".to_owned()), ("filters", String::new()), ("sql", "select 1".to_owned())];
    let text = markdown::write("Sales | all", "Two lines\nof words.", &table, &stamp);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "# Sales \\| all");
    assert!(lines.contains(&"| market | share | at | n | ids |"), "{text}");
    assert!(lines.contains(&"| --- | --: | --- | --: | --- |"), "{text}");
    assert!(text.ends_with("\n\n- Rows: 3 rows\n- As of: 2026-05-05T00:00:00Z\n"), "{text}");
}

/// A funnel with something to escape.
fn figure() -> Figure {
    let row = |name: &str, value: f64| Datum { x: name.into(), value: Some(value), ..Datum::default() };
    let data = [row("seen & <known>", 100.0), row("bought", 10.0)];
    let plot = Plot {
        kind: crate::charts::Kind::Funnel,
        data: &data,
        columns: None,
        unit: Unit::Count,
        target: None,
        x: "Step".into(),
        x_unit: Unit::None,
        n: "n".into(),
    };
    let plotted = plot.plotted().unwrap();
    Figure { say: plotted.say, chart: plotted.chart, ..Figure::bare("f", "Tom & Jerry") }.described()
}

#[test]
fn a_sheet_stands_alone_and_says_what_it_rests_on() {
    let svg = sheet::write(&figure(), &["7 Apr – 4 May 2026, UTC".into(), "only market = <DE>".into()]).unwrap();
    assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1680\""), "{svg}");
    let escaped = ["Tom &#38; Jerry", "only market = &#60;DE&#62;", "seen &amp; &lt;known&gt;"];
    for text in escaped.into_iter().chain(["7 Apr – 4 May 2026, UTC", "Most are lost between"]) {
        assert!(svg.contains(text), "no {text} in {svg}");
    }
    assert!(!svg.contains("style") && !svg.contains("class="), "{svg}");
}

#[test]
fn a_painted_sheet_is_a_picture_of_its_size_with_letters_in_it() {
    let svg = sheet::write(&figure(), &["7 Apr – 4 May 2026".into()]).unwrap();
    let painted = png::write(&svg).unwrap();
    assert!(painted.starts_with(b"\x89PNG\r\n\x1a\n"));
    assert_eq!(u32::from_be_bytes(painted[16..20].try_into().unwrap()), 1680);
    let after = |part: &str| part.split_once("</text>").map_or(part.to_owned(), |(_, rest)| rest.to_owned());
    let mute: String = svg.split("<text").map(after).collect();
    assert_ne!(png::write(&mute).unwrap(), painted, "the letters are not painted");
    assert!(png::write("no picture").is_err());
}

#[test]
fn a_printed_sheet_is_one_page_with_letters_and_the_same_each_time() {
    let svg = sheet::write(&figure(), &["7 Apr – 4 May 2026".into()]).unwrap();
    let printed = pdf::write(&svg, "Tom & Jerry").unwrap();
    assert!(printed.starts_with(b"%PDF-1.7") && printed.trim_ascii_end().ends_with(b"%%EOF"));
    let text = String::from_utf8_lossy(&printed);
    assert_eq!(text.matches("/Type/Page/").count() + text.matches("/Type /Page\n").count(), 1, "{}", &text[..400]);
    assert!(text.contains("DejaVuSans"), "no font is embedded");
    assert_eq!(pdf::write(&svg, "Tom & Jerry").unwrap(), printed);
    assert!(pdf::write("no picture", "").is_err());
}

#[test]
fn endings_name_the_format() {
    let cases = [
        ("aov.json", "aov", Format::Json),
        ("aov.parquet", "aov", Format::Parquet),
        ("aov.arrow", "aov", Format::Arrow),
        ("aov.md", "aov", Format::Markdown),
        ("/sql.svg", "/sql", Format::Svg),
        ("aov.png", "aov", Format::Png),
        ("aov.pdf", "aov", Format::Pdf),
        ("aov", "aov", Format::Html),
        ("aovmd", "aovmd", Format::Html),
    ];
    for (path, name, format) in cases {
        assert_eq!(Format::of(path), (name, format));
    }
}

#[test]
fn types_are_named_as_in_sql() {
    let cases = [
        (DataType::Utf8, "text"),
        (DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())), "timestamp with time zone"),
        (DataType::Decimal128(18, 4), "decimal(18, 4)"),
        (DataType::new_list(DataType::Utf8, true), "text[]"),
        (DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)), "text"),
    ];
    for (kind, name) in cases {
        assert_eq!(type_name(&kind), name);
    }
}
