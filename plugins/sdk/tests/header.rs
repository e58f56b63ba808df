//! The header is the truth: it compiles everywhere we promise, and a C compiler lays the structs
//! out as the Rust mirror does.

use std::path::Path;
use std::process::Command;

use tongdu_sdk::abi::*;

/// Each struct's name in C, its size, and of each field name, offset and size.
type Layout = (&'static str, usize, Vec<(&'static str, usize, usize)>);

fn size_of_field<S, F>(_: fn(&S) -> &F) -> usize {
    size_of::<F>()
}

macro_rules! layout {
    ($($c:literal $struct:ident { $($field:ident)* })*) => { vec![$((
        $c,
        size_of::<$struct>(),
        vec![$((
            stringify!($field).trim_start_matches("r#"),
            std::mem::offset_of!($struct, $field),
            size_of_field(|it: &$struct| &it.$field),
        )),*],
    )),*] };
}

fn mirror() -> Vec<Layout> {
    layout! {
        "td_span" TdSpan { ptr len }
        "td_value" TdValue { tag reserved u }
        "td_field" TdField { struct_size r#type name }
        "td_dataset" TdDataset { struct_size n_fields name fields row_estimate }
        "td_rows" TdRows { struct_size n_fields n_rows first_row cells }
        "td_job" TdJob { struct_size n_datasets job_id agency purpose locale started_at datasets }
        "td_host" TdHost { struct_size abi_minor ctx cancelled option out_open out_write out_close
            progress log set_error get_extension }
        "td_exporter" TdExporter { struct_size reserved create begin_dataset rows end_dataset finish
            destroy get_extension }
        "td_plugin" TdPlugin { magic struct_size abi_major abi_minor id version exporter }
    }
}

fn compile(compiler: &str, args: &[&str], source: &Path, into: &Path) -> bool {
    let include = concat!(env!("CARGO_MANIFEST_DIR"), "/include");
    let done = Command::new(compiler)
        .args(["-I", include, "-Wall", "-Wextra", "-pedantic", "-Werror"])
        .args(args)
        .arg(source)
        .arg("-o")
        .arg(into)
        .status();
    match done {
        Ok(status) => status.success(),
        // README promises a C compiler; a C++ one is only used where there is one.
        Err(_) if compiler == "c++" => true,
        Err(error) => panic!("{compiler}: {error}"),
    }
}

#[test]
fn the_header_compiles_and_agrees_with_the_mirror() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (source, plus, program) = (
        folder.join("header.c"),
        folder.join("header.cpp"),
        folder.join("header.out"),
    );
    let mut text = String::from(
        "#include <tongdu_export.h>\n#include <stddef.h>\n#include <stdio.h>\nint main(void) {\n",
    );
    let mut expected = String::new();
    for (name, size, fields) in mirror() {
        text += &format!("printf(\"{name} %u\\n\", (unsigned)sizeof({name}));\n");
        expected += &format!("{name} {size}\n");
        for (field, offset, size) in fields {
            text += &format!(
                "printf(\" {field} %u %u\\n\", (unsigned)offsetof({name}, {field}), (unsigned)sizeof((({name} *)0)->{field}));\n"
            );
            expected += &format!(" {field} {offset} {size}\n");
        }
    }
    text += "return 0; }\n";
    for path in [&source, &plus] {
        std::fs::write(path, &text).expect("writable target folder");
    }
    assert!(compile("cc", &["-std=c99"], &source, &program), "C99");
    assert!(
        compile("c++", &["-std=c++17"], &plus, &folder.join("header.plus")),
        "C++17"
    );
    assert!(compile("cc", &["-std=c11"], &source, &program), "C11");

    let said = Command::new(&program).output().expect("just compiled");
    assert_eq!(String::from_utf8_lossy(&said.stdout), expected);
}
