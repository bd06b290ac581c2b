//! The handshake: Basic or Bearer credentials in, `authorization: Bearer …` out.
//!
//! Drivers read the token from the answer's header and send it with every later call; each call may also carry
//! its credentials without any handshake.

use arrow_flight::{BasicAuth, HandshakeRequest, HandshakeResponse};
use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use prost::Message;
use tonic::metadata::{MetadataMap, MetadataValue};
use tonic::{Request, Response, Status, Streaming};

use crate::access::Gate;
use crate::status::fault;
use crate::wire::{Answers, answers};

const AUTHORIZATION: &str = "authorization";

/// Go clients send base64 without padding, the others with it.
const BASE64: GeneralPurpose =
    GeneralPurpose::new(&STANDARD, GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent));

/// What a caller shows at the door.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Credential {
    Basic { user: String, password: String },
    Bearer(String),
}

/// Answers a handshake with a bearer token.
pub(crate) async fn handshake(
    gate: &Gate,
    request: Request<Streaming<HandshakeRequest>>,
) -> Result<Response<Answers<HandshakeResponse>>, Status> {
    let shown = match gate.is_open() {
        true => None,
        false => shown(request).await?,
    };
    let token = gate.token(shown)?;
    let header = MetadataValue::try_from(format!("Bearer {token}")).map_err(fault)?;
    let message = HandshakeResponse { protocol_version: 0, payload: token.into() };
    let mut response = Response::new(answers([message]));
    response.metadata_mut().insert(AUTHORIZATION, header);
    Ok(response)
}

/// The credentials in the header or else, as older clients do it, in the first message.
async fn shown(request: Request<Streaming<HandshakeRequest>>) -> Result<Option<Credential>, Status> {
    if let Some(credential) = credential(request.metadata())? {
        return Ok(Some(credential));
    }
    let first = request.into_inner().message().await?;
    Ok(first.and_then(|first| in_payload(&first.payload)))
}

fn in_payload(payload: &[u8]) -> Option<Credential> {
    let BasicAuth { username, password } = BasicAuth::decode(payload).ok()?;
    (!username.is_empty() || !password.is_empty()).then_some(Credential::Basic { user: username, password })
}

/// The credentials in the `authorization` header.
pub(crate) fn credential(headers: &MetadataMap) -> Result<Option<Credential>, Status> {
    let Some(value) = headers.get(AUTHORIZATION) else {
        return Ok(None);
    };
    let credential = value.to_str().ok().and_then(parse);
    credential
        .map(Some)
        .ok_or_else(|| Status::unauthenticated("the `authorization` header holds neither `Basic base64(user:password)` nor `Bearer token`"))
}

fn parse(header: &str) -> Option<Credential> {
    let (scheme, value) = header.trim().split_once(' ')?;
    match scheme.to_ascii_lowercase().as_str() {
        "basic" => basic(value.trim()),
        "bearer" => Some(Credential::Bearer(value.trim().to_owned())),
        _ => None,
    }
}

fn basic(encoded: &str) -> Option<Credential> {
    let text = String::from_utf8(BASE64.decode(encoded).ok()?).ok()?;
    let (user, password) = text.split_once(':')?;
    Some(Credential::Basic { user: user.to_owned(), password: password.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn basic(user: &str, password: &str) -> Option<Credential> {
        Some(Credential::Basic { user: user.into(), password: password.into() })
    }

    #[test]
    fn headers_are_read_as_clients_write_them() {
        let cases = [
            ("Basic YWRhOmVuZ2luZQ==", basic("ada", "engine")),
            ("Basic YWRhOmVuZ2luZQ", basic("ada", "engine")),
            ("basic  YWRhOmVuZ2luZQ==", basic("ada", "engine")),
            ("Basic YWRhOmE6Yg==", basic("ada", "a:b")),
            ("Basic YWRhOg==", basic("ada", "")),
            ("Basic w7xzZXI6w58=", basic("üser", "ß")),
            ("Bearer abc.def", Some(Credential::Bearer("abc.def".into()))),
            ("BEARER abc", Some(Credential::Bearer("abc".into()))),
            ("Basic YWRh", None), // no colon
            ("Basic %%%", None),
            ("Basic", None),
            ("Digest abc", None),
            ("", None),
        ];
        for (header, expected) in cases {
            assert_eq!(parse(header), expected, "{header}");
        }
    }

    #[test]
    fn a_first_message_may_hold_the_password() {
        let message = BasicAuth { username: "ada".into(), password: "engine".into() }.encode_to_vec();
        assert_eq!(in_payload(&message), basic("ada", "engine"));
        assert_eq!(in_payload(&[]), None);
    }
}
