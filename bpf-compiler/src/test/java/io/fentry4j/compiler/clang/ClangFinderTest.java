package io.fentry4j.compiler.clang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClangFinderTest {

    @TempDir Path directory;

    private Path fake(String name, String script) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    private Path clang(String name, String version) throws IOException {
        return fake(name, "echo 'Distribution clang version " + version + " (more)'");
    }

    private ClangBinary find(Optional<Path> named, String searchPath) {
        var options =
                new Options(named, Duration.ofSeconds(5), Arch.X86, Optional.empty(), searchPath);
        return new ClangFinder(directory).find(options);
    }

    @Test
    void the_newest_on_the_path_is_taken() throws Exception {
        clang("a/clang", "15.0.1");
        clang("a/clang-9", "9.0.0");
        Path newest = clang("b/clang-19", "19.1.7");
        clang("b/clang-tidy-20", "20.0.0");
        clang("b/clang++-20", "20.0.0");
        fake("b/clang-21", "exit 1");
        String searchPath = directory + "/a::" + directory + "/none:" + directory + "/b";
        assertThat(find(Optional.empty(), searchPath)).isEqualTo(new ClangBinary(newest, 19));
    }

    @Test
    void an_option_names_another_one() throws Exception {
        clang("a/clang", "19.0.0");
        Path named = clang("mine", "14.0.6");
        assertThat(find(Optional.of(named), directory + "/a"))
                .isEqualTo(new ClangBinary(named, 14));
    }

    @Test
    void without_clang_the_message_says_what_to_install() {
        for (String searchPath : new String[] {"", null, directory.toString()}) {
            assertThatThrownBy(() -> find(Optional.empty(), searchPath))
                    .hasMessage(
                            "[ClangMissing] clang was not found: no clang or clang-NN on the PATH."
                                    + " Install clang 14 or later (apt-get install clang, dnf install"
                                    + " clang), or name one with -Afentry4j.clang=PATH");
        }
    }

    @Test
    void an_old_clang_is_named_with_its_version() throws Exception {
        Path old = clang("clang-9", "9.0.1");
        String text =
                " Install clang 14 or later (apt-get install clang, dnf install clang), or name one"
                        + " with -Afentry4j.clang=PATH";
        assertThatThrownBy(() -> find(Optional.empty(), directory.toString()))
                .hasMessage(
                        "[ClangTooOld] clang is too old: the PATH has "
                                + old
                                + " (version 9)."
                                + text);
        assertThatThrownBy(() -> find(Optional.of(old), ""))
                .hasMessage(
                        "[ClangTooOld] clang is too old: -Afentry4j.clang names "
                                + old
                                + " (version 9)."
                                + text);
    }

    @Test
    void an_option_that_names_no_clang_is_an_error() throws Exception {
        Path nothing = directory.resolve("nothing");
        assertThatThrownBy(() -> find(Optional.of(nothing), "/usr/bin"))
                .hasMessageStartingWith(
                        "[ClangMissing] clang was not found: -Afentry4j.clang names "
                                + nothing
                                + ", which is no executable file.");
        Path other = fake("other", "echo gcc 12");
        assertThatThrownBy(() -> find(Optional.of(other), "/usr/bin"))
                .hasMessageStartingWith(
                        "[ClangMissing] clang was not found: -Afentry4j.clang names "
                                + other
                                + ", which did not tell a version of clang.");
    }
}
