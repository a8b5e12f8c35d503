package io.fentry4j.examples.cli.unlink;

import io.fentry4j.data.KernelString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads ids: numbers, or names that stand for them.
final class Ids {

    private static final Path PASSWD = Path.of("/etc/passwd");
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,19}");

    /// As the link `/proc/PID/ns/mnt` reads.
    private static final Pattern NAMESPACE_LINK = Pattern.compile("mnt:\\[([0-9]{1,19})]");

    private Ids() {}

    /// A number from 0 on.
    static final class PlainNumber implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return number(text)
                    .orElseThrow(() -> new TypeConversionException(quoted(text) + " is no number"));
        }
    }

    /// A user's number or name.
    static final class User implements ITypeConverter<Long> {

        private final Path passwd;

        User() {
            this(PASSWD);
        }

        User(Path passwd) {
            this.passwd = passwd;
        }

        @Override
        public Long convert(String text) {
            OptionalLong number = number(text);
            return (number.isPresent() ? number : find(text))
                    .orElseThrow(() -> new TypeConversionException(notFound(text)));
        }

        private String notFound(String text) {
            return "%s is neither a number nor a user in %s".formatted(quoted(text), passwd);
        }

        /// `name:password:uid:…`; the file may have any encoding.
        private OptionalLong find(String name) {
            List<String> lines;
            try {
                lines = Files.readAllLines(passwd, StandardCharsets.ISO_8859_1);
            } catch (IOException e) {
                throw new TypeConversionException("cannot read " + passwd + " to find a user");
            }
            for (String line : lines) {
                String[] fields = line.split(":", 4);
                if (fields.length == 4 && fields[0].equals(name)) {
                    return number(fields[2]);
                }
            }
            return OptionalLong.empty();
        }
    }

    /// A cgroup's inode number or path.
    static final class Cgroup implements ITypeConverter<Long> {

        private final Path root;

        Cgroup() {
            this(CGROUPS);
        }

        Cgroup(Path root) {
            this.root = root;
        }

        @Override
        public Long convert(String text) {
            return number(text).orElseGet(() -> inode(text, path(text)));
        }

        /// Absolute paths are taken as such or, as `/proc/PID/cgroup` shows them, from the root of
        /// the cgroups.
        private Path path(String text) {
            Path path = checkedPath(text);
            return path.startsWith(root)
                    ? path
                    : root.resolve(path.isAbsolute() ? path.toString().substring(1) : text);
        }
    }

    /// A mount namespace's inode number, or the path of a link to it.
    static final class MountNamespace implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            Matcher link = NAMESPACE_LINK.matcher(text);
            String id = link.matches() ? link.group(1) : text;
            return number(id).orElseGet(() -> inode(text, checkedPath(text)));
        }
    }

    private static OptionalLong number(String text) {
        if (!NUMBER.matcher(text).matches()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new TypeConversionException(quoted(text) + " is too large");
        }
    }

    private static Path checkedPath(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException(quoted(text) + " is no path: " + e.getReason());
        }
    }

    private static long inode(String text, Path path) {
        try {
            return (long) Files.getAttribute(path, "unix:ino");
        } catch (NoSuchFileException e) {
            throw new TypeConversionException(
                    "%s is no number, and there is no '%s'".formatted(quoted(text), path));
        } catch (IOException e) {
            throw new TypeConversionException(
                    "cannot look at '%s': %s".formatted(path, e.getMessage()));
        }
    }

    private static String quoted(String text) {
        return "'" + KernelString.of(text).escaped() + "'";
    }
}
