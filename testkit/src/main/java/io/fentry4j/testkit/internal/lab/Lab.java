package io.fentry4j.testkit.internal.lab;

import io.fentry4j.testkit.internal.protocol.Channel;
import io.fentry4j.testkit.internal.protocol.Order;
import io.fentry4j.testkit.internal.protocol.Report;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A machine with a JVM in it that runs tests.
///
/// For one thread. Closing it ends both.
public final class Lab implements AutoCloseable {

    private static final Duration END_PATIENCE = Duration.ofSeconds(10);

    private final Process process;
    private final ErrorOutput errorOutput;
    private final Channel<Order, Report> channel;
    private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();

    private Lab(Process process) {
        this.process = process;
        this.errorOutput = ErrorOutput.of(process.getErrorStream());
        this.channel =
                new Channel<>(process.getInputStream(), process.getOutputStream(), Report.class);
        Thread.ofPlatform().daemon().name("testkit-reports").start(this::receive);
    }

    /// Boots; the first report is [Report.Ready].
    ///
    /// @param scripts the folder with the lab's `run`
    /// @param jvmArguments more of them
    /// @throws IOException if `run` cannot be started
    public static Lab start(LabOptions options, Path scripts, List<String> jvmArguments)
            throws IOException {
        GuestCommand command = GuestCommand.ofThisJvm();
        List<String> words = new ArrayList<>();
        words.add(scripts.resolve("run").toString());
        words.addAll(options.arguments());
        words.addAll(List.of("--", "sh", "-c", startScript(), "start-guest"));
        words.add(options.user());
        words.add(String.join(":", command.classPath()));
        words.addAll(command.words(jvmArguments));
        return new Lab(new ProcessBuilder(words).start());
    }

    private static String startScript() throws IOException {
        try (InputStream script = Lab.class.getResourceAsStream("start-guest")) {
            if (script == null) {
                throw new IOException("find start-guest: it is not beside " + Lab.class);
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void receive() {
        try {
            Report report = channel.receive();
            while (report != null) {
                reports.add(report);
                report = channel.receive();
            }
        } catch (IOException e) {
            errorOutput.note("testkit: " + e.getMessage());
        } finally {
            reports.add(new Report.Ended());
        }
    }

    /// Gives an order, and does not wait until it is carried out.
    ///
    /// @throws IOException if the JVM inside has ended
    public void send(Order order) throws IOException {
        channel.send(order);
    }

    /// The next report, [Report.Ended] if the JVM inside has ended, or null if nothing came for so
    /// long.
    public @Nullable Report next(Duration patience) throws InterruptedException {
        return reports.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Why it has ended, after [Report.Ended]: an exit status, and what was printed last.
    public String explainEnd() throws InterruptedException {
        boolean ended = process.waitFor(END_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        errorOutput.awaitEnd(END_PATIENCE);
        List<String> lab = errorOutput.linesOfLab();
        if (!lab.isEmpty()) {
            return String.join("\n", lab);
        }
        String status = ended ? "exit status " + process.exitValue() : "its streams are closed";
        List<String> last = errorOutput.lastLines();
        return "the JVM of the tests ended (%s)%s"
                .formatted(
                        status,
                        last.isEmpty()
                                ? ""
                                : "; the last lines that it printed:\n" + String.join("\n", last));
    }

    /// Ends it without waiting for the tests.
    public void kill() {
        process.destroy();
    }

    @Override
    public void close() {
        try {
            channel.close(); // the end of the orders
        } catch (IOException e) {
            // it has ended
        }
        try {
            if (!process.waitFor(END_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroy();
                if (!process.waitFor(END_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                }
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }
}
