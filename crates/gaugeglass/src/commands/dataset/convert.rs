//! A text file of a package as JSON lines: chosen columns under new names, every value as text.
//!
//! Types are the mapping's business. A value that is only copied cannot be rounded on the way.

use std::io::Write;
use std::sync::Arc;

use arrow::array::{ArrayRef, StringArray};
use arrow::compute::concat_batches;
use arrow::csv::ReaderBuilder;
use arrow::csv::reader::Format;
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::error::ArrowError;
use arrow::json::LineDelimitedWriter;
use arrow::record_batch::RecordBatch;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::DatasetError;
use super::recipe::{PackageFile, Source, TextFormat};

/// Writes `bytes`, the text of `file`, to `out` as compressed JSON lines.
pub fn convert(source: &Source, file: &PackageFile, bytes: &[u8], out: impl Write) -> Result<(), DatasetError> {
    let unreadable = |cause: ArrowError| DatasetError::unreadable(&file.path, cause);
    let table = read(source.format, bytes).map_err(unreadable)?;
    if table.num_rows() != file.rows {
        let message = format!("has {} rows, not {}", table.num_rows(), file.rows);
        return Err(DatasetError::unreadable(&file.path, message));
    }
    let chosen = choose(source, file, &table)?;
    write(&chosen, out).map_err(unreadable)
}

fn read(format: TextFormat, bytes: &[u8]) -> Result<RecordBatch, ArrowError> {
    match format {
        TextFormat::Csv => read_csv(bytes),
        TextFormat::Blanks => read_blanks(bytes),
    }
}

fn read_csv(bytes: &[u8]) -> Result<RecordBatch, ArrowError> {
    let (header, _) = Format::default().with_header(true).infer_schema(bytes, Some(0))?;
    let schema = text_columns(header.fields().iter().map(|field| field.name().as_str()));
    let reader = ReaderBuilder::new(Arc::clone(&schema)).with_header(true).build(bytes)?;
    let batches = reader.collect::<Result<Vec<_>, _>>()?;
    concat_batches(&schema, &batches)
}

fn read_blanks(bytes: &[u8]) -> Result<RecordBatch, ArrowError> {
    let text = std::str::from_utf8(bytes).map_err(|cause| ArrowError::ParseError(cause.to_string()))?;
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let header: Vec<&str> = lines.next().map(|(_, line)| line.split_whitespace().collect()).unwrap_or_default();
    let mut columns: Vec<Vec<&str>> = vec![Vec::new(); header.len()];
    for (at, line) in lines {
        let values: Vec<&str> = line.split_whitespace().collect();
        if values.len() != header.len() {
            let message = format!("line {} has {} values under {} headings", at + 1, values.len(), header.len());
            return Err(ArrowError::ParseError(message));
        }
        columns.iter_mut().zip(values).for_each(|(column, value)| column.push(value));
    }
    let arrays = columns.into_iter().map(|column| Arc::new(StringArray::from(column)) as ArrayRef);
    RecordBatch::try_new(text_columns(header), arrays.collect())
}

fn text_columns<'a>(names: impl IntoIterator<Item = &'a str>) -> SchemaRef {
    let fields: Vec<Field> = names.into_iter().map(|name| Field::new(name, DataType::Utf8, true)).collect();
    Arc::new(Schema::new(fields))
}

fn choose(source: &Source, file: &PackageFile, table: &RecordBatch) -> Result<RecordBatch, DatasetError> {
    let mut names: Vec<&str> = Vec::new();
    let mut arrays: Vec<ArrayRef> = Vec::new();
    for (name, heading) in &source.columns {
        let missing = || DatasetError::unreadable(&file.path, format!("has no column `{heading}`"));
        arrays.push(Arc::clone(table.column_by_name(heading).ok_or_else(missing)?));
        names.push(name);
    }
    for (name, value) in &file.constants {
        arrays.push(Arc::new(StringArray::from(vec![value.as_str(); table.num_rows()])));
        names.push(name);
    }
    RecordBatch::try_new(text_columns(names), arrays).map_err(|cause| DatasetError::unreadable(&file.path, cause))
}

fn write(table: &RecordBatch, out: impl Write) -> Result<(), ArrowError> {
    let mut writer = LineDelimitedWriter::new(GzEncoder::new(out, Compression::default()));
    writer.write(table)?;
    writer.finish()?;
    writer.into_inner().finish()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::collections::BTreeMap;
    use std::io::Read;

    use super::*;

    /// Converts `text`, keeping `columns` (new name, heading) and adding `policy = random`.
    fn converted(format: TextFormat, columns: &[(&str, &str)], rows: usize, text: &str) -> Result<String, String> {
        let owned = |(name, heading): &(&str, &str)| ((*name).to_owned(), (*heading).to_owned());
        let file = PackageFile {
            path: "a.txt".to_owned(),
            sha256: String::new(),
            name: "a".to_owned(),
            rows,
            constants: BTreeMap::from([owned(&("policy", "random"))]),
        };
        let source = Source { format, columns: columns.iter().map(owned).collect(), files: Vec::new() };
        let mut bytes = Vec::new();
        convert(&source, &file, text.as_bytes(), &mut bytes).map_err(|error| error.to_string())?;
        let mut lines = String::new();
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut lines).unwrap();
        Ok(lines)
    }

    #[test]
    fn csv_keeps_chosen_columns_also_the_nameless_one_and_reads_quotes() {
        let text = ",item,click,left out\n0,\"a,b\",1,x\n1,,0,y\n";
        let lines = converted(TextFormat::Csv, &[("number", ""), ("item", "item"), ("click", "click")], 2, text);
        let expected = "{\"click\":\"1\",\"item\":\"a,b\",\"number\":\"0\",\"policy\":\"random\"}\n\
            {\"click\":\"0\",\"number\":\"1\",\"policy\":\"random\"}\n";
        assert_eq!(lines.unwrap(), expected);
    }

    #[test]
    fn blanks_split_at_runs_and_keep_leading_zeros_and_cents() {
        let text = " id  date \r\n 00001 19970101\r\n 00002  12.00\r\n\r\n";
        let lines = converted(TextFormat::Blanks, &[("id", "id"), ("day", "date")], 2, text);
        let expected = "{\"day\":\"19970101\",\"id\":\"00001\",\"policy\":\"random\"}\n\
            {\"day\":\"12.00\",\"id\":\"00002\",\"policy\":\"random\"}\n";
        assert_eq!(lines.unwrap(), expected);
    }

    #[test]
    fn a_file_that_is_not_as_the_recipe_says_is_refused() {
        let cases = [
            (TextFormat::Csv, "id", 2, "id\n1\n", "a.txt: has 1 rows, not 2"),
            (TextFormat::Csv, "day", 1, "id\n1\n", "a.txt: has no column `day`"),
            (TextFormat::Blanks, "id", 1, "id day\n1 2 3\n", "a.txt: Parser error: line 2 has 3 values under 2 headings"),
        ];
        for (format, heading, rows, text, expected) in cases {
            assert_eq!(converted(format, &[("a", heading)], rows, text).unwrap_err(), expected);
        }
    }
}
