//! The templates, and what differs between languages.

use super::Language;

/// A file's path and its text.
type File = (&'static str, &'static str);

/// In every plug-in.
pub const COMMON: &[File] = &[
    ("plugin.toml", include_str!("templates/plugin.toml")),
    ("README.md", include_str!("templates/README.md")),
    ("sample.csv", "@SAMPLE@"),
];

const LAYOUT: File = ("layout.toml", include_str!("templates/layout.toml"));

/// Manifest of the SDK where it isn't in the workspace.
pub const SDK_MANIFEST: &str = include_str!("templates/rust/sdk.toml");

const HEADER: &str = include_str!("../../../plugins/sdk/include/tongdu_export.h");

/// A source of the SDK.
macro_rules! sdk {
    ($($path:literal)*) => { &[$((
        concat!("sdk/src/", $path),
        include_str!(concat!("../../../plugins/sdk/src/", $path)),
    )),*] };
}

/// In plug-ins of this language, filled in.
pub fn own(language: Language) -> &'static [File] {
    match language {
        Language::Layout => &[LAYOUT],
        Language::Rust => &[
            LAYOUT,
            ("src/lib.rs", include_str!("templates/rust/lib.rs")),
            ("Cargo.toml", include_str!("templates/rust/Cargo.toml")),
            ("sdk/Cargo.toml", SDK_MANIFEST),
            ("build.sh", include_str!("templates/rust/build.sh")),
        ],
        Language::C => &[
            ("plugin.c", include_str!("templates/c/plugin.c")),
            ("Makefile", include_str!("templates/c/Makefile")),
        ],
        Language::Cpp => &[
            ("plugin.cpp", include_str!("templates/cpp/plugin.cpp")),
            ("Makefile", include_str!("templates/cpp/Makefile")),
        ],
    }
}

/// In plug-ins of this language, as they are: what they are built on.
pub fn along(language: Language) -> &'static [File] {
    match language {
        Language::Layout => &[],
        Language::C | Language::Cpp => &[("tongdu_export.h", HEADER)],
        Language::Rust => sdk! {
            "lib.rs" "abi.rs" "export.rs" "export/glue.rs" "export/values.rs"
            "layout.rs" "layout/spec.rs" "layout/plain.rs" "layout/xlsx.rs"
        },
    }
}

/// The manifest's line on whose library it is, and its outputs.
pub fn manifest(language: Language) -> (String, String) {
    const XLSX: &str = include_str!("templates/output_xlsx.toml");
    const CSV: &str = include_str!("templates/output_csv.toml");
    const NOTE: &str = include_str!("templates/output_note.toml");
    let stock = "# No library of its own: the one that came with the program reads layout.toml.\n\
                 library = \"layout\"\n";
    match language {
        Language::Layout => (stock.to_owned(), [XLSX, CSV].concat()),
        Language::Rust => (String::new(), [XLSX, CSV, NOTE].concat()),
        Language::C | Language::Cpp => (String::new(), CSV.to_owned()),
    }
}

/// What to edit and how to build, in Chinese and English.
pub fn steps(language: Language) -> [[&'static str; 2]; 2] {
    match language {
        Language::Layout => [
            [
                "改 `layout.toml`：表头、次序、宽度。",
                "Change `layout.toml`: headings, order, widths.",
            ],
            [
                "不用编译：程序自带的库照 `layout.toml` 做表。",
                "Nothing to build: the library that came with the program reads `layout.toml`.",
            ],
        ],
        Language::Rust => [
            [
                "改 `layout.toml`：表头、次序、宽度；表格说不了的写在 `src/lib.rs`。`sdk/` 是随程序来的，不用改。",
                "Change `layout.toml`: headings, order, widths; what a table can't say goes into `src/lib.rs`. \
                 `sdk/` came with the program and stays as it is.",
            ],
            [
                "编译：`./build.sh`（没有网时 `./build.sh --offline`）。",
                "Build: `./build.sh` (without a network `./build.sh --offline`).",
            ],
        ],
        Language::C => [
            [
                "改 `plugin.c` 里的 COLUMNS：哪些列、什么表头。`tongdu_export.h` 是随程序来的，不用改。",
                "Change COLUMNS in `plugin.c`: which columns, under which headings. `tongdu_export.h` came with \
                 the program and stays as it is.",
            ],
            ["编译：`make`。", "Build: `make`."],
        ],
        Language::Cpp => [
            [
                "改 `plugin.cpp` 里的 COLUMNS：哪些列、什么表头。`tongdu_export.h` 是随程序来的，不用改。",
                "Change COLUMNS in `plugin.cpp`: which columns, under which headings. `tongdu_export.h` came \
                 with the program and stays as it is.",
            ],
            ["编译：`make`。", "Build: `make`."],
        ],
    }
}
