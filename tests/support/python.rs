//! A Python with the client libraries, made once beside the build.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Runs a script of the repository with arguments; gives its standard output, and panics with its errors.
pub fn python(script: &str, arguments: &[&str]) -> String {
    python_with(script, arguments, &[])
}

/// The same, with variables added to the environment.
pub fn python_with(script: &str, arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(environment());
    let output = command.arg(super::root().join(script)).args(arguments).envs(variables.iter().copied()).output().unwrap();
    assert!(output.status.success(), "{script}: {}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A program that a package of `tests/clients/requirements.txt` brings.
pub fn python_program(name: &str) -> PathBuf {
    environment().with_file_name(name)
}

/// The folder of such a package; none where this machine's kind has no such package.
pub fn python_package(name: &str) -> Option<PathBuf> {
    let libraries = environment().parent()?.parent()?.join("lib");
    let versions = std::fs::read_dir(libraries).ok()?.filter_map(Result::ok);
    let mut folders = versions.map(|version| version.path().join("site-packages").join(name));
    folders.find(|folder| folder.is_dir())
}

/// True where this machine has a Python at all.
pub fn python_available() -> bool {
    Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success())
}

/// The interpreter of an environment that holds `tests/clients/requirements.txt`.
fn environment() -> &'static Path {
    static ENVIRONMENT: OnceLock<PathBuf> = OnceLock::new();
    ENVIRONMENT.get_or_init(|| {
        let requirements = super::root().join("tests/clients/requirements.txt");
        let wanted = std::fs::read_to_string(&requirements).unwrap();
        let folder = super::program().parent().unwrap().join("gaugeglass-test-python");
        let stamp = folder.join("installed.txt");
        let interpreter = folder.join("bin/python");
        // Tests may be processes of their own: the first one makes it, the others wait.
        let turn = std::fs::File::create(folder.with_extension("lock")).unwrap();
        turn.lock().unwrap();
        if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
            return interpreter;
        }
        call(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder));
        call(Command::new(&interpreter).args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(&requirements));
        std::fs::write(stamp, wanted).unwrap();
        interpreter
    })
}

fn call(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}
