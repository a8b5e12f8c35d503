package io.fentry4j.internal.libbpf;

import io.fentry4j.failure.Failure;
import io.fentry4j.failure.LibbpfUnavailableException;
import io.fentry4j.internal.linux.Downcall;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// Finds the system's libbpf, once, and says what to do when it cannot be used.
@SuppressWarnings("restricted") // loading a native library
public final class LibbpfLibrary {

    /// Names another library file than the system's `libbpf.so.1`.
    public static final String PROPERTY = "io.fentry4j.libbpf";

    private static final String SONAME = "libbpf.so.1";
    private static final String OPERATION = "load libbpf";

    private static final @Nullable SymbolLookup LOOKUP;
    private static final @Nullable LibbpfUnavailableException PROBLEM;

    static {
        SymbolLookup found = null;
        LibbpfUnavailableException problem = null;
        try {
            found = open();
        } catch (LibbpfUnavailableException e) {
            problem = e;
        }
        LOOKUP = found;
        PROBLEM = problem;
    }

    private LibbpfLibrary() {}

    /// The library's symbols. Call this before touching [Libbpf], whose handles need them.
    ///
    /// @throws LibbpfUnavailableException if it is missing, older than 1.0, or native access is off
    public static SymbolLookup require() {
        if (LOOKUP == null) {
            // A new one for each caller: the first caller's stack would mislead the second.
            LibbpfUnavailableException problem = java.util.Objects.requireNonNull(PROBLEM);
            throw new LibbpfUnavailableException(problem.failure(), problem.getCause());
        }
        return LOOKUP;
    }

    private static SymbolLookup open() {
        String file = System.getProperty(PROPERTY, SONAME);
        SymbolLookup library;
        try {
            library = SymbolLookup.libraryLookup(file, Arena.global());
        } catch (IllegalCallerException e) {
            throw new LibbpfUnavailableException(
                    Failure.of(OPERATION, "this JVM may not call native code")
                            .advise(
                                    "start java with --enable-native-access=io.fentry4j.core on the"
                                            + " module path, or --enable-native-access=ALL-UNNAMED"
                                            + " on the class path"),
                    e);
        } catch (IllegalArgumentException e) {
            throw new LibbpfUnavailableException(
                    Failure.of(OPERATION, "the library " + file + " was not found")
                            .observe("library", file)
                            .advise(
                                    "install libbpf 1.0 or newer (Debian and Ubuntu: apt install"
                                            + " libbpf1; Fedora: dnf install libbpf), or name its"
                                            + " file with -D"
                                            + PROPERTY
                                            + "=FILE"),
                    e);
        }
        int major = majorVersion(library);
        if (major < 1) {
            throw new LibbpfUnavailableException(
                    Failure.of(OPERATION, "libbpf is too old: version " + major + ", needed is 1.0")
                            .observe("library", file)
                            .advise("install libbpf 1.0 or newer"),
                    null);
        }
        return library;
    }

    private static int majorVersion(SymbolLookup library) {
        if (library.find("libbpf_major_version").isEmpty()) {
            return 0; // the function came with 0.6
        }
        MethodHandle version =
                Downcall.plain(
                        library,
                        "libbpf_major_version",
                        FunctionDescriptor.of(ValueLayout.JAVA_INT));
        try {
            return (int) version.invokeExact();
        } catch (Throwable e) {
            throw new AssertionError("libbpf_major_version threw", e);
        }
    }
}
