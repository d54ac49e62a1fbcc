//! Atomic, durable and private files.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

/// Writes a file atomically and never over another: as a draft, synced to the disk, then linked to its path. Returns true
/// if the path was free.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    let (mut file, draft) = create_draft(path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| move_once(&draft, path));
    remove(&draft)?;
    if matches!(written, Ok(false)) && !path.try_exists()? {
        return Err(io::Error::new(ErrorKind::NotFound, "the draft was removed"));
    }
    written
}

/// Moves a file without replacing another, and syncs both folders. Of several concurrent calls, exactly one returns true.
///
/// A `rename` would let one of several senders win as well, but it would also replace the claim of a sent request by a copy
/// restored from a backup. A hard link fails if its path exists.
pub(super) fn move_once(from: &Path, to: &Path) -> io::Result<bool> {
    let is_moved = match fs::hard_link(from, to) {
        Ok(()) => true,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => false,
        Err(error) if error.kind() == ErrorKind::NotFound && !from.exists() => return Ok(false),
        Err(error) => return Err(error),
    };
    sync_parent(to)?;
    remove(from)?;
    sync_parent(from)?;
    Ok(is_moved)
}

/// Creates a file with a unique name, also among drafts of crashed processes.
fn create_draft(path: &Path) -> io::Result<(File, PathBuf)> {
    static DRAFTS: AtomicU64 = AtomicU64::new(0);
    loop {
        let number = DRAFTS.fetch_add(1, Ordering::Relaxed);
        let mut draft = path.as_os_str().to_owned();
        draft.push(format!(".{}-{number}", process::id()));
        let draft = PathBuf::from(draft);
        match private(OpenOptions::new().write(true).create_new(true)).open(&draft) {
            Ok(file) => return Ok((file, draft)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}

/// Returns the bytes of a file, or `None` if it does not exist.
pub(super) fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    absent_is_none(fs::read(path))
}

/// Deletes a file if it exists.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    absent_is_none(fs::remove_file(path)).map(|_| ())
}

/// Returns the sorted names of a folder's files.
pub(super) fn names(folder: &Path) -> io::Result<Vec<String>> {
    let names = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.file_name().into_string().ok()));
    let mut names: Vec<String> = names.filter_map(Result::transpose).collect::<io::Result<_>>()?;
    names.sort_unstable();
    Ok(names)
}

fn absent_is_none<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Creates a folder that only its owner can access.
pub(super) fn create_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Restricts a file to its owner. On systems without modes, a file has the permissions of its folder.
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// Returns the folder's mode if others than its owner can access it.
#[cfg(unix)]
pub(super) fn exposed_mode(folder: &Path) -> io::Result<Option<u32>> {
    let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(folder)?.permissions()) & 0o777;
    Ok((mode & 0o077 != 0).then_some(mode))
}

/// Returns `None`: the system has no modes.
#[cfg(not(unix))]
pub(super) fn exposed_mode(_: &Path) -> io::Result<Option<u32>> {
    Ok(None)
}

/// Syncs the parent folder, which contains the file's name.
#[cfg(unix)]
fn sync_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

/// Does nothing: folders cannot be synced here, so durability depends on the file system's journal.
#[cfg(not(unix))]
fn sync_parent(_: &Path) -> io::Result<()> {
    Ok(())
}
