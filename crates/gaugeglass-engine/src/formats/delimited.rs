//! Delimited text: `.csv` and `.tsv`, plain or compressed. Every column reads as text; contract or mapping say what it is.

use std::cell::Cell;
use std::io::{BufRead, Read};
use std::rc::Rc;
use std::sync::Arc;

use arrow::array::{ArrayRef, StringBuilder};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::record_batch::{RecordBatch, RecordBatchOptions};
use async_trait::async_trait;
use csv::{ByteRecord, ReaderBuilder, Terminator};
use futures::stream::BoxStream;

use super::decoding::{self, Output, Stop};
use super::{Chunk, Format, SourceFile, Unreadable, adapt, uncompressed};
use crate::Error;
use crate::quarantine::{Reject, Rejects, mask};

const ROWS_PER_CHUNK: usize = 8192;
const HEADER_BYTES_MAX: u64 = 1 << 20;
/// A longer record is not a fact but a quote that never closes.
const RECORD_BYTES_MAX: usize = 16 << 20;

/// Text whose fields a character divides.
#[derive(Debug)]
pub struct Delimited {
    name: &'static str,
    delimiter: u8,
    is_quoted: bool,
    header: Option<Vec<String>>,
}

impl Delimited {
    /// Commas, with double quotes.
    pub fn csv(header: Option<&[String]>) -> Delimited {
        Delimited { name: "csv", delimiter: b',', is_quoted: true, header: header.map(<[String]>::to_vec) }
    }

    /// Tabs. A quote is a character like others: JSON stands in such fields as it is.
    pub fn tsv(header: Option<&[String]>) -> Delimited {
        Delimited { name: "tsv", delimiter: b'\t', is_quoted: false, header: header.map(<[String]>::to_vec) }
    }

    fn records(&self, reader: Limited) -> csv::Reader<Limited> {
        ReaderBuilder::new()
            .delimiter(self.delimiter)
            .quoting(self.is_quoted)
            .has_headers(false)
            .flexible(true)
            .terminator(Terminator::CRLF)
            .from_reader(reader)
    }
}

#[async_trait]
impl Format for Delimited {
    fn name(&self) -> &'static str {
        self.name
    }

    fn matches(&self, path: &str) -> bool {
        uncompressed(path).ends_with(&format!(".{}", self.name))
    }

    async fn infer(&self, file: &SourceFile) -> Result<SchemaRef, Unreadable> {
        if let Some(header) = &self.header {
            return Ok(texts(header));
        }
        let own = Delimited { header: None, ..*self };
        decoding::at_first(file, HEADER_BYTES_MAX, move |reader| {
            let mut records = own.records(Limited::new(reader).0);
            header_of(&mut records).map(|header| texts(&header))
        })
        .await
    }

    async fn read(
        &self,
        file: &SourceFile,
        wanted: SchemaRef,
        rejects: Arc<Rejects>,
    ) -> Result<BoxStream<'static, Result<Chunk, Error>>, Error> {
        let own = Delimited { header: self.header.clone(), ..*self };
        Ok(decoding::apart(file, rejects, move |reader, output| read(&own, reader, &wanted, output)))
    }
}

fn texts(names: &[String]) -> SchemaRef {
    Arc::new(Schema::new(names.iter().map(|name| Field::new(name, DataType::Utf8, true)).collect::<Vec<_>>()))
}

/// The names in the first line; the file has no columns where it has no line.
fn header_of(records: &mut csv::Reader<Limited>) -> Result<Vec<String>, String> {
    let mut record = ByteRecord::new();
    if !records.read_byte_record(&mut record).map_err(|cause| cause.to_string())? {
        return Ok(Vec::new());
    }
    let names: Vec<String> = record.iter().map(name_of).collect::<Result<_, _>>()?;
    let twice = names.iter().enumerate().find(|(at, name)| names[..*at].contains(name));
    match twice {
        Some((_, name)) => Err(format!("its header names `{name}` twice")),
        None => Ok(names),
    }
}

fn name_of(field: &[u8]) -> Result<String, String> {
    let field = field.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(field);
    let name = std::str::from_utf8(field).map_err(|_| "its header is not UTF-8".to_owned())?;
    Ok(name.trim().to_owned())
}

fn read(format: &Delimited, reader: Box<dyn BufRead + Send>, wanted: &SchemaRef, output: &Output) -> Result<(), Stop> {
    let (limited, used) = Limited::new(reader);
    let mut records = format.records(limited);
    let header = match &format.header {
        Some(header) => header.clone(),
        None => header_of(&mut records).map_err(Stop::Damaged)?,
    };
    let mut table = Table::new(&header, wanted);
    let mut record = ByteRecord::new();
    let mut row = 0;
    loop {
        used.set(0);
        match records.read_byte_record(&mut record) {
            Ok(true) => row += 1,
            Ok(false) => return table.send(output),
            Err(cause) => {
                table.send(output)?;
                return Err(Stop::Damaged(format!("the file cannot be read past record {row}: {cause}")));
            }
        }
        if let Some(rule) = table.add(&record, row) {
            output.rejects.undecoded(reject(&record, row, rule, output.file));
        }
        if table.rows.len() == ROWS_PER_CHUNK {
            table.send(output)?;
        }
    }
}

fn reject(record: &ByteRecord, row: i64, rule: &str, file: i32) -> Reject {
    let value = record.iter().map(String::from_utf8_lossy).collect::<Vec<_>>().join(",");
    Reject {
        file,
        row: Some(row),
        byte_offset: record.position().map(|position| position.byte() as i64),
        rule: rule.to_owned(),
        column: None,
        value: Some(mask(&value)),
    }
}

/// Rows on their way to a batch.
struct Table<'a> {
    wanted: &'a SchemaRef,
    header: SchemaRef,
    columns: Vec<StringBuilder>,
    rows: Vec<i64>,
    /// For each field of a record its place among `columns`; none for a field that nobody wants.
    places: Vec<Option<usize>>,
}

impl<'a> Table<'a> {
    fn new(header: &[String], wanted: &'a SchemaRef) -> Table<'a> {
        let kept: Vec<String> = header.iter().filter(|name| wanted.index_of(name).is_ok()).cloned().collect();
        let places = header.iter().map(|name| kept.iter().position(|kept| kept == name)).collect();
        let columns = kept.iter().map(|_| StringBuilder::new()).collect();
        Table { wanted, header: texts(&kept), columns, rows: Vec::new(), places }
    }

    /// Adds a record, or says what is wrong with it.
    fn add(&mut self, record: &ByteRecord, row: i64) -> Option<&'static str> {
        if record.len() != self.places.len() {
            return Some("field_count");
        }
        let fields: Result<Vec<&str>, _> = record.iter().map(std::str::from_utf8).collect();
        let Ok(fields) = fields else {
            return Some("not_utf8");
        };
        for (field, place) in fields.into_iter().zip(&self.places) {
            if let Some(column) = place.and_then(|at| self.columns.get_mut(at)) {
                column.append_option((!field.is_empty()).then_some(field));
            }
        }
        self.rows.push(row);
        None
    }

    fn send(&mut self, output: &Output) -> Result<(), Stop> {
        let rows = std::mem::take(&mut self.rows);
        if rows.is_empty() {
            return Ok(());
        }
        let columns: Vec<ArrayRef> = self.columns.iter_mut().map(|column| Arc::new(column.finish()) as ArrayRef).collect();
        let options = RecordBatchOptions::new().with_row_count(Some(rows.len()));
        let batch = RecordBatch::try_new_with_options(Arc::clone(&self.header), columns, &options);
        let batch = batch.map_err(|cause| Stop::Damaged(cause.to_string()))?;
        output.send(Chunk { batch: adapt(&batch, self.wanted).map_err(Stop::Damaged)?, rows })
    }
}

/// A reader that gives up on a record without an end.
struct Limited {
    inner: Box<dyn BufRead + Send>,
    used: Rc<Cell<usize>>,
}

impl Limited {
    /// The reader, and the bytes used since they were last set to 0.
    fn new(inner: Box<dyn BufRead + Send>) -> (Limited, Rc<Cell<usize>>) {
        let used = Rc::new(Cell::new(0));
        (Limited { inner, used: Rc::clone(&used) }, used)
    }
}

impl Read for Limited {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(into)?;
        self.used.set(self.used.get() + read);
        match self.used.get() > RECORD_BYTES_MAX {
            true => Err(std::io::Error::other(format!("a record is longer than {RECORD_BYTES_MAX} bytes"))),
            false => Ok(read),
        }
    }
}
