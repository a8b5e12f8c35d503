package io.fentry4j.testkit.internal.guest;

import io.fentry4j.testkit.internal.protocol.Report;
import java.util.List;
import java.util.Map;

/// Where the threads stand, for a test that does not end.
final class ThreadDump {

    private ThreadDump() {}

    static Report.Threads of(Thread main) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<Thread, StackTraceElement[]> entry : Thread.getAllStackTraces().entrySet()) {
            Thread thread = entry.getKey();
            text.append("\"%s\" %s%n".formatted(thread.getName(), thread.getState()));
            for (StackTraceElement frame : entry.getValue()) {
                text.append("    at %s%n".formatted(frame));
            }
        }
        return new Report.Threads(List.of(main.getStackTrace()), text.toString());
    }
}
