//! `plugin`: listed, shown, approved, changed, taken back, with a script's `--confirm`.

use super::Desk;
use super::plugins::{bad_manifest_text, c_library_at, install, mode};
use serde_json::Value as Json;

fn objects(desk: &Desk, args: &[&str]) -> Vec<Json> {
    let said = desk.does(&[&["--json", "plugin"][..], args].concat());
    said.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// How the bad one stands.
fn standing(desk: &Desk) -> String {
    let all = objects(desk, &["list"]);
    let own = all
        .iter()
        .find(|one| one["plugin"] == "bad")
        .expect("listed");
    format!("{} {}", own["state"], own["standing"]).replace('"', "")
}

#[test]
fn a_plug_in_of_ones_own_from_copied_in_to_taken_back() {
    let desk = Desk::new();
    desk.does(&["init", "--area", "350703104", "--name", "王芳"]);
    desk.does(&["add", "worker", "name=林秀英", "role=director"]);
    let library = desk.path("bad.so");
    c_library_at("tries", None, &library);
    let root = desk.path("share").join("tongdu/plugins");
    let home = install(&root, ("bad", "1"), &bad_manifest_text(), "", &library);
    mode(&desk.path("share"), 0o755);
    mode(&desk.path("share/tongdu"), 0o755);
    assert_eq!(standing(&desk), "known new");
    assert!(desk.does(&["plugin"]).contains("没批准"));
    assert!(
        desk.does(&["plugin", "show", "bad"])
            .contains("自己的文件夹")
    );
    let fields = objects(&desk, &["fields", "bad"]);
    assert_eq!(fields.len(), 1);
    assert_eq!(
        (fields[0]["field"].as_str(), fields[0]["required"].as_bool()),
        (Some("name"), Some(true))
    );

    let refused = |args: &[&str], why: &str| {
        let said = desk.say(args);
        assert_eq!(said.code, 1, "{args:?}\n{}", said.err);
        assert!(said.err.contains(why), "{args:?}\n{}", said.err);
    };
    refused(&["plugin", "trust", "bad"], "要键入它的代号 bad");
    refused(
        &["plugin", "trust", "bad", "--confirm", "good"],
        "要键入它的代号 bad",
    );
    refused(&["plugin", "trust", "none"], "没有 none 这个插件");
    refused(&["plugin", "distrust", "bad"], "没有可收回的");
    let said = desk.say(&["plugin", "trust", "bad", "--confirm", "bad"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.err.contains("姓名  必需  试") && said.err.contains("已批准插件 bad 1"),
        "{}",
        said.err
    );
    assert_eq!(standing(&desk), "approved approved");
    desk.does(&["plugin", "trust", "bad", "--confirm", "bad"]);

    std::fs::write(home.join("layout.toml"), "# other\n").unwrap();
    assert_eq!(standing(&desk), "known changed");
    let said = desk.say_in("en", &["plugin", "show", "bad"]);
    assert!(
        said.out.contains("changed, not approved (layout)"),
        "{}",
        said.out
    );
    assert!(said.out.contains("  + # other"), "{}", said.out);
    // Of the manifest, too; and why nothing would leave by it.
    let manifest = home.join("plugin.toml");
    std::fs::write(&manifest, bad_manifest_text() + "# more\n").unwrap();
    let said = desk.say_in("en", &["plugin", "show", "bad"]).out;
    assert!(said.contains("Manifest\n  + # more\n"), "{said}");
    assert!(said.contains("Stays  The program has no "), "{said}");
    let told = &objects(&desk, &["show", "bad"])[0];
    assert_eq!(told["manifest_changes"], serde_json::json!(["+ # more"]));
    assert!(
        told["sends_nothing"]
            .as_str()
            .is_some_and(|key| key.starts_with("export-no-"))
    );
    std::fs::write(&manifest, bad_manifest_text()).unwrap();
    std::fs::write(home.join("layout.toml"), "").unwrap();
    assert_eq!(standing(&desk), "approved approved");
    desk.does(&["plugin", "distrust", "bad"]);
    assert_eq!(standing(&desk), "known withdrawn");
    desk.does(&["undo"]);
    assert_eq!(standing(&desk), "approved approved");

    // What is passed over is told, by the list and by the check-up.
    mode(&home, 0o775);
    let said = desk.say(&["plugin", "list"]);
    assert!(
        !said.out.contains("bad") && said.err.contains("别人也能改"),
        "{}{}",
        said.out,
        said.err
    );
    refused(&["plugin", "show", "bad"], "chmod go-w");
    let checked = desk.say(&["doctor"]).out;
    assert!(
        checked.contains("chmod go-w ") && checked.contains("bad/1"),
        "{checked}"
    );
}

#[test]
fn a_renamed_column_of_a_table_is_shown_before_and_now() {
    let desk = Desk::new();
    desk.does(&["init", "--area", "350703104", "--name", "王芳"]);
    let home = super::plugins::install_table(&desk.path("share/tongdu/plugins"));
    for above in ["share", "share/tongdu"] {
        mode(&desk.path(above), 0o755);
    }
    let show = |language| {
        let said = desk.say_in(language, &["plugin", "show", "county_roster"]);
        assert_eq!(said.code, 0, "{}", said.err);
        said.out
    };
    let first = show("zh-CN");
    assert!(first.contains("程序库  程序自带，随程序更新，不用再批准"));
    assert!(
        first.contains("表格样子：") && !first.contains("原来"),
        "{first}"
    );
    desk.does(&[
        "plugin",
        "trust",
        "county_roster",
        "--confirm",
        "county_roster",
    ]);
    assert!(!show("zh-CN").contains("表格变化"));
    let layout = home.join("layout.toml");
    let text = std::fs::read_to_string(&layout).unwrap();
    let renamed = text.replace("heading = \"手机号\"", "heading = \"电话\"");
    assert_ne!(text, renamed);
    std::fs::write(&layout, renamed).unwrap();
    for (language, [head, before, now]) in [
        (
            "zh-CN",
            ["表格变化：实名制花名册（人物虚构）", "原来", "现在"],
        ),
        (
            "en",
            [
                "Table 实名制花名册 changed (invented people)",
                "before",
                "now",
            ],
        ),
    ] {
        let row = "    …  东㘵村  13900000001  2024-03-01  …\n";
        let text = show(language);
        for told in [
            format!("{head}\n  {before}\n    …  村居    手机号       任职日期    …\n{row}"),
            format!("  {now}\n    …  村居    电话         任职日期    …\n{row}"),
        ] {
            assert!(text.contains(&told), "no {told} in\n{text}");
        }
    }
}

#[test]
fn a_slip_in_a_file_is_told_with_its_line_in_the_language_of_the_screen() {
    let desk = Desk::new();
    desk.does(&["init", "--area", "350703104", "--name", "王芳"]);
    let root = desk.path("share").join("tongdu/plugins");
    let library = desk.path("bad.so");
    c_library_at("tries", None, &library);
    let manifest = bad_manifest_text();
    let lines: Vec<&str> = manifest.lines().collect();
    let at = lines
        .iter()
        .position(|line| line.starts_with("version"))
        .expect("one")
        + 1;
    let slipped = manifest.replacen("version", "vresion", 1);
    let home = install(&root, ("bad", "1"), &slipped, "", &library);
    mode(&desk.path("share"), 0o755);
    mode(&desk.path("share/tongdu"), 0o755);
    let lost = root.join("lost");
    std::fs::create_dir(&lost).unwrap();
    mode(&lost, 0o755);
    for verb in [&["plugin", "list"][..], &["doctor"]] {
        let said = desk.say(verb);
        let all = format!("{}{}", said.out, said.err);
        let line = format!("第 {at} 行第 1 字：没有“vresion”这个词，应该是“version”");
        assert!(all.contains(&line), "{verb:?}: {all}");
        assert!(all.contains("改好这个文件再试"), "{verb:?}: {all}");
        assert!(all.contains("没有版本的文件夹"), "{verb:?}: {all}");
        assert!(
            all.contains("按 plugin.toml 里的 id 和 version 建好文件夹"),
            "{all}"
        );
        assert!(!all.contains("unknown field"), "{all}");
        let said = desk.say_in("en", verb);
        let all = format!("{}{}", said.out, said.err);
        let line =
            format!("Line {at}, column 1: “vresion” is no word here; “version” is probably meant");
        assert!(all.contains(&line), "{verb:?}: {all}");
    }
    // The same of a layout and of a policy.
    std::fs::write(home.join("plugin.toml"), &manifest).unwrap();
    let ours = desk.path("ours");
    let ours = ours.to_str().unwrap();
    desk.does(&[
        "plugin",
        "new",
        "--lang",
        "layout",
        "--agency",
        "education",
        ours,
    ]);
    let layout = desk.path("ours").join("layout.toml");
    let text = std::fs::read_to_string(&layout).unwrap();
    std::fs::write(&layout, text.replacen("width = 14", "width = \"14\"", 1)).unwrap();
    let said = desk.say(&["plugin", "check", ours, "--include", "package.layout"]);
    let told = "“width”要写数（不加引号），写的是文字（用引号括起来）";
    assert!(said.out.contains(told), "{}", said.out);
    let policy = desk.path("policy.toml");
    std::fs::write(&policy, "[[grant]]\nagancy = \"education\"\n").unwrap();
    let said = desk.say(&["policy", "check", policy.to_str().unwrap()]);
    let told = "第 2 行第 1 字：没有“agancy”这个词，应该是“agency”";
    assert!(said.err.contains(told), "{}", said.err);
}

#[test]
fn what_a_plug_in_says_itself_is_told_to_who_asks() {
    let desk = Desk::new();
    desk.does(&["init", "--area", "350703104", "--name", "王芳"]);
    desk.does(&["add", "worker", "name=林秀英", "role=director"]);
    let post = "add post worker=林秀英 village=后山村 from=2020-04-01";
    desk.does(&post.split(' ').collect::<Vec<_>>());
    let library = desk.path("stuck.so");
    c_library_at("stuck", Some("give_up"), &library);
    let words = "{ zh-CN = '试', en = 'test' }";
    let manifest = format!(
        "id='stuck'\nversion='1'\nabi=1\nagency='test'\nname={words}\n\
         [purpose]\ncode='test'\nname={words}\nbasis={words}\n[[dataset]]\nname='roster'\n\
         [[dataset.field]]\nname='name'\nreason={words}\n\
         [[output]]\nname='out.txt'\nfile='out.txt'\nmedia_type='text/plain'\nmax_bytes=1000\n"
    );
    let root = desk.path("share").join("tongdu/plugins");
    install(&root, ("stuck", "1"), &manifest, "", &library);
    mode(&desk.path("share"), 0o755);
    mode(&desk.path("share/tongdu"), 0o755);
    desk.does(&["plugin", "trust", "stuck", "--confirm", "stuck"]);
    let grant = "policy grant test test roster name --rows all --source 试 --confirm test";
    desk.does(&grant.split(' ').collect::<Vec<_>>());
    let out = desk.path("u");
    std::fs::create_dir(&out).unwrap();
    let out = out.display().to_string();
    let send = |more: &[&str]| {
        let args = ["export", "stuck", "--confirm", "test", "--clear", "test"];
        desk.say(&[more, &args, &["--out", &out]].concat())
    };
    for more in [&[][..], &["--json"]] {
        let said = send(more);
        assert_eq!(said.code, 1, "{}", said.err);
        let told = said.out + &said.err;
        for own in ["QSAIDZ", "QLOGZ", "QERRZ"] {
            assert!(!told.contains(own), "{told}");
        }
        let (refusal, hint) = (told.find("插件说做不了"), told.find("加 --details 才显示"));
        assert!(refusal.is_some() && refusal < hint, "{told}");
    }
    let args = ["export", "stuck", "--confirm", "test", "--clear", "test"];
    let said = desk.say(&[&args[..], &["--out", &out, "--details"]].concat());
    for own in ["QSAIDZ", "QLOGZ", "QERRZ"] {
        let line = format!("插件自己说：{own}");
        assert!(said.err.contains(&line), "{}", said.err);
        assert!(!desk.does(&["disclosures"]).contains(own));
    }
}
