//! The header is the truth: it compiles everywhere we promise, and a C compiler lays the structs
//! out as the Rust mirror does.

use std::path::Path;
use std::process::Command;

use tongdu_sdk::abi::LAYOUT;

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
    for (name, _, field, _) in LAYOUT {
        text += &format!(
            r#"printf("{name} %u {field} %u\n", (unsigned)sizeof({name}), (unsigned)offsetof({name}, {field}));"#
        );
        text += "\n";
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
    let expected: String = LAYOUT
        .iter()
        .map(|(name, size, field, offset)| format!("{name} {size} {field} {offset}\n"))
        .collect();
    assert_eq!(String::from_utf8_lossy(&said.stdout), expected);
}
