//! A batch of a log read row by row, by the names of its columns; what is null or absent is none.

use std::collections::HashMap;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch, StructArray};
use arrow::datatypes::{DataType, Decimal128Type, Float32Type, Int16Type, Int32Type, TimestampMicrosecondType};

use crate::clock::Instant;

/// Columns by name.
pub(super) struct Table<'a> {
    names: Vec<&'a str>,
    columns: HashMap<&'a str, &'a ArrayRef>,
    rows: usize,
}

impl<'a> Table<'a> {
    pub(super) fn of(batch: &'a RecordBatch) -> Self {
        let names: Vec<&str> = batch.schema_ref().fields().iter().map(|field| field.name().as_str()).collect();
        Self { columns: names.iter().copied().zip(batch.columns()).collect(), names, rows: batch.num_rows() }
    }

    pub(super) fn rows(&'a self) -> impl Iterator<Item = Row<'a>> {
        (0..self.rows).map(|number| Row { table: self, number })
    }
}

/// One row.
pub(super) struct Row<'a> {
    table: &'a Table<'a>,
    number: usize,
}

impl<'a> Row<'a> {
    /// Names of all columns, in their order.
    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.table.names.iter().copied()
    }

    /// The column and the place in it, where it is filled.
    pub(super) fn cell(&self, name: &str) -> Option<(&'a dyn Array, usize)> {
        let column = self.table.columns.get(name)?;
        column.is_valid(self.number).then(|| (column.as_ref(), self.number))
    }

    pub(super) fn text(&self, name: &str) -> Option<&'a str> {
        self.cell(name).map(|(array, number)| text(array, number))
    }

    /// The text, where null and absent are empty.
    pub(super) fn word(&self, name: &str) -> &'a str {
        self.text(name).unwrap_or_default()
    }

    pub(super) fn instant(&self, name: &str) -> Option<Instant> {
        self.cell(name).map(|(array, number)| array.as_primitive::<TimestampMicrosecondType>().value(number))
    }

    /// An amount in ten-thousandths.
    pub(super) fn money(&self, name: &str) -> Option<i128> {
        self.cell(name).map(|(array, number)| array.as_primitive::<Decimal128Type>().value(number))
    }

    pub(super) fn int(&self, name: &str) -> Option<i32> {
        self.cell(name).map(|(array, number)| match array.data_type() {
            DataType::Int16 => i32::from(array.as_primitive::<Int16Type>().value(number)),
            _ => array.as_primitive::<Int32Type>().value(number),
        })
    }

    pub(super) fn float(&self, name: &str) -> Option<f32> {
        self.cell(name).map(|(array, number)| array.as_primitive::<Float32Type>().value(number))
    }

    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        self.cell(name).map(|(array, number)| array.as_boolean().value(number))
    }

    pub(super) fn items(&self) -> Vec<Item<'a>> {
        let Some((array, number)) = self.cell("items") else {
            return Vec::new();
        };
        let lists = array.as_list::<i32>();
        let members = lists.values().as_struct();
        let offsets = lists.value_offsets();
        (offsets[number] as usize..offsets[number + 1] as usize).map(|place| Item::of(members, place)).collect()
    }

    /// Category of what is more than an action on a product, such as an intent or a download.
    pub(super) fn topic(&self) -> Option<&'a str> {
        self.text("category").filter(|_| !self.word("type").starts_with("product_"))
    }

    /// The product that a row of its own names, as an item.
    pub(super) fn product(&self) -> Option<Item<'a>> {
        self.text("product_id").map(|product| Item {
            product,
            sku: self.word("sku"),
            category: self.word("category"),
            brand: self.text("brand"),
            price: self.money("price").unwrap_or_default(),
            quantity: self.int("quantity").unwrap_or_default(),
            position: None,
        })
    }
}

/// One product of a cart or order.
pub(super) struct Item<'a> {
    pub(super) product: &'a str,
    pub(super) sku: &'a str,
    pub(super) category: &'a str,
    pub(super) brand: Option<&'a str>,
    pub(super) price: i128,
    pub(super) quantity: i32,
    pub(super) position: Option<i32>,
}

impl<'a> Item<'a> {
    fn of(members: &'a StructArray, place: usize) -> Self {
        let column = |index: usize| members.column(index).as_ref();
        Self {
            product: text(column(0), place),
            sku: text(column(1), place),
            quantity: column(2).as_primitive::<Int32Type>().value(place),
            price: column(3).as_primitive::<Decimal128Type>().value(place),
            category: text(column(4), place),
            brand: None,
            position: Some(column(6).as_primitive::<Int32Type>().value(place)),
        }
    }
}

fn text(array: &dyn Array, number: usize) -> &str {
    match array.data_type() {
        DataType::Dictionary(..) => {
            let words = array.as_dictionary::<Int32Type>();
            words.values().as_string::<i32>().value(words.keys().value(number) as usize)
        }
        _ => array.as_string::<i32>().value(number),
    }
}
