package io.fentry4j.internal.libbpf;

import static java.lang.foreign.ValueLayout.ADDRESS;

import io.fentry4j.internal.linux.Downcall;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/// Which libbpf this process uses.
///
/// @param version such as `v1.1`; distributions' patches do not show in it
/// @param file where it was loaded from; empty if that cannot be found
public record LibbpfVersion(String version, String file) {

    /// Asks the library itself.
    ///
    /// @throws io.fentry4j.failure.LibbpfUnavailableException if there is none to use
    public static LibbpfVersion find() {
        SymbolLookup library = LibbpfLibrary.require();
        try {
            MethodHandle version =
                    Downcall.plain(
                            library, "libbpf_version_string", FunctionDescriptor.of(ADDRESS));
            MemorySegment text = (MemorySegment) version.invokeExact();
            return new LibbpfVersion(Downcall.string(text), mappedFile());
        } catch (Throwable e) {
            throw MapCommands.unexpected(e);
        }
    }

    /// The file behind this process's memory whose name is that of the library: the soname is a
    /// link, and a property may name another file.
    private static String mappedFile() {
        String name = System.getProperty(LibbpfLibrary.PROPERTY, "libbpf.so");
        String file = Path.of(name).getFileName().toString();
        try (var maps = Files.lines(Path.of("/proc/self/maps"))) {
            return maps.map(line -> line.substring(line.indexOf('/') + 1))
                    .filter(path -> path.contains("/" + file))
                    .findFirst()
                    .map(path -> "/" + path)
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
