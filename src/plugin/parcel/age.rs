//! A parcel that only the holder of a registered key opens: the format of age-encryption.org, version
//! 1, which `age` and `rage` open. Nobody has to be told a password.

use std::io::{self, Write};

use age::stream::StreamWriter;
use age::x25519::Recipient;
use age::{EncryptError, Encryptor};

/// Whether a text is the public key of a pair that `age-keygen` made.
pub fn is_key(text: &str) -> bool {
    text.parse::<Recipient>().is_ok()
}

/// What is written into it reaches `to` so that any of these keys opens it.
///
/// # Errors
/// None of them, or what is no key; `to` can't be written.
pub(super) fn for_keys<W: Write>(to: W, keys: &[String]) -> io::Result<StreamWriter<W>> {
    let no_key = |why: &str| io::Error::new(io::ErrorKind::InvalidInput, why.to_owned());
    let read = |key: &String| key.parse::<Recipient>().map_err(no_key);
    let keys = keys.iter().map(read).collect::<io::Result<Vec<_>>>()?;
    let keys = keys.iter().map(|key| key as &dyn age::Recipient);
    let encryptor = Encryptor::with_recipients(keys).map_err(|why| match why {
        EncryptError::Io(why) => why,
        why => no_key(&why.to_string()),
    })?;
    encryptor.wrap_output(to)
}
