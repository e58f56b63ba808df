//! Which of those that were found counts: one an id, and never a user's for the system's.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::path::PathBuf;

use super::super::problem::Problem;
use super::super::version;
use super::places::{Ours, Root};
use super::{Found, Origin, PluginDir, look};

type Refused = Vec<(PathBuf, Problem)>;

/// Reads the manifests of what came with the program and of those in `roots`; of each id the newest
/// version counts. Those that can't be used come second, each with why.
pub fn discover(ours: &Ours, roots: &[Root]) -> (Vec<Found>, Refused) {
    let (mut all, mut refused, mut taken) = (ours.folders.clone(), Refused::new(), BTreeSet::new());
    for root in roots {
        match root.folders() {
            Ok(within) => {
                let mut more = within.plugins;
                let lost = |path: PathBuf| (path.clone(), Problem::NoVersion { path });
                refused.extend(within.without.into_iter().map(lost));
                let known = all
                    .iter()
                    .filter_map(|dir| dir.manifest_dir.canonicalize().ok());
                let known: BTreeSet<_> = known.collect();
                let place = |dir: &PluginDir| dir.manifest_dir.canonicalize().ok();
                more.retain(|dir| place(dir).is_none_or(|place| !known.contains(&place)));
                all.append(&mut more);
                if root.origin == Origin::System {
                    taken.extend(within.names);
                }
            }
            Err(problem) => refused.push((root.path.clone(), problem)),
        }
    }
    let mut found = Vec::new();
    for folder in &all {
        match look(folder, ours.stock.as_ref()) {
            Ok(plugin) => found.push(plugin),
            Err(problem) => refused.push((folder.manifest_dir.clone(), problem)),
        }
    }
    let systems = found.iter().filter(|plugin| plugin.origin != Origin::User);
    taken.extend(systems.map(|plugin| plugin.manifest.id.clone()));
    let passed = |plugin: &Found| shadowed(plugin, &taken);
    let found = sift(found, passed, &mut refused);
    let twice = doubles(&found);
    let found = sift(found, |plugin| take(&twice, plugin), &mut refused);
    let found = once(found);
    let newest = newer(&found);
    let found = sift(found, |plugin| take(&newest, plugin), &mut refused);
    (found, refused)
}

/// Keeps those that nothing is wrong with.
fn sift(
    found: Vec<Found>,
    wrong: impl Fn(&Found) -> Option<Problem>,
    refused: &mut Refused,
) -> Vec<Found> {
    let mut good = Vec::new();
    for plugin in found {
        match wrong(&plugin) {
            Some(problem) => refused.push((plugin.folder, problem)),
            None => good.push(plugin),
        }
    }
    good
}

fn take(problems: &Refused, plugin: &Found) -> Option<Problem> {
    let own = problems.iter().find(|(folder, _)| *folder == plugin.folder);
    own.map(|(_, problem)| problem.clone())
}

fn shadowed(plugin: &Found, taken: &BTreeSet<String>) -> Option<Problem> {
    let id = &plugin.manifest.id;
    (plugin.origin == Origin::User && taken.contains(id)).then(|| Problem::Shadow {
        id: id.clone(),
        path: plugin.folder.clone(),
    })
}

fn compare(a: &Found, b: &Found) -> Option<Ordering> {
    let (a, b) = (&a.manifest, &b.manifest);
    (a.id == b.id).then(|| version::compare(&a.version, &b.version))
}

fn same_bytes(a: &Found, b: &Found) -> bool {
    let library = |plugin: &Found| plugin.library().ok().map(|library| library.sha256());
    a.manifest_sha256 == b.manifest_sha256
        && a.layout_sha256 == b.layout_sha256
        && library(a) == library(b)
}

/// Two of one id and version that differ: nobody can say which is meant, so neither is taken.
fn doubles(found: &[Found]) -> Refused {
    let twice = |plugin: &Found| {
        let other = |other: &&Found| {
            other.folder != plugin.folder
                && compare(plugin, other) == Some(Ordering::Equal)
                && !same_bytes(plugin, other)
        };
        let other = found.iter().find(other)?;
        let problem = Problem::Twice {
            id: plugin.manifest.id.clone(),
            first: plugin.folder.clone(),
            second: other.folder.clone(),
        };
        Some((plugin.folder.clone(), problem))
    };
    found.iter().filter_map(twice).collect()
}

/// The first of those that are the same to the byte.
fn once(found: Vec<Found>) -> Vec<Found> {
    let mut first: Vec<Found> = Vec::new();
    for plugin in found {
        let there = |other: &Found| compare(&plugin, other) == Some(Ordering::Equal);
        if !first.iter().any(there) {
            first.push(plugin);
        }
    }
    first
}

/// Those of which there is a newer one.
fn newer(found: &[Found]) -> Refused {
    let older = |plugin: &Found| {
        let newer = |other: &&Found| compare(plugin, other) == Some(Ordering::Less);
        let newer = found.iter().find(newer)?;
        let problem = Problem::Older {
            id: plugin.manifest.id.clone(),
            version: plugin.manifest.version.clone(),
            newer: newer.manifest.version.clone(),
            path: plugin.folder.clone(),
        };
        Some((plugin.folder.clone(), problem))
    };
    found.iter().filter_map(older).collect()
}
