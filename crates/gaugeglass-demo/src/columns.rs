//! From rows to a record batch of a log's contract: columns by name, in any order; what is not set is null.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Decimal128Array, Float32Array, Float64Array, Int16Array, Int32Array, ListBuilder, RecordBatch, StringArray,
    StringBuilder, StringDictionaryBuilder, StructBuilder, TimestampMicrosecondArray, new_null_array,
};
use arrow::datatypes::{DataType, Fields, Int32Type, SchemaRef};

use crate::clock::Instant;
use crate::rows::{Basket, Envelope};
use crate::{DemoError, catalog};

/// Ids that are numbers up to here are words that stand for nobody.
pub(crate) const GUARD_WORDS: [&str; 4] = ["", "0000", "null", "anonymous"];

/// Writes an id: a prefix and sixteen hexadecimal digits, or the guard word it stands for.
pub(crate) fn write_id(text: &mut String, prefix: &str, number: u64) {
    text.clear();
    if let Some(word) = GUARD_WORDS.get(number as usize) {
        text.push_str(word);
        return;
    }
    text.push_str(prefix);
    for shift in (0..16).rev() {
        let digit = (number >> (shift * 4)) & 15;
        text.push(char::from(b"0123456789abcdef"[digit as usize]));
    }
}

/// An id as text.
pub(crate) fn id_text(prefix: &str, number: u64) -> String {
    let mut text = String::with_capacity(prefix.len() + 16);
    write_id(&mut text, prefix, number);
    text
}

/// The columns of one batch, as far as they are set.
pub(crate) struct Columns {
    log: &'static str,
    schema: SchemaRef,
    rows: usize,
    set: HashMap<&'static str, ArrayRef>,
}

impl Columns {
    pub(crate) fn new(log: &'static str, rows: usize) -> Result<Self, DemoError> {
        let contract = gaugeglass_logs::log(log).ok_or_else(|| missing(log, "(the log itself)"))?;
        Ok(Self { log, schema: contract.schema(), rows, set: HashMap::new() })
    }

    pub(crate) fn array(&mut self, name: &'static str, array: ArrayRef) {
        self.set.insert(name, array);
    }

    /// Ids; the number 0 is null.
    pub(crate) fn ids(&mut self, name: &'static str, prefix: &str, numbers: impl Iterator<Item = u64>) {
        let mut text = String::with_capacity(20);
        let mut builder = StringBuilder::with_capacity(self.rows, self.rows * 18);
        for number in numbers {
            if number == 0 {
                builder.append_null();
            } else {
                write_id(&mut text, prefix, number);
                builder.append_value(&text);
            }
        }
        self.array(name, Arc::new(builder.finish()));
    }

    /// Words of a small vocabulary; the empty word is null. The contract decides how they are stored.
    pub(crate) fn words(&mut self, name: &'static str, words: impl Iterator<Item = &'static str>) {
        let plain = self.schema.field_with_name(name).is_ok_and(|field| *field.data_type() == DataType::Utf8);
        let some = words.map(|word| (!word.is_empty()).then_some(word));
        if plain {
            self.array(name, Arc::new(some.collect::<StringArray>()));
            return;
        }
        let mut builder = StringDictionaryBuilder::<Int32Type>::new();
        some.for_each(|word| builder.append_option(word));
        self.array(name, Arc::new(builder.finish()));
    }

    pub(crate) fn texts(&mut self, name: &'static str, texts: impl Iterator<Item = Option<String>>) {
        self.array(name, Arc::new(texts.collect::<StringArray>()));
    }

    pub(crate) fn instants(&mut self, name: &'static str, instants: impl Iterator<Item = Option<Instant>>) {
        let array = instants.collect::<TimestampMicrosecondArray>().with_timezone("UTC");
        self.array(name, Arc::new(array));
    }

    /// Amounts in ten-thousandths.
    pub(crate) fn money(&mut self, name: &'static str, amounts: impl Iterator<Item = Option<i64>>) {
        self.array(name, Arc::new(decimals(amounts)));
    }

    pub(crate) fn flags(&mut self, name: &'static str, flags: impl Iterator<Item = Option<bool>>) {
        self.array(name, Arc::new(flags.collect::<BooleanArray>()));
    }

    pub(crate) fn int16(&mut self, name: &'static str, values: impl Iterator<Item = Option<i16>>) {
        self.array(name, Arc::new(values.collect::<Int16Array>()));
    }

    pub(crate) fn int32(&mut self, name: &'static str, values: impl Iterator<Item = Option<i32>>) {
        self.array(name, Arc::new(values.collect::<Int32Array>()));
    }

    pub(crate) fn float32(&mut self, name: &'static str, values: impl Iterator<Item = Option<f32>>) {
        self.array(name, Arc::new(values.collect::<Float32Array>()));
    }

    pub(crate) fn float64(&mut self, name: &'static str, values: impl Iterator<Item = Option<f64>>) {
        self.array(name, Arc::new(values.collect::<Float64Array>()));
    }

    /// Lists of typed ids; an empty slice is null.
    pub(crate) fn identifiers<'a>(
        &mut self,
        name: &'static str,
        lists: impl Iterator<Item = &'a [crate::identity::Identifier]>,
    ) -> Result<(), DemoError> {
        let mut builder = self.struct_list(name)?;
        let mut text = String::new();
        for list in lists {
            for identifier in list {
                let members = builder.values();
                append_text(members, 0, identifier.kind.name());
                write_id(&mut text, identifier.kind.prefix(), identifier.number);
                append_text(members, 1, &text);
                members.append(true);
            }
            builder.append(!list.is_empty());
        }
        self.array(name, Arc::new(builder.finish()));
        Ok(())
    }

    /// Products with their price: an amount in ten-thousandths split evenly, the first taking the remainder.
    pub(crate) fn items(&mut self, name: &'static str, baskets: impl Iterator<Item = (Basket, i64)>) -> Result<(), DemoError> {
        let mut builder = self.struct_list(name)?;
        let mut text = String::new();
        for (basket, amount) in baskets {
            for (position, product) in basket.products().iter().enumerate() {
                let price = catalog::share(amount, basket.products().len(), position);
                append_item(builder.values(), *product, price, position, &mut text);
            }
            builder.append(!basket.products().is_empty());
        }
        self.array(name, Arc::new(builder.finish()));
        Ok(())
    }

    /// The columns that open every fact.
    pub(crate) fn envelopes<'a>(&mut self, prefix: &str, rows: impl Iterator<Item = &'a Envelope> + Clone) {
        self.ids("event_id", prefix, rows.clone().map(|row| row.id));
        self.words("source", rows.clone().map(|row| row.source.uri));
        self.words("type", rows.clone().map(|row| row.kind));
        self.instants("event_time", rows.clone().map(|row| Some(row.time)));
        self.instants("client_time", rows.clone().map(|row| row.client_time()));
        let sent = |row: &Envelope| row.client_time().map(|client| client + row.received - row.time);
        self.instants("sent_time", rows.clone().map(sent));
        self.instants("received_time", rows.clone().map(|row| Some(row.received)));
        self.instants("ingest_time", rows.clone().map(|row| Some(row.ingest)));
        self.words("time_precision", rows.clone().map(|row| row.source.precision));
        self.words("clock_source", rows.clone().map(|row| row.source.clock));
        self.words("tz", rows.clone().map(|row| row.market.time_zone()));
        self.words("environment", rows.clone().map(|_| "prod"));
        self.flags("is_test", rows.clone().map(|row| Some(row.mark.is_test)));
        self.flags("is_bot", rows.clone().map(|row| Some(row.mark.is_bot)));
        self.words("bot_reason", rows.map(|row| if row.mark.is_bot { "user_agent" } else { "" }));
    }

    /// The batch; a column that the contract does not know is a fault.
    pub(crate) fn finish(mut self) -> Result<RecordBatch, DemoError> {
        let arrays = self
            .schema
            .fields()
            .iter()
            .map(|field| self.set.remove(field.name().as_str()).unwrap_or_else(|| new_null_array(field.data_type(), self.rows)))
            .collect();
        if let Some(column) = self.set.keys().next() {
            return Err(missing(self.log, column));
        }
        RecordBatch::try_new(self.schema, arrays).map_err(DemoError::arrow(self.log))
    }

    fn struct_list(&self, name: &str) -> Result<ListBuilder<StructBuilder>, DemoError> {
        let fields = self
            .schema
            .field_with_name(name)
            .ok()
            .and_then(|field| struct_fields(field.data_type()))
            .ok_or_else(|| missing(self.log, name))?;
        let members = StructBuilder::from_fields(fields, self.rows);
        Ok(ListBuilder::with_capacity(members, self.rows))
    }
}

/// Amounts in ten-thousandths as an Arrow array.
pub(crate) fn decimals(amounts: impl Iterator<Item = Option<i64>>) -> Decimal128Array {
    amounts.map(|amount| amount.map(i128::from)).collect::<Decimal128Array>().with_data_type(DataType::Decimal128(18, 4))
}

fn struct_fields(kind: &DataType) -> Option<Fields> {
    let DataType::List(item) = kind else {
        return None;
    };
    match item.data_type() {
        DataType::Struct(fields) => Some(fields.clone()),
        _ => None,
    }
}

fn append_text(members: &mut StructBuilder, index: usize, text: &str) {
    if let Some(builder) = members.field_builder::<StringBuilder>(index) {
        builder.append_value(text);
    }
}

fn append_item(members: &mut StructBuilder, product: u32, price: i64, position: usize, text: &mut String) {
    write_id(text, "product-", u64::from(product));
    append_text(members, 0, text);
    write_id(text, "sku-", u64::from(product));
    append_text(members, 1, text);
    append_int(members, 2, 1);
    if let Some(builder) = members.field_builder::<arrow::array::Decimal128Builder>(3) {
        builder.append_value(i128::from(price));
    }
    append_text(members, 4, catalog::category(product));
    if let Some(builder) = members.field_builder::<StringBuilder>(5) {
        builder.append_null();
    }
    append_int(members, 6, position as i32 + 1);
    members.append(true);
}

fn append_int(members: &mut StructBuilder, index: usize, value: i32) {
    if let Some(builder) = members.field_builder::<arrow::array::Int32Builder>(index) {
        builder.append_value(value);
    }
}

fn missing(log: &str, column: &str) -> DemoError {
    DemoError::Contract { log: log.to_owned(), column: column.to_owned() }
}
