//! Parquet files that are cut, flipped, or lie about themselves.

use bytes_of::{Claim, claim};
use gaugeglass_tests::Dice;
use parquet::file::metadata::{
    ColumnChunkMetaDataBuilder, FileMetaData, KeyValue, ParquetMetaData, ParquetMetaDataBuilder, ParquetMetaDataReader,
    ParquetMetaDataWriter,
};

use super::Expected::{Judged, Named};
use super::{Odd, base};

const ROWS: i64 = 64;

/// 400 files.
pub fn all() -> Vec<Odd> {
    let mut files = cut();
    files.extend(lying_footers());
    files.extend(lying_ends());
    files.extend(lying_pages());
    files.extend(strange_arrow_schemas());
    files.extend(not_parquet());
    let flips = 400 - files.len();
    files.extend(flipped(flips));
    files
}

fn bases() -> [(&'static str, Vec<u8>); 2] {
    [("plain", base::parquet("plain", ROWS, false)), ("packed", base::parquet("packed", ROWS, true))]
}

fn odd(name: String, bytes: Vec<u8>) -> Odd {
    Odd::new(name + ".parquet", bytes, Judged(ROWS))
}

fn cut() -> Vec<Odd> {
    let cut = |(kind, bytes): (&str, Vec<u8>)| {
        let at = move |part: usize| Odd::new(format!("cut_{kind}_{part:02}.parquet"), &bytes[..bytes.len() * part / 64], Named(0));
        (1..64).map(at).collect::<Vec<_>>()
    };
    bases().into_iter().flat_map(cut).collect()
}

/// One bit anywhere; every fourth is in the footer.
fn flipped(count: usize) -> Vec<Odd> {
    let mut dice = Dice::new(1);
    let bases = bases();
    let flip = |at: usize| {
        let (kind, whole) = &bases[at % 2];
        let mut bytes = whole.clone();
        let footer = bytes.len() - 8 - footer_length(&bytes);
        let from = if at % 8 < 2 { footer } else { 0 };
        let place = from + dice.below(bytes.len() - from);
        bytes[place] ^= 1 << dice.below(8);
        odd(format!("flip_{kind}_{at:03}"), bytes)
    };
    (0..count).map(flip).collect()
}

fn footer_length(bytes: &[u8]) -> usize {
    let end = bytes.len() - 8;
    u32::from_le_bytes(bytes[end..end + 4].try_into().unwrap()) as usize
}

fn metadata(bytes: &[u8]) -> ParquetMetaData {
    ParquetMetaDataReader::new().parse_and_finish(&bytes::Bytes::copy_from_slice(bytes)).unwrap()
}

/// The data of a file under another footer.
fn with_footer(bytes: &[u8], metadata: &ParquetMetaData) -> Vec<u8> {
    let mut out = bytes[..bytes.len() - 8 - footer_length(bytes)].to_vec();
    ParquetMetaDataWriter::new(&mut out, metadata).finish().unwrap();
    out
}

type Lie = fn(ColumnChunkMetaDataBuilder) -> ColumnChunkMetaDataBuilder;

/// More than there is, and still a number that sums with others.
const ENDLESS: i64 = 1 << 56;

/// Counts, sizes and places that no file has.
const LIES: [(&str, Lie); 14] = [
    ("values_negative", |column| column.set_num_values(-1)),
    ("values_none", |column| column.set_num_values(0)),
    ("values_endless", |column| column.set_num_values(ENDLESS)),
    ("compressed_negative", |column| column.set_total_compressed_size(-1)),
    ("compressed_none", |column| column.set_total_compressed_size(0)),
    ("compressed_endless", |column| column.set_total_compressed_size(ENDLESS)),
    ("compressed_more_than_the_file", |column| column.set_total_compressed_size(1 << 31)),
    ("uncompressed_negative", |column| column.set_total_uncompressed_size(-1)),
    ("uncompressed_endless", |column| column.set_total_uncompressed_size(ENDLESS)),
    ("data_before_the_file", |column| column.set_data_page_offset(-1)),
    ("data_at_the_mark", |column| column.set_data_page_offset(0).set_dictionary_page_offset(None)),
    ("data_past_the_file", |column| column.set_data_page_offset(1 << 40).set_dictionary_page_offset(None)),
    ("dictionary_before_the_file", |column| column.set_dictionary_page_offset(Some(-1))),
    ("dictionary_past_the_file", |column| column.set_dictionary_page_offset(Some(1 << 40))),
];

fn lying_footers() -> Vec<Odd> {
    let mut files = Vec::new();
    for (kind, bytes) in bases() {
        let whole = metadata(&bytes);
        for (name, lie) in LIES {
            for column in [0, base::COLUMNS.len() - 1] {
                let lied = with_column(&whole, column, lie);
                files.push(odd(format!("footer_{kind}_{name}_{column}"), with_footer(&bytes, &lied)));
            }
        }
        for (name, rows) in [("negative", -1), ("none", 0), ("one_more", ROWS + 1), ("one_less", ROWS - 1), ("endless", ENDLESS)] {
            let group = whole.row_group(0).clone().into_builder().set_num_rows(rows).build().unwrap();
            let lied = whole.clone().into_builder().set_row_groups(vec![group]).build();
            files.push(odd(format!("footer_{kind}_rows_{name}"), with_footer(&bytes, &lied)));
        }
    }
    files
}

fn with_column(whole: &ParquetMetaData, column: usize, lie: Lie) -> ParquetMetaData {
    let mut columns = whole.row_group(0).columns().to_vec();
    columns[column] = lie(columns[column].clone().into_builder()).build().unwrap();
    let group = whole.row_group(0).clone().into_builder().set_column_metadata(columns).build().unwrap();
    whole.clone().into_builder().set_row_groups(vec![group]).build()
}

/// The last eight bytes: the footer's length and the mark.
fn lying_ends() -> Vec<Odd> {
    let bytes = base::parquet("ends", ROWS, false);
    let length = footer_length(&bytes) as u32;
    let lengths = [0, 1, length - 1, length + 1, bytes.len() as u32, i32::MAX as u32, u32::MAX];
    let body = bytes[..bytes.len() - 8].to_vec();
    let lengths = lengths.map(|lied| (format!("end_length_{lied}"), [body.as_slice(), &lied.to_le_bytes(), b"PAR1"].concat()));
    let marks = [b"PAR2", b"PARE", b"1RAP", b"\0\0\0\0"];
    let marks = marks.iter().enumerate().map(|(at, mark)| (format!("end_mark_{at}"), [&bytes[..bytes.len() - 4], *mark].concat()));
    lengths.into_iter().chain(marks).map(|(name, bytes)| odd(name, bytes)).collect()
}

/// The header of the last column's first page claims sizes of its own.
fn lying_pages() -> Vec<Odd> {
    let mut files = Vec::new();
    for (kind, bytes) in bases() {
        let whole = metadata(&bytes);
        let last = whole.row_group(0).columns().last().unwrap().clone();
        let page = last.dictionary_page_offset().unwrap_or(last.data_page_offset()) as usize;
        for size in [i32::MAX, 1 << 30, 1 << 20, 0, -1, i32::MIN] {
            for field in [Claim::Uncompressed, Claim::Compressed] {
                let (lied, grown) = claim(&bytes, page, field, size);
                let chunk = last.compressed_size() + grown;
                let shifted = last.dictionary_page_offset().map(|_| last.data_page_offset() + grown).unwrap_or(last.data_page_offset());
                let column = last.clone().into_builder().set_total_compressed_size(chunk).set_data_page_offset(shifted).build().unwrap();
                let mut columns = whole.row_group(0).columns().to_vec();
                *columns.last_mut().unwrap() = column;
                let group = whole.row_group(0).clone().into_builder().set_column_metadata(columns).build().unwrap();
                let lied_metadata = whole.clone().into_builder().set_row_groups(vec![group]).build();
                files.push(odd(format!("page_{kind}_{field:?}_{size}"), with_footer(&lied, &lied_metadata)));
            }
        }
    }
    files
}

/// The key of the footer under which writers of Arrow keep their schema.
const ARROW_SCHEMA: &str = "ARROW:schema";

fn strange_arrow_schemas() -> Vec<Odd> {
    let bytes = base::parquet("schema", ROWS, false);
    let whole = metadata(&bytes);
    let own = whole.file_metadata().key_value_metadata().unwrap().iter().find(|pair| pair.key == ARROW_SCHEMA).unwrap();
    let own = own.value.clone().unwrap();
    let values: [(&str, Option<String>); 9] = [
        ("absent_value", None),
        ("empty", Some(String::new())),
        ("not_base64", Some("!!! this is no schema !!!".into())),
        ("padding", Some("====".into())),
        ("short", Some("AAAA".into())),
        ("zeros", Some("A".repeat(400))),
        ("ones", Some("/".repeat(400))),
        ("half", Some(own[..own.len() / 8 * 4].to_owned())),
        ("twice", Some(own.repeat(2))),
    ];
    let of = |(name, value): (&str, Option<String>)| {
        let old = whole.file_metadata();
        let pairs = Some(vec![KeyValue { key: ARROW_SCHEMA.into(), value }]);
        let file = FileMetaData::new(old.version(), old.num_rows(), None, pairs, old.schema_descr_ptr(), old.column_orders().cloned());
        let lied = ParquetMetaDataBuilder::new(file).set_row_groups(whole.row_groups().to_vec()).build();
        odd(format!("schema_{name}"), with_footer(&bytes, &lied))
    };
    values.into_iter().map(of).collect()
}

fn not_parquet() -> Vec<Odd> {
    let whole = base::parquet("other", ROWS, false);
    let footer = whole[whole.len() - 8 - footer_length(&whole)..].to_vec();
    let cases: [(&str, Vec<u8>); 12] = [
        ("zero_bytes", Vec::new()),
        ("one_byte", b"P".to_vec()),
        ("mark", b"PAR1".to_vec()),
        ("marks", b"PAR1PAR1".to_vec()),
        ("zeros", vec![0; 1024]),
        ("many_zeros", vec![0; 1 << 20]),
        ("words", b"hello".to_vec()),
        ("page", b"<!doctype html><title>403 Forbidden</title>".to_vec()),
        ("arrow", base::arrow("arrow", ROWS)),
        ("footer_alone", footer),
        ("one_byte_after", [whole.as_slice(), b"\n"].concat()),
        ("one_byte_before", [b"\n", whole.as_slice()].concat()),
    ];
    cases.into_iter().map(|(name, bytes)| odd(format!("other_{name}"), bytes)).collect()
}

/// Page headers are Thrift in its compact form: a field's number and kind in one byte, then a zigzag variable-length
/// integer. The first three fields are the page's type and its two sizes.
mod bytes_of {
    /// A size in a page header.
    #[derive(Debug, Clone, Copy)]
    pub enum Claim {
        Uncompressed,
        Compressed,
    }

    /// The file with another size in the header at `page`, and by how many bytes it grew.
    pub fn claim(bytes: &[u8], page: usize, field: Claim, size: i32) -> (Vec<u8>, i64) {
        let uncompressed = page + 3;
        let compressed = uncompressed + length(&bytes[uncompressed..]) + 1;
        let at = match field {
            Claim::Uncompressed => uncompressed,
            Claim::Compressed => compressed,
        };
        let (old, new) = (length(&bytes[at..]), varint(size));
        let grown = new.len() as i64 - old as i64;
        ([&bytes[..at], &new, &bytes[at + old..]].concat(), grown)
    }

    fn length(bytes: &[u8]) -> usize {
        bytes.iter().position(|byte| byte & 0x80 == 0).unwrap() + 1
    }

    fn varint(value: i32) -> Vec<u8> {
        let mut rest = ((value << 1) ^ (value >> 31)) as u32;
        let mut bytes = Vec::new();
        while rest >= 0x80 {
            bytes.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        bytes.push(rest as u8);
        bytes
    }
}
