//! What came with the program, as it was when the program was built.

/// Manifest and layout of one.
macro_rules! texts {
    ($name:literal) => {
        (
            include_str!(concat!("../../../plugins/", $name, "/plugin.toml")),
            include_str!(concat!("../../../plugins/", $name, "/layout.toml")),
        )
    };
}

/// Manifest and layout of each shipped plug-in.
const TEXTS: &[(&str, &str)] = &[
    texts!("civil_affairs"),
    texts!("civil_children"),
    texts!("disabled_federation"),
    texts!("education"),
    texts!("finance"),
    texts!("labour"),
    texts!("wcwc"),
    texts!("womens_federation"),
];

/// Whether a manifest with its layout is one of ours, to the byte.
pub(super) fn is_ours(manifest: &str, layout: &str) -> bool {
    TEXTS.contains(&(manifest, layout))
}

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    #[test]
    fn every_plug_in_of_the_checkout_is_here() {
        let plugins = concat!(env!("CARGO_MANIFEST_DIR"), "/plugins");
        let mut seen = 0;
        for entry in std::fs::read_dir(plugins).expect("plug-ins") {
            let folder = entry.expect("an entry").path();
            let manifest = std::fs::read_to_string(folder.join("plugin.toml"));
            let (Ok(manifest), false) = (manifest, folder.ends_with(places::SAMPLE)) else {
                continue;
            };
            let layout = std::fs::read_to_string(folder.join("layout.toml")).unwrap_or_default();
            assert!(is_ours(&manifest, &layout), "{}", folder.display());
            seen += 1;
        }
        assert_eq!(seen, TEXTS.len());
    }
}
