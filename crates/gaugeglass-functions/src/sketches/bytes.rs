//! The layout that sketches share: a letter for the kind, the version, then numbers in LEB128.

/// The version of all layouts, of the buckets and of the hash: another one of these is another version.
const VERSION: u8 = 1;

/// The first bytes of a sketch of this `kind`.
pub(super) fn header(kind: u8) -> Vec<u8> {
    vec![kind, VERSION]
}

/// What follows the header; none where the header is another.
pub(super) fn body(kind: u8, bytes: &[u8]) -> Option<&[u8]> {
    bytes.strip_prefix(&[kind, VERSION])
}

/// Appends `number`: seven bits a byte, the lowest first, the high bit set where more follow.
pub(super) fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Takes a number off the front; none where there is none in its shortest form, the only one that `put` writes.
pub(super) fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        let bits = u64::from(byte & 0x7f);
        if bits << shift >> shift != bits {
            return None;
        }
        number |= bits << shift;
        if byte < 0x80 {
            return (byte != 0 || shift == 0).then_some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_and_take_as_few_bytes_as_they_need() {
        for (number, length) in [(0, 1), (127, 1), (128, 2), (16_383, 2), (16_384, 3), (u64::MAX, 10)] {
            let mut bytes = Vec::new();
            put(&mut bytes, number);
            assert_eq!(bytes.len(), length, "{number}");
            let mut rest = bytes.as_slice();
            assert_eq!((take(&mut rest), rest), (Some(number), [].as_slice()), "{number}");
        }
    }

    #[test]
    fn what_put_does_not_write_is_no_number() {
        let too_large = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02];
        let wrong: [&[u8]; 5] = [&[], &[0x80], &[0x80, 0x00], &[0x80; 11], &too_large];
        for mut bytes in wrong {
            assert_eq!(take(&mut bytes), None);
        }
    }

    #[test]
    fn a_body_has_its_kind_and_version() {
        assert_eq!(body(b'Q', &header(b'Q')), Some([].as_slice()));
        assert_eq!(body(b'Q', &header(b'D')), None);
        assert_eq!(body(b'Q', &[b'Q', VERSION + 1]), None);
        assert_eq!(body(b'Q', b"Q"), None);
    }
}
