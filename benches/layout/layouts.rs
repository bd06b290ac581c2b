//! Other ways to lay out the rows of a part.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use arrow::compute::{concat_batches, sort_to_indices, take_record_batch};
use arrow::datatypes::{DataType, Schema};
use arrow::record_batch::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::metadata::SortingColumn;
use parquet::file::properties::WriterProperties;
use parquet::schema::types::ColumnPath;

/// A row group of the engine.
const ROWS: usize = 128 * 1024;
/// What one asks for a single one of.
const IDENTIFIERS: [&str; 4] = ["event_id", "user_id", "anonymous_id", "session_id"];

/// A layout; all else is as the engine has it.
pub struct Layout {
    /// In words.
    pub name: &'static str,
    /// Rows of a row group.
    rows: usize,
    /// Whether the rows of a group are sorted by time.
    is_sorted: bool,
    /// Whether identifiers have Bloom filters.
    has_filters: bool,
}

const OWN: Layout = Layout { name: "the same, written by this benchmark", rows: ROWS, is_sorted: true, has_filters: false };

/// Every layout that is compared. The first tells what writing it here costs by itself.
pub const LAYOUTS: [Layout; 6] = [
    OWN,
    Layout { name: "in the order of arrival", is_sorted: false, ..OWN },
    Layout { name: "Bloom filters on identifiers", has_filters: true, ..OWN },
    Layout { name: "row groups of 32 Ki", rows: 32 * 1024, ..OWN },
    Layout { name: "row groups of 512 Ki", rows: 512 * 1024, ..OWN },
    Layout { name: "row groups of 1 Mi", rows: 1024 * 1024, ..OWN },
];

impl Layout {
    /// Writes each part anew into the folder `place`.
    pub fn write(&self, parts: &[PathBuf], place: &Path) {
        fs::create_dir_all(place).unwrap();
        for (number, part) in parts.iter().enumerate() {
            let rows = by(&read(part), "received_time");
            let file = File::create(place.join(format!("{number:03}.parquet"))).unwrap();
            let mut writer = ArrowWriter::try_new(file, rows.schema(), Some(self.properties(&rows.schema()))).unwrap();
            for start in (0..rows.num_rows()).step_by(self.rows) {
                let group = rows.slice(start, self.rows.min(rows.num_rows() - start));
                writer.write(&if self.is_sorted { by(&group, "event_time") } else { group }).unwrap();
                writer.flush().unwrap();
            }
            writer.close().unwrap();
        }
    }

    fn properties(&self, schema: &Schema) -> WriterProperties {
        let time = schema.index_of("event_time").unwrap() as i32;
        let sorting = SortingColumn { column_idx: time, descending: false, nulls_first: true };
        let mut properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_max_row_group_row_count(Some(self.rows))
            .set_sorting_columns(self.is_sorted.then(|| vec![sorting]));
        for field in schema.fields().iter().filter(|field| matches!(field.data_type(), DataType::Timestamp(..))) {
            let column = ColumnPath::from(field.name().as_str());
            properties =
                properties.set_column_dictionary_enabled(column.clone(), false).set_column_encoding(column, Encoding::DELTA_BINARY_PACKED);
        }
        for name in IDENTIFIERS {
            properties = properties.set_column_bloom_filter_enabled(ColumnPath::from(name), self.has_filters);
        }
        properties.build()
    }
}

fn read(part: &Path) -> RecordBatch {
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(part).unwrap()).unwrap();
    let schema = reader.schema().clone();
    let batches: Vec<RecordBatch> = reader.build().unwrap().map(Result::unwrap).collect();
    concat_batches(&schema, &batches).unwrap()
}

/// The rows in the order of a column.
fn by(rows: &RecordBatch, column: &str) -> RecordBatch {
    let order = sort_to_indices(rows.column_by_name(column).unwrap(), None, None).unwrap();
    take_record_batch(rows, &order).unwrap()
}
