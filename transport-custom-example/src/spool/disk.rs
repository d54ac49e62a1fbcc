//! What the operating system has to be asked for when files stand for money.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

/// Writes a file whole or not at all, and never over another: beside its place first, down to the disk, then into it.
/// Says whether the place was free.
pub(super) fn write_new(place: &Path, bytes: &[u8]) -> io::Result<bool> {
    let (mut file, draft) = create_draft(place)?;
    let placed = file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| move_once(&draft, place));
    remove(&draft)?;
    if matches!(placed, Ok(false)) && !place.try_exists()? {
        return Err(io::Error::new(ErrorKind::NotFound, "the draft was taken away"));
    }
    placed
}

/// Moves a file without ever replacing one, and has that on the disk before it returns. Of several that try the
/// same move one is told `true`, once and for all.
///
/// A `rename` would do for senders that race. But it would also put a copy, restored from a backup, over the file that
/// says that it was sent. A second name for the file is refused where the name is taken.
pub(super) fn move_once(from: &Path, to: &Path) -> io::Result<bool> {
    let is_ours = match fs::hard_link(from, to) {
        Ok(()) => true,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => false,
        Err(error) if error.kind() == ErrorKind::NotFound && !from.exists() => return Ok(false),
        Err(error) => return Err(error),
    };
    sync_parent(to)?;
    remove(from)?;
    sync_parent(from)?;
    Ok(is_ours)
}

/// A file of a name that nobody else has, also not one that a writer left who died.
fn create_draft(place: &Path) -> io::Result<(File, PathBuf)> {
    static DRAFTS: AtomicU64 = AtomicU64::new(0);
    loop {
        let number = DRAFTS.fetch_add(1, Ordering::Relaxed);
        let mut draft = place.as_os_str().to_owned();
        draft.push(format!(".{}-{number}", process::id()));
        let draft = PathBuf::from(draft);
        match private(OpenOptions::new().write(true).create_new(true)).open(&draft) {
            Ok(file) => return Ok((file, draft)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}

/// The file's bytes, if there is such a file.
pub(super) fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    absent_is_none(fs::read(path))
}

/// Deletes a file; that it is gone already is just as well.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    absent_is_none(fs::remove_file(path)).map(|_| ())
}

/// The names of a folder's files, in their own order.
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

/// Makes a folder that its owner alone can look into.
pub(super) fn create_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Its owner's alone. Where there are no such modes, a file has the permissions of its folder.
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// The folder's mode, if others than its owner can look into it.
#[cfg(unix)]
pub(super) fn exposed_mode(folder: &Path) -> io::Result<Option<u32>> {
    let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(folder)?.permissions()) & 0o777;
    Ok((mode & 0o077 != 0).then_some(mode))
}

/// The folder's mode, if others than its owner can look into it: not known here.
#[cfg(not(unix))]
pub(super) fn exposed_mode(_: &Path) -> io::Result<Option<u32>> {
    Ok(None)
}

/// A file's name is its folder's content, and has to reach the disk by itself.
#[cfg(unix)]
fn sync_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

/// A file's name is its folder's content. Folders can't be written through here; the file system's journal has to do.
#[cfg(not(unix))]
fn sync_parent(_: &Path) -> io::Result<()> {
    Ok(())
}
