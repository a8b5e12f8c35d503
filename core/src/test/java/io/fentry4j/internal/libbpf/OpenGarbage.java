package io.fentry4j.internal.libbpf;

import io.fentry4j.BpfObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Opens bytes that are no object, twice, and reports what was thrown, one line each.
final class OpenGarbage {

    private OpenGarbage() {}

    public static void main(String[] arguments) throws IOException {
        List<String> report = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            try {
                BpfObject.open("garbage", new byte[] {1, 2, 3}).close();
                report.add("nothing was thrown");
            } catch (Throwable e) { // which type it is, is the question
                report.add(e.getClass().getSimpleName() + ": " + e.getMessage());
            }
        }
        Files.write(Path.of(arguments[0]), report);
    }
}
