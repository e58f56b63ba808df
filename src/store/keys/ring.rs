//! The keys at hand, and what is done with them.

use super::lock;
use crate::schema::KeyClass;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

const NONCE: usize = 24;

/// The keys that a user's slot held, by class and epoch. Locked in memory, and wiped when dropped.
#[derive(Default)]
pub struct Keyring(BTreeMap<(KeyClass, u32), Box<Keys>>);

/// A class key is never used itself: one key a purpose is derived from it.
#[derive(Default)]
struct Keys {
    root: Zeroizing<[u8; 32]>,
    vouch: Zeroizing<[u8; 32]>,
    seal: Zeroizing<[u8; 32]>,
    blind: Zeroizing<[u8; 32]>,
}

/// A sealed value: which key opens it, and the nonce with the ciphertext.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sealed {
    /// The class's number.
    pub class: u8,
    /// Which key of the class.
    pub epoch: u32,
    /// Nonce and ciphertext; empty once erased.
    pub bytes: Vec<u8>,
}

impl Keyring {
    pub(crate) fn insert(&mut self, class: KeyClass, epoch: u32, root: Zeroizing<[u8; 32]>) {
        let derive = |purpose| Zeroizing::new(blake3::derive_key(purpose, &root[..]));
        let mut keys = Box::<Keys>::default();
        lock::hold(&*keys); // before anything is in it; a refusal is told by the check-up
        keys.seal = derive("tongdu 2026 seal records");
        keys.blind = derive("tongdu 2026 blind index");
        keys.vouch = derive("tongdu 2026 vouch for grants");
        keys.root = root;
        self.0.insert((class, epoch), keys);
    }

    /// Whether there is the key of this epoch.
    pub(crate) fn has_epoch(&self, class: KeyClass, epoch: u32) -> bool {
        self.0.contains_key(&(class, epoch))
    }

    /// Whether there is a key for this class.
    pub fn has(&self, class: KeyClass) -> bool {
        self.epoch(class).is_some()
    }

    /// The classes that there are keys for.
    pub fn classes(&self) -> impl Iterator<Item = KeyClass> + '_ {
        KeyClass::ALL.into_iter().filter(|c| self.has(*c))
    }

    /// Forgets a class for this session.
    pub(crate) fn forget(&mut self, class: KeyClass) {
        self.0.retain(|(c, _), _| *c != class);
    }

    /// The keys themselves, to be put into another slot.
    pub(crate) fn roots(&self) -> impl Iterator<Item = (KeyClass, u32, &Zeroizing<[u8; 32]>)> {
        self.0
            .iter()
            .map(|((class, epoch), keys)| (*class, *epoch, &keys.root))
    }

    /// The newest epoch of a class.
    pub(crate) fn epoch(&self, class: KeyClass) -> Option<u32> {
        self.0
            .range((class, 0)..=(class, u32::MAX))
            .next_back()
            .map(|((_, epoch), _)| *epoch)
    }

    /// The keyed hash by which whoever has this key vouches for bytes at a place.
    pub(super) fn keyed(
        &self,
        class: KeyClass,
        epoch: u32,
        place: &[u8],
        bytes: &[u8],
    ) -> Option<[u8; 32]> {
        let keys = self.0.get(&(class, epoch))?;
        let mut hash = blake3::Hasher::new_keyed(&keys.vouch);
        hash.update(&(place.len() as u64).to_le_bytes())
            .update(place)
            .update(bytes);
        Some(*hash.finalize().as_bytes())
    }

    /// Seals with the newest key of the class; `None` without one.
    pub(crate) fn seal(
        &self,
        class: KeyClass,
        nonce: [u8; NONCE],
        plain: &[u8],
        bound_to: &[u8],
    ) -> Option<Sealed> {
        let epoch = self.epoch(class)?;
        let keys = self.0.get(&(class, epoch))?;
        let cipher = XChaCha20Poly1305::new((&*keys.seal).into());
        let text = cipher.encrypt(
            XNonce::from_slice(&nonce),
            Payload {
                msg: plain,
                aad: bound_to,
            },
        );
        let mut bytes = nonce.to_vec();
        bytes.extend(text.ok()?);
        Some(Sealed {
            class: class as u8,
            epoch,
            bytes,
        })
    }

    /// Opens a sealed value; `None` if there is no such key or a single bit is not as it was.
    pub(crate) fn open(&self, sealed: &Sealed, bound_to: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let keys = self
            .0
            .get(&(KeyClass::from_code(sealed.class)?, sealed.epoch))?;
        let (nonce, text) = sealed.bytes.split_first_chunk::<NONCE>()?;
        let cipher = XChaCha20Poly1305::new((&*keys.seal).into());
        let plain = cipher.decrypt(
            XNonce::from_slice(nonce),
            Payload {
                msg: text,
                aad: bound_to,
            },
        );
        plain.ok().map(Zeroizing::new)
    }

    /// The keyed hash by which a number is found again without standing anywhere.
    ///
    /// Always under the class's first key: the index is derived and never leaves the computer,
    /// and one key makes look-ups one look-up.
    pub(crate) fn blind(&self, class: KeyClass, field: &str, text: &str) -> Option<[u8; 16]> {
        let (_, keys) = self.0.range((class, 0)..=(class, u32::MAX)).next()?;
        let mut hash = blake3::Hasher::new_keyed(&keys.blind);
        hash.update(&[field.len() as u8])
            .update(field.as_bytes())
            .update(text.as_bytes());
        let mut out = [0; 16];
        out.copy_from_slice(&hash.finalize().as_bytes()[..16]);
        Some(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_opens_only_where_it_was_sealed() {
        let mut ring = Keyring::default();
        ring.insert(KeyClass::Workforce, 1, Zeroizing::new([7; 32]));
        let sealed = ring
            .seal(KeyClass::Workforce, [1; 24], b"text", b"here")
            .unwrap();
        assert_eq!(ring.open(&sealed, b"here").unwrap().as_slice(), b"text");
        assert!(ring.open(&sealed, b"there").is_none());
        for i in 0..sealed.bytes.len() {
            let mut other = sealed.clone();
            other.bytes[i] ^= 1;
            assert!(ring.open(&other, b"here").is_none(), "byte {i}");
        }
        assert!(
            ring.seal(KeyClass::Cases, [1; 24], b"text", b"here")
                .is_none()
        );
    }

    /// The pages that a place in memory lies on, as the kernel tells.
    fn flags(place: usize) -> String {
        let maps = std::fs::read_to_string("/proc/self/smaps").unwrap();
        let mut inside = false;
        for line in maps.lines() {
            let range = line.split(' ').next().unwrap_or_default().split_once('-');
            if let Some((from, to)) = range
                && let Ok(from) = usize::from_str_radix(from, 16)
                && let Ok(to) = usize::from_str_radix(to, 16)
            {
                inside = (from..to).contains(&place);
            }
            if let Some(flags) = line.strip_prefix("VmFlags:").filter(|_| inside) {
                return flags.to_owned();
            }
        }
        panic!("that is nowhere");
    }

    #[test]
    fn keys_lie_on_locked_pages() {
        let mut ring = Keyring::default();
        ring.insert(KeyClass::Cases, 1, Zeroizing::new([1; 32]));
        let keys = &ring.0[&(KeyClass::Cases, 1)];
        let place = std::ptr::from_ref(&*keys.seal) as usize;
        let locked = flags(place).split(' ').any(|flag| flag == "lo");
        // Asked behind it: the answer locks a page, too.
        if lock::locks() {
            assert!(locked);
        } else {
            println!("ulimit -l allows nothing here, so that nothing could be shown");
        }
    }

    #[test]
    fn an_old_epoch_still_opens_and_the_newest_seals() {
        let mut ring = Keyring::default();
        ring.insert(KeyClass::Cases, 1, Zeroizing::new([1; 32]));
        let old = ring.seal(KeyClass::Cases, [0; 24], b"a", b"").unwrap();
        ring.insert(KeyClass::Cases, 2, Zeroizing::new([2; 32]));
        assert_eq!(
            ring.seal(KeyClass::Cases, [0; 24], b"b", b"")
                .unwrap()
                .epoch,
            2
        );
        assert!(ring.open(&old, b"").is_some());
    }
}
