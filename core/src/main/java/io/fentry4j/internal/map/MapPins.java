package io.fentry4j.internal.map;

import io.fentry4j.Errno;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.MapException;
import io.fentry4j.internal.libbpf.MapDescriptors;
import io.fentry4j.internal.linux.LibC;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Names for maps in a BPF file system, where they outlive their process.
public final class MapPins {

    private static final int EPERM = 1;
    private static final int ENOENT = 2;
    private static final int EACCES = 13;
    private static final int EEXIST = 17;

    /// What `/proc/self/fd` shows for a descriptor of a map.
    private static final String MAP_LINK = "anon_inode:bpf-map";

    private static final String MOUNT = "mount one: mount -t bpf bpf /sys/fs/bpf";

    private MapPins() {}

    /// Pins a map at `path`.
    public static void pin(MapHandle map, Path path) {
        int error = map.call(fd -> MapDescriptors.pin(fd, path.toString()));
        if (error < 0) {
            throw explain("pin " + map + " at " + path, path, -error);
        }
    }

    /// Removes the pin of a map.
    ///
    /// @throws MapException if `path` is not a pin of this map; then nothing is removed
    public static void unpin(MapHandle map, Path path) {
        String operation = "unpin " + map + " at " + path;
        int fd = openFd(operation, path);
        try (MapHandle pinned = MapHandle.standalone(operation, fd)) {
            if (pinned.info().id() != map.info().id()) {
                throw new MapException(
                        Failure.of(operation, "another map is pinned there")
                                .observe("id", map.info().id())
                                .observe("pinned id", pinned.info().id())
                                .observe("pinned", pinned.name() + ", " + pinned.description())
                                .advise("give the path that this map was pinned at"));
            }
        }
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new MapException(
                    Failure.of(operation, "the file cannot be removed: " + e.getMessage())
                            .advise("look at the rights of its folder"),
                    e);
        }
    }

    /// Opens what is pinned at `path`, which must be a map.
    public static MapHandle open(Path path) {
        String operation = "open the map pinned at " + path;
        return MapHandle.standalone(operation, openFd(operation, path));
    }

    private static int openFd(String operation, Path path) {
        int fd = MapDescriptors.openPinned(path.toString());
        if (fd < 0) {
            throw explain(operation, path, -fd);
        }
        String link = linkOf(fd);
        if (!link.equals(MAP_LINK)) {
            LibC.close(fd);
            throw new MapException(
                    Failure.of(operation, "what is pinned there is no map")
                            .observe("object", link)
                            .advise("give the path of a pinned map: bpftool map show pinned PATH"));
        }
        return fd;
    }

    private static String linkOf(int fd) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString();
        } catch (IOException e) {
            return MAP_LINK; // no /proc: believe it
        }
    }

    private static MapException explain(String operation, Path path, int errno) {
        Failure failure =
                switch (errno) {
                    case EEXIST ->
                            Failure.of(operation, "there is a file of this name already")
                                    .advise("unpin it: rm " + path)
                                    .advise("open what is pinned there, with openPinned");
                    case ENOENT -> missing(operation, path);
                    case EPERM -> notPinnable(operation, path);
                    case EACCES -> noRight(operation, path);
                    default ->
                            Failure.of(
                                    operation, "the kernel refused: " + new Errno(errno).meaning());
                };
        return new MapException(failure.errno(new Errno(errno)));
    }

    private static Failure missing(String operation, Path path) {
        Path folder = folder(path);
        return Files.isDirectory(folder)
                ? Failure.of(operation, "there is no such file")
                        .advise("look for its name: ls " + folder)
                : Failure.of(operation, "the folder " + folder + " is not there")
                        .advise("make it: mkdir -p " + folder)
                        .advise("if there is no BPF file system, " + MOUNT);
    }

    private static Failure notPinnable(String operation, Path path) {
        String fileSystem = fileSystem(folder(path));
        if (!fileSystem.equals("bpf")) {
            return Failure.of(operation, "the folder is in no BPF file system")
                    .observe("file system", fileSystem)
                    .advise("give a path below /sys/fs/bpf")
                    .advise("if there is no BPF file system, " + MOUNT);
        }
        if (String.valueOf(path.getFileName()).contains(".")) {
            return Failure.of(operation, "a BPF file system allows no dot in a name")
                    .advise("give a name without a dot");
        }
        return Failure.of(operation, "the kernel does not permit it")
                .advise("look at the rights of the folder and its mount: ls -ld " + folder(path));
    }

    private static Failure noRight(String operation, Path path) {
        String fileSystem = fileSystem(path);
        return fileSystem.equals("bpf")
                ? Failure.of(operation, "this user has no right to it")
                        .advise("look at the rights of the file and its folders: ls -ld " + path)
                : Failure.of(operation, "it is no file of a BPF file system")
                        .observe("file system", fileSystem)
                        .advise("give the path that the map was pinned at");
    }

    private static Path folder(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        return parent == null ? path : parent;
    }

    /// The type of the file system that `path` is in. Not by [Files#getFileStore], which of several
    /// mounts on one folder names the oldest and not the one that is seen.
    private static String fileSystem(Path path) {
        String type = "unknown";
        int longest = -1;
        try {
            for (String mount : Files.readAllLines(Path.of("/proc/self/mounts"))) {
                String[] fields = mount.split(" ", 4);
                Path folder = Path.of(fields[1]);
                if (path.toAbsolutePath().startsWith(folder) && folder.getNameCount() >= longest) {
                    longest = folder.getNameCount();
                    type = fields[2];
                }
            }
        } catch (IOException e) {
            return "unknown";
        }
        return type;
    }
}
