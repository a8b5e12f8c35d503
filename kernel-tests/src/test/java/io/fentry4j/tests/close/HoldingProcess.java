package io.fentry4j.tests.close;

import java.nio.file.Files;
import java.nio.file.Path;

/// A process of its own that attaches a program, reads its ring, and holds on to all of it until it
/// is killed. It makes the file that its argument names when all is there.
final class HoldingProcess {

    private HoldingProcess() {}

    public static void main(String[] arguments) throws Exception {
        Subject subject = Subject.load(true);
        subject.attach();
        subject.listen(item -> {});
        subject.use();
        Files.createFile(Path.of(arguments[0]));
        Thread.currentThread().join(); // for ever
    }
}
