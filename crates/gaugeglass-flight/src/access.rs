//! Who may come in, and as whom.
//!
//! Secrets are kept as hashes and compared as hashes, in constant time. A handshake answers a password with a
//! session token: the principal and an expiry, signed with a key that this process drew at its start. So nothing
//! is stored per session, and a restart ends them all.

use std::collections::HashMap;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use blake3::Hash;
use tonic::Status;
use tonic::metadata::MetadataMap;
use uuid::Uuid;

use crate::handshake::{Credential, credential};

const SESSION_MAX: Duration = Duration::from_secs(12 * 60 * 60);
const ANONYMOUS: &str = "anonymous";

/// Who may come in.
#[derive(Debug, Clone)]
pub enum Access {
    /// Everyone, as `anonymous`; credentials are not looked at.
    Anonymous,
    /// The holders of these accounts.
    Accounts(Accounts),
}

/// Users with passwords and holders of tokens.
#[derive(Debug, Clone, Default)]
pub struct Accounts {
    passwords: HashMap<String, Hash>,
    tokens: HashMap<Hash, String>,
}

impl Accounts {
    /// Adds a user who comes with a password.
    pub fn with_user(mut self, name: impl Into<String>, password: &str) -> Accounts {
        self.passwords.insert(name.into(), hash(password));
        self
    }

    /// Adds a token, sent as a bearer token or in place of a password, and the principal it stands for.
    pub fn with_token(mut self, token: &str, principal: impl Into<String>) -> Accounts {
        self.tokens.insert(hash(token), principal.into());
        self
    }

    fn principal(&self, user: &str, password: &str) -> Option<String> {
        let password = hash(password);
        match self.passwords.get(user) {
            Some(expected) if *expected == password => Some(user.to_owned()),
            _ => self.tokens.get(&password).cloned(),
        }
    }
}

/// The access rule with the key that signs its session tokens.
pub(crate) struct Gate {
    access: Access,
    key: [u8; 32],
}

impl Gate {
    /// A gate with a key of its own.
    pub(crate) fn new(access: Access) -> Gate {
        let mut key = [0; 32];
        key[..16].copy_from_slice(Uuid::new_v4().as_bytes());
        key[16..].copy_from_slice(Uuid::new_v4().as_bytes());
        Gate { access, key }
    }

    /// The principal of a call, by its `authorization` header.
    pub(crate) fn principal(&self, headers: &MetadataMap) -> Result<String, Status> {
        match &self.access {
            Access::Anonymous => Ok(ANONYMOUS.to_owned()),
            Access::Accounts(accounts) => {
                let credential = credential(headers)?.ok_or_else(nothing_shown)?;
                self.known(accounts, &credential, SystemTime::now()).ok_or_else(not_accepted)
            }
        }
    }

    /// Whether anyone may come in.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.access, Access::Anonymous)
    }

    /// The bearer token that a handshake with `credential` is answered with.
    pub(crate) fn token(&self, credential: Option<Credential>) -> Result<String, Status> {
        let (accounts, now) = match &self.access {
            Access::Anonymous => return Ok(ANONYMOUS.to_owned()),
            Access::Accounts(accounts) => (accounts, SystemTime::now()),
        };
        let credential = credential.ok_or_else(nothing_shown)?;
        let principal = self.known(accounts, &credential, now).ok_or_else(not_accepted)?;
        Ok(match credential {
            Credential::Bearer(token) => token,
            Credential::Basic { .. } => self.sign(&principal, now + SESSION_MAX),
        })
    }

    fn known(&self, accounts: &Accounts, credential: &Credential, now: SystemTime) -> Option<String> {
        match credential {
            Credential::Basic { user, password } => accounts.principal(user, password),
            Credential::Bearer(token) => accounts.tokens.get(&hash(token)).cloned().or_else(|| self.signed(token, now)),
        }
    }

    fn sign(&self, principal: &str, expiry: SystemTime) -> String {
        let claim = URL_SAFE_NO_PAD.encode(format!("{}:{principal}", seconds(expiry)));
        let signature = blake3::keyed_hash(&self.key, claim.as_bytes());
        format!("{claim}.{}", signature.to_hex())
    }

    fn signed(&self, token: &str, now: SystemTime) -> Option<String> {
        let (claim, signature) = token.split_once('.')?;
        let signature = Hash::from_hex(signature).ok()?;
        if blake3::keyed_hash(&self.key, claim.as_bytes()) != signature {
            return None;
        }
        let claim = String::from_utf8(URL_SAFE_NO_PAD.decode(claim).ok()?).ok()?;
        let (expiry, principal) = claim.split_once(':')?;
        (expiry.parse::<u64>().ok()? > seconds(now)).then(|| principal.to_owned())
    }
}

fn hash(secret: &str) -> Hash {
    blake3::hash(secret.as_bytes())
}

fn seconds(instant: SystemTime) -> u64 {
    instant.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

fn nothing_shown() -> Status {
    Status::unauthenticated("this service wants a user and password, or a bearer token, in the `authorization` header")
}

fn not_accepted() -> Status {
    Status::unauthenticated("the user, password or token is not accepted, or the session has ended; sign in again")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn gate() -> Gate {
        Gate::new(Access::Accounts(Accounts::default().with_user("ada", "engine").with_token("t0ken", "robot")))
    }

    fn basic(user: &str, password: &str) -> Credential {
        Credential::Basic { user: user.into(), password: password.into() }
    }

    fn principal(gate: &Gate, header: &str) -> Result<String, tonic::Code> {
        let mut headers = MetadataMap::new();
        headers.insert("authorization", header.parse().unwrap());
        gate.principal(&headers).map_err(|status| status.code())
    }

    #[test]
    fn credentials_lead_to_their_principal() {
        let cases = [
            ("Basic YWRhOmVuZ2luZQ==", Ok("ada")), // ada:engine
            ("Basic YWRhOmVuZ2luZQ", Ok("ada")),
            ("Basic YW55Ym9keTp0MGtlbg==", Ok("robot")), // anybody:t0ken
            ("Bearer t0ken", Ok("robot")),
            ("Bearer token", Err(tonic::Code::Unauthenticated)),
            ("Basic YWRhOndyb25n", Err(tonic::Code::Unauthenticated)), // ada:wrong
            ("Basic ZXZlOmVuZ2luZQ==", Err(tonic::Code::Unauthenticated)), // eve:engine
        ];
        let gate = gate();
        for (header, expected) in cases {
            assert_eq!(principal(&gate, header), expected.map(str::to_owned), "{header}");
        }
    }

    #[test]
    fn a_missing_header_is_told_apart_from_a_wrong_one() {
        let status = gate().principal(&MetadataMap::new()).unwrap_err();
        assert!(status.message().contains("wants a user"), "{}", status.message());
    }

    #[test]
    fn an_open_gate_lets_anyone_in() {
        let open = Gate::new(Access::Anonymous);
        assert_eq!(open.principal(&MetadataMap::new()).unwrap(), "anonymous");
        assert_eq!(principal(&open, "Basic ???"), Ok("anonymous".into()));
    }

    #[test]
    fn a_session_token_is_accepted_until_it_expires() {
        let (gate, now) = (gate(), SystemTime::now());
        let token = gate.token(Some(basic("ada", "engine"))).unwrap();
        assert_eq!(gate.signed(&token, now), Some("ada".into()));
        assert_eq!(gate.signed(&token, now + SESSION_MAX + Duration::from_secs(60)), None);
    }

    #[test]
    fn a_session_token_of_another_hand_is_refused() {
        let token = gate().token(Some(basic("ada", "engine"))).unwrap();
        assert_eq!(gate().signed(&token, SystemTime::now()), None);
        let (claim, signature) = token.split_once('.').unwrap();
        assert_eq!(gate().signed(&format!("{claim}x.{signature}"), SystemTime::now()), None);
    }
}
