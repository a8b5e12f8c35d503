package io.fentry4j.testkit.internal.lab;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The scripts of `kernel-lab/`, which travel in this module's jar, as files.
///
/// They are unpacked once, beside the lab's kernels, into a folder that is named by what is in it.
public final class LabScripts {

    private static final String RESOURCES = "kernel-lab";
    private static final String SOME_SCRIPT = RESOURCES + "/run";
    private static final byte[] SCRIPT_BEGIN = "#!".getBytes(StandardCharsets.US_ASCII);

    private LabScripts() {}

    /// The folder with `run` in it.
    ///
    /// @throws IOException if it cannot be written
    public static Path unpacked() throws IOException {
        return unpackBelow(cache(System.getenv()));
    }

    /// As `kernel-lab/run` finds it.
    static Path cache(Map<String, String> environment) {
        String own = environment.get("FENTRY4J_CACHE");
        if (own != null) {
            return Path.of(own);
        }
        String home = System.getProperty("user.home");
        String caches = environment.getOrDefault("XDG_CACHE_HOME", home + "/.cache");
        return Path.of(caches, "fentry4j");
    }

    static Path unpackBelow(Path cache) throws IOException {
        SortedMap<String, byte[]> files = read();
        Path folder = cache.resolve("testkit-lab-" + checksum(files));
        if (Files.exists(folder)) {
            return folder;
        }
        Files.createDirectories(cache);
        Path made = Files.createTempDirectory(cache, ".testkit-lab");
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = made.resolve(file.getKey());
            Files.createDirectories(path.resolveSibling(""));
            Files.write(path, file.getValue());
            if (isScript(file.getValue())) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
        moveOrDelete(made, folder);
        return folder;
    }

    /// All at once, so that nobody sees a part; another JVM may have been quicker.
    private static void moveOrDelete(Path made, Path folder) throws IOException {
        try {
            Files.move(made, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            try (Stream<Path> all = Files.walk(made)) {
                for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static boolean isScript(byte[] file) {
        return Arrays.mismatch(file, SCRIPT_BEGIN) == SCRIPT_BEGIN.length;
    }

    /// The files by their paths below the folder.
    private static SortedMap<String, byte[]> read() throws IOException {
        URL some = LabScripts.class.getResource(SOME_SCRIPT);
        if (some == null) {
            throw new IOException(
                    "find the kernel lab: no " + SOME_SCRIPT + " beside " + LabScripts.class);
        }
        try {
            URI uri = some.toURI();
            if (!uri.getScheme().equals("jar")) {
                return readFolder(Path.of(uri).resolveSibling(""));
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return readFolder(jar.provider().getPath(uri).resolveSibling(""));
            }
        } catch (URISyntaxException e) {
            throw new IOException("find the kernel lab: " + some, e);
        }
    }

    private static SortedMap<String, byte[]> readFolder(Path folder) throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private static String checksum(SortedMap<String, byte[]> files) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("each JDK has SHA-256", e);
        }
        files.forEach((name, content) -> {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update(content);
        });
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }
}
