package io.fentry4j.examples.command;

import io.fentry4j.unlink.UnlinkEvent;
import io.fentry4j.unlink.UnlinkProbe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Runs a command and says what it and its children have deleted, and what they tried to.
///
/// `java --enable-native-access=ALL-UNNAMED -cp examples/target/fentry4j-examples.jar
/// io.fentry4j.examples.command.WhatDidThisCommandDelete sh -c 'mkdir -p /tmp/deleted/d; cd
/// /tmp/deleted; touch d/a b; rm -r d b; unlink c'` as root prints
///
/// ```
/// /tmp/deleted/d/a
/// /tmp/deleted/d
/// /tmp/deleted/b
/// /tmp/deleted/c: No such file or directory
/// 3 deleted, 1 failed
/// ```
public final class WhatDidThisCommandDelete {

    private WhatDidThisCommandDelete() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        List<UnlinkEvent> events = new ArrayList<>();
        try (var _ =
                UnlinkProbe.builder()
                        .descendantsOf((int) ProcessHandle.current().pid())
                        .includeDirectories()
                        .resolvePaths()
                        .attach(events::add)) {
            new ProcessBuilder(args).inheritIO().start().waitFor();
        } // from here on the list is complete, and no other thread's
        events.forEach(event -> System.out.println(describe(event)));
        long deleted = events.stream().filter(UnlinkEvent::succeeded).count();
        System.out.printf("%d deleted, %d failed%n", deleted, events.size() - deleted);
    }

    private static String describe(UnlinkEvent event) {
        // Bytes that a terminal would obey are escaped: whoever creates a file chooses its name.
        String path = event.absolutePath().orElse(event.name()).escaped();
        return event.errno().map(errno -> path + ": " + errno.meaning()).orElse(path);
    }
}
