//! No byte of a log location is written: the handle that sources get has no method for it, and a store that counts
//! its calls sees none.

use std::sync::Arc;

use object_store::{ObjectStore, ObjectStoreExt};

use super::fault_store::{FaultStore, Faults, Operation};
use super::orders::{Written, ask, facts, filled, settings};
use crate::Engine;
use crate::log_store::LogStore;

/// True where a type is an object store, or lends itself as one. An inherent constant goes before a trait's, so the
/// answer is found at compile time.
struct Writes<T: ?Sized>(std::marker::PhantomData<T>);

trait CannotWrite {
    const CAN_WRITE: bool = false;
}

impl<T: ?Sized> CannotWrite for Writes<T> {}

impl<T: ?Sized + ObjectStore> Writes<T> {
    const CAN_WRITE: bool = true;
}

/// True where a type gives its store away.
struct Lends<T>(std::marker::PhantomData<T>);

trait CannotLend {
    const CAN_LEND: bool = false;
}

impl<T> CannotLend for Lends<T> {}

impl<T: std::ops::Deref> Lends<T> {
    const CAN_LEND: bool = true;
}

const _: () = assert!(Writes::<FaultStore>::CAN_WRITE && Lends::<Arc<FaultStore>>::CAN_LEND, "the question tells yes from no");
const _: () = assert!(!Writes::<LogStore>::CAN_WRITE, "a place of logs is not an object store");
const _: () = assert!(!Lends::<LogStore>::CAN_LEND, "a place of logs does not lend its object store");

/// The public items of the handle: none of them is called what object stores call writing, and none gives the store.
#[test]
fn the_handle_of_sources_has_no_word_for_writing() {
    let text = include_str!("../log_store.rs");
    let public: Vec<&str> = text.lines().map(str::trim).filter(|line| line.starts_with("pub ")).collect();
    assert!(public.iter().any(|line| line.contains("fn list(")), "{public:?}");
    for line in public {
        for word in ["put", "delete", "copy", "rename", "multipart", "pub objects", "-> Arc<dyn ObjectStore>", "-> &Arc<dyn ObjectStore>"] {
            assert!(!line.contains(word), "{line}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_byte_of_a_log_location_is_written() {
    for written in Written::ALL {
        let lake = filled(&facts(100, 8), 10, written).await;
        let names = || async { futures::TryStreamExt::try_collect::<Vec<_>>(lake.list(None)).await.unwrap() };
        let before = names().await;
        let store = FaultStore::new(lake.clone(), Faults::default());
        let folder = tempfile::tempdir().unwrap();
        let engine = Engine::open(settings(store.clone(), written, folder.path())).await.unwrap();
        engine.prepare().await;
        engine.check().await.unwrap();
        engine.refresh().await.unwrap();
        for sql in ["select * from logs.orders", "select * from meta.files", "select * from meta.sources", "select * from meta.freshness"] {
            ask(&engine, sql).await.unwrap();
        }
        assert!(store.calls(|operation| operation == Operation::Get) > 0);
        assert_eq!(store.calls(Operation::writes), 0, "{written:?}");
        assert_eq!(names().await, before, "{written:?}");
        let first = before.first().unwrap();
        assert_eq!(lake.head(&first.location).await.unwrap().e_tag, first.e_tag);
    }
}
