//! What the service can do, code by code.
//!
//! Every code of the specification is answered: JDBC drivers of the field fail on a missing one, and they cast
//! each to the type it is specified with. Codes from 500 on describe the SQL dialect.

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use arrow_flight::error::FlightError;
use arrow_flight::sql::metadata::{SqlInfoData, SqlInfoDataBuilder};
use arrow_flight::sql::{SqlInfo, SqlNullOrdering, SqlOuterJoinsSupportLevel, SqlSupportedCaseSensitivity, SqlSupportedTransaction};

use crate::dialect;
use crate::prepared::UNUSED_MAX;

/// Columns of [`batch`].
pub(crate) fn schema() -> SchemaRef {
    SqlInfoDataBuilder::schema().clone().into()
}

/// The answers to `codes`, or all of them when none is named; unknown codes have no row.
pub(crate) fn batch(codes: &[u32]) -> Result<RecordBatch, FlightError> {
    all()?.record_batch(codes.iter().copied())
}

fn all() -> Result<SqlInfoData, FlightError> {
    let mut builder = SqlInfoDataBuilder::new();
    server(&mut builder);
    names(&mut builder);
    functions(&mut builder);
    select(&mut builder);
    structure(&mut builder);
    sizes(&mut builder);
    transactions(&mut builder);
    result_sets(&mut builder);
    builder.build()
}

fn server(builder: &mut SqlInfoDataBuilder) {
    builder.append(SqlInfo::FlightSqlServerName, "Gaugeglass");
    builder.append(SqlInfo::FlightSqlServerVersion, env!("CARGO_PKG_VERSION"));
    builder.append(SqlInfo::FlightSqlServerArrowVersion, arrow::ARROW_VERSION);
    builder.append(SqlInfo::FlightSqlServerReadOnly, true);
    builder.append(SqlInfo::FlightSqlServerSql, true);
    builder.append(SqlInfo::FlightSqlServerSubstrait, false);
    builder.append(SqlInfo::FlightSqlServerSubstraitMinVersion, "");
    builder.append(SqlInfo::FlightSqlServerSubstraitMaxVersion, "");
    builder.append(SqlInfo::FlightSqlServerTransaction, SqlSupportedTransaction::None as i32);
    builder.append(SqlInfo::FlightSqlServerCancel, true);
    builder.append(SqlInfo::FlightSqlServerBulkIngestion, false);
    builder.append(SqlInfo::FlightSqlServerIngestTransactionsSupported, false);
    let unused_ms = i32::try_from(UNUSED_MAX.as_millis()).unwrap_or(i32::MAX);
    builder.append(SqlInfo::FlightSqlServerStatementTimeout, unused_ms);
    builder.append(SqlInfo::FlightSqlServerTransactionTimeout, 0);
}

fn names(builder: &mut SqlInfoDataBuilder) {
    builder.append(SqlInfo::SqlDdlCatalog, false);
    builder.append(SqlInfo::SqlDdlSchema, false);
    builder.append(SqlInfo::SqlDdlTable, false);
    builder.append(SqlInfo::SqlIdentifierCase, SqlSupportedCaseSensitivity::SqlCaseSensitivityLowercase as i32);
    builder.append(SqlInfo::SqlIdentifierQuoteChar, "\"");
    // Quoted names are compared as written, for which the specification has no word.
    builder.append(SqlInfo::SqlQuotedIdentifierCase, SqlSupportedCaseSensitivity::SqlCaseSensitivityUnknown as i32);
    builder.append(SqlInfo::SqlAllTablesAreSelectable, true);
    builder.append(SqlInfo::SqlNullOrdering, SqlNullOrdering::SqlNullsSortedHigh as i32);
    builder.append(SqlInfo::SqlSearchStringEscape, "\\");
    builder.append(SqlInfo::SqlExtraNameCharacters, "");
    builder.append(SqlInfo::SqlSchemaTerm, "schema");
    builder.append(SqlInfo::SqlProcedureTerm, "procedure");
    builder.append(SqlInfo::SqlCatalogTerm, "catalog");
    builder.append(SqlInfo::SqlCatalogAtStart, true);
}

fn functions(builder: &mut SqlInfoDataBuilder) {
    builder.append(SqlInfo::SqlKeywords, &dialect::KEYWORDS[..]);
    builder.append(SqlInfo::SqlNumericFunctions, &dialect::NUMERIC_FUNCTIONS[..]);
    builder.append(SqlInfo::SqlStringFunctions, &dialect::STRING_FUNCTIONS[..]);
    builder.append(SqlInfo::SqlSystemFunctions, &dialect::SYSTEM_FUNCTIONS[..]);
    builder.append(SqlInfo::SqlDatetimeFunctions, &dialect::DATETIME_FUNCTIONS[..]);
    builder.append(SqlInfo::SqlSupportsConvert, dialect::conversions());
}

fn select(builder: &mut SqlInfoDataBuilder) {
    builder.append(SqlInfo::SqlSupportsColumnAliasing, true);
    builder.append(SqlInfo::SqlNullPlusNullIsNull, true);
    builder.append(SqlInfo::SqlSupportsTableCorrelationNames, true);
    builder.append(SqlInfo::SqlSupportsDifferentTableCorrelationNames, false);
    builder.append(SqlInfo::SqlSupportsExpressionsInOrderBy, true);
    builder.append(SqlInfo::SqlSupportsOrderByUnrelated, true);
    builder.append(SqlInfo::SqlSupportedGroupBy, bits(&[0, 1]));
    builder.append(SqlInfo::SqlSupportsLikeEscapeClause, true);
    builder.append(SqlInfo::SqlSupportedGrammar, bits(&[0, 1]));
    builder.append(SqlInfo::SqlAnsi92SupportedLevel, bits(&[0]));
    builder.append(SqlInfo::SqlOuterJoinsSupportLevel, SqlOuterJoinsSupportLevel::SqlFullOuterJoins as i32);
    builder.append(SqlInfo::SqlSelectForUpdateSupported, false);
    builder.append(SqlInfo::SqlSupportedSubqueries, bits(&[0, 1, 2, 3]));
    builder.append(SqlInfo::SqlCorrelatedSubqueriesSupported, true);
    builder.append(SqlInfo::SqlSupportedUnions, bits(&[0, 1]));
}

fn structure(builder: &mut SqlInfoDataBuilder) {
    builder.append(SqlInfo::SqlSupportsNonNullableColumns, false);
    builder.append(SqlInfo::SqlSupportsIntegrityEnhancementFacility, false);
    builder.append(SqlInfo::SqlSchemasSupportedActions, 0);
    builder.append(SqlInfo::SqlCatalogsSupportedActions, 0);
    builder.append(SqlInfo::SqlSupportedPositionedCommands, 0);
    builder.append(SqlInfo::SqlStoredProceduresSupported, false);
}

/// Sizes without a fixed limit are 0.
fn sizes(builder: &mut SqlInfoDataBuilder) {
    let first = SqlInfo::SqlMaxBinaryLiteralLength as u32;
    let last = SqlInfo::SqlMaxUsernameLength as u32;
    (first..=last).for_each(|code| builder.append(code, 0_i64));
    builder.append(SqlInfo::SqlMaxRowSizeIncludesBlobs, true);
}

fn transactions(builder: &mut SqlInfoDataBuilder) {
    builder.append(SqlInfo::SqlDefaultTransactionIsolation, 0_i64);
    builder.append(SqlInfo::SqlTransactionsSupported, false);
    builder.append(SqlInfo::SqlSupportedTransactionsIsolationLevels, bits(&[0]));
    builder.append(SqlInfo::SqlDataDefinitionCausesTransactionCommit, false);
    builder.append(SqlInfo::SqlDataDefinitionsInTransactionsIgnored, false);
    builder.append(SqlInfo::SqlSavepointsSupported, false);
}

fn result_sets(builder: &mut SqlInfoDataBuilder) {
    // Results are read once, forwards (type 1), and cannot be changed (concurrency 1).
    builder.append(SqlInfo::SqlSupportedResultSetTypes, bits(&[1]));
    builder.append(SqlInfo::SqlSupportedConcurrenciesForResultSetUnspecified, bits(&[1]));
    builder.append(SqlInfo::SqlSupportedConcurrenciesForResultSetForwardOnly, bits(&[1]));
    builder.append(SqlInfo::SqlSupportedConcurrenciesForResultSetScrollSensitive, 0);
    builder.append(SqlInfo::SqlSupportedConcurrenciesForResultSetScrollInsensitive, 0);
    builder.append(SqlInfo::SqlBatchUpdatesSupported, false);
    builder.append(SqlInfo::SqlNamedParametersSupported, true);
    builder.append(SqlInfo::SqlLocatorsUpdateCopy, false);
    builder.append(SqlInfo::SqlStoredFunctionsUsingCallSyntaxSupported, false);
}

/// The mask with the bits of these ordinals.
fn bits(ordinals: &[u32]) -> i32 {
    ordinals.iter().fold(0, |mask, ordinal| mask | 1 << ordinal)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use arrow::array::{Array, AsArray};
    use arrow::datatypes::UInt32Type;

    use super::*;

    const TEXT: i8 = 0;
    const FLAG: i8 = 1;
    const LONG: i8 = 2;
    const MASK: i8 = 3;
    const LIST: i8 = 4;
    const MAP: i8 = 5;

    fn codes(batch: &RecordBatch) -> Vec<u32> {
        batch.column(0).as_primitive::<UInt32Type>().values().to_vec()
    }

    #[test]
    fn each_code_of_the_specification_has_its_type() {
        let specified = [
            (0..=2, TEXT),
            (3..=5, FLAG),
            (6..=7, TEXT),
            (8..=8, MASK),
            (9..=11, FLAG),
            (100..=101, MASK),
            (500..=502, FLAG),
            (503..=503, MASK),
            (504..=504, TEXT),
            (505..=505, MASK),
            (506..=506, FLAG),
            (507..=507, MASK),
            (508..=512, LIST),
            (513..=514, TEXT),
            (515..=516, FLAG),
            (517..=517, MAP),
            (518..=521, FLAG),
            (522..=522, MASK),
            (523..=524, FLAG),
            (525..=526, MASK),
            (527..=527, FLAG),
            (528..=528, MASK),
            (529..=531, TEXT),
            (532..=532, FLAG),
            (533..=535, MASK),
            (536..=537, FLAG),
            (538..=538, MASK),
            (539..=539, FLAG),
            (540..=540, MASK),
            (541..=555, LONG),
            (556..=556, FLAG),
            (557..=562, LONG),
            (563..=563, FLAG),
            (564..=564, MASK),
            (565..=566, FLAG),
            (567..=571, MASK),
            (572..=576, FLAG),
        ];
        let expected: Vec<(u32, i8)> = specified.into_iter().flat_map(|(codes, kind)| codes.map(move |code| (code, kind))).collect();
        let batch = batch(&[]).unwrap();
        let kinds = batch.column(1).as_union();
        let found: Vec<(u32, i8)> = codes(&batch).into_iter().enumerate().map(|(row, code)| (code, kinds.type_id(row))).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn codes_are_answered_as_asked_and_unknown_ones_left_out() {
        assert_eq!(codes(&batch(&[504, 3, 99_999]).unwrap()), [3, 504]);
        assert_eq!(codes(&batch(&[99_999]).unwrap()), Vec::<u32>::new());
    }

    #[test]
    fn the_schema_is_the_one_of_the_rows() {
        assert_eq!(batch(&[]).unwrap().schema(), schema());
    }

    #[test]
    fn transactions_are_denied_in_an_int32() {
        let batch = batch(&[SqlInfo::FlightSqlServerTransaction as u32]).unwrap();
        let value = batch.column(1).as_union().value(0);
        assert_eq!(value.as_primitive::<arrow::datatypes::Int32Type>().value(0), 0);
        assert!(value.is_valid(0));
    }
}
