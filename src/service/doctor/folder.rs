//! Folders that data had better not lie in: on other computers, and in those that a program
//! copies away.

use crate::service::Problem;
use std::path::{Path, PathBuf};

/// Which sort of folder data lie in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FolderKind {
    /// On a disk of this computer.
    Local,
    /// On another computer, by this file system: locks and fdatasync can't be relied on.
    Network(String),
    /// A program of this name copies it away while it is written, and back over it.
    Cloud(String),
}

/// File systems of other computers; `fuse.` stands for every program that plays one, but not for
/// a disk that is read so (`fuseblk`).
const NETWORK: [&str; 13] = [
    "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "9p", "afs", "ceph", "davfs", "vboxsf",
    "virtiofs",
];

/// What the folders of programs that copy are called, in small letters.
const CLOUD: [&str; 14] = [
    "onedrive",
    "dropbox",
    "nutstore",
    "坚果云",
    "百度网盘",
    "baidunetdisk",
    "baidusyncdisk",
    "icloud",
    "google drive",
    "googledrive",
    "nextcloud",
    "wps云盘",
    "微云",
    "阿里云盘",
];

/// Which sort a folder is, by its path and the text of `/proc/self/mountinfo`.
pub fn folder_kind(folder: &Path, mounts: &str) -> FolderKind {
    let names = folder
        .components()
        .map(|c| c.as_os_str().to_string_lossy().to_lowercase());
    for name in names {
        if let Some(cloud) = CLOUD.iter().find(|cloud| name.contains(**cloud)) {
            return FolderKind::Cloud((*cloud).to_owned());
        }
    }
    match file_system(folder, mounts) {
        Some(name) if NETWORK.contains(&name) || name.starts_with("fuse.") => {
            FolderKind::Network(name.to_owned())
        }
        _ => FolderKind::Local,
    }
}

/// The file system of the deepest mount that holds the folder; of several, the last.
fn file_system<'a>(folder: &Path, mounts: &'a str) -> Option<&'a str> {
    let mut best: Option<(usize, &str)> = None;
    for line in mounts.lines() {
        let (left, right) = line.split_once(" - ")?;
        let at = PathBuf::from(left.split(' ').nth(4)?.replace("\\040", " "));
        let depth = at.components().count();
        if folder.starts_with(&at) && best.is_none_or(|(d, _)| depth >= d) {
            best = Some((depth, right.split(' ').next()?));
        }
    }
    best.map(|(_, name)| name)
}

/// Why no new office may be made in such a folder, if it may not.
pub fn problem_of(kind: &FolderKind) -> Option<Problem> {
    match kind {
        FolderKind::Local => None,
        FolderKind::Network(name) => {
            Some(Problem::new("problem-network-folder").with("name", name))
        }
        FolderKind::Cloud(name) => Some(Problem::new("problem-cloud-folder").with("name", name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "\
21 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw
35 21 0:31 / /home/x/remote rw - fuse.sshfs host:/ rw
36 21 0:32 / /mnt/office rw - cifs //server/share rw
37 21 8:17 / /media/stick rw - fuseblk /dev/sdb1 rw
38 21 0:33 / /mnt/a\\040b rw - nfs4 server:/x rw
39 36 8:33 / /mnt/office/disk rw - ext4 /dev/sdc rw
";

    #[test]
    fn folders_are_told_apart() {
        let network = |name: &str| FolderKind::Network(name.into());
        let cloud = |name: &str| FolderKind::Cloud(name.into());
        for (folder, expected) in [
            ("/home/x/.local/share/tongdu", FolderKind::Local),
            ("/home/x/remote/tongdu", network("fuse.sshfs")),
            ("/home/x/remote2", FolderKind::Local),
            ("/mnt/office", network("cifs")),
            ("/mnt/office/disk/tongdu", FolderKind::Local),
            ("/media/stick/tongdu", FolderKind::Local),
            ("/mnt/a b/tongdu", network("nfs4")),
            ("/home/x/OneDrive - 镇政府/tongdu", cloud("onedrive")),
            ("/home/x/我的坚果云/tongdu", cloud("坚果云")),
            ("/home/x/百度网盘/a", cloud("百度网盘")),
            ("/home/x/Dropbox", cloud("dropbox")),
        ] {
            assert_eq!(folder_kind(folder.as_ref(), MOUNTS), expected, "{folder}");
        }
    }
}
