package io.fentry4j.testkit.internal.guest;

import io.fentry4j.testkit.internal.protocol.Channel;
import io.fentry4j.testkit.internal.protocol.Order;
import io.fentry4j.testkit.internal.protocol.Report;
import io.fentry4j.testkit.internal.protocol.SentThrowable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// The JVM inside of the lab: takes orders from standard input, runs tests with Jupiter on its main
/// thread, and reports on descriptor 3.
///
/// Not on standard output, which tests, their child processes and the JVM itself write to.
public final class GuestMain {

    private static final String REPORTS = "/proc/self/fd/3";
    private static final String JUPITER = "junit-jupiter";

    private final Channel<Report, Order> channel;
    private final BlockingQueue<Order.Run> runs = new LinkedBlockingQueue<>();
    private final Thread main = Thread.currentThread();

    private GuestMain(Channel<Report, Order> channel) {
        this.channel = channel;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        // Open as long as the JVM lives.
        @SuppressWarnings("resource")
        FileOutputStream reports = new FileOutputStream(REPORTS);
        GuestMain guest = new GuestMain(new Channel<>(System.in, reports, Order.class));
        System.setIn(InputStream.nullInputStream());
        System.setOut(guest.reported(false));
        System.setErr(guest.reported(true));
        guest.channel.send(new Report.Ready(System.getProperty("os.version")));
        Thread.ofPlatform().daemon().name("testkit-orders").start(guest::takeOrders);
        while (true) {
            Order.Run order = guest.runs.take();
            guest.channel.send(new Report.Done(guest.run(order)));
        }
    }

    private PrintStream reported(boolean error) {
        return new PrintStream(new ReportedOutput(channel, error), true, StandardCharsets.UTF_8);
    }

    /// Ends the JVM with the stream of orders: nobody is there any more.
    private void takeOrders() {
        try {
            Order order = channel.receive();
            while (order != null) {
                switch (order) {
                    case Order.Prepare prepare -> setMissing(prepare.systemProperties());
                    case Order.Run run -> runs.add(run);
                    case Order.ShowThreads _ -> channel.send(ThreadDump.of(main));
                }
                order = channel.receive();
            }
        } catch (IOException e) {
            // as at the end of the stream
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }

    /// What this JVM knows better, such as its home, stays.
    private static void setMissing(Map<String, String> properties) {
        properties.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }

    /// @return what kept Jupiter from running the tests
    private @Nullable SentThrowable run(Order.Run order) {
        // Listeners and filters of the class path take part in the JVM that started the run.
        LauncherConfig config =
                LauncherConfig.builder()
                        .enableTestExecutionListenerAutoRegistration(false)
                        .enablePostDiscoveryFilterAutoRegistration(false)
                        .enableLauncherDiscoveryListenerAutoRegistration(false)
                        .build();
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(
                                order.uniqueIds().stream()
                                        .map(DiscoverySelectors::selectUniqueId)
                                        .toList())
                        .configurationParameters(order.parameters())
                        .filters(EngineFilter.includeEngines(JUPITER))
                        .build();
        GuestListener listener = new GuestListener(channel);
        try {
            LauncherFactory.create(config).execute(request, listener);
        } catch (JUnitException e) {
            return SentThrowable.of(e);
        }
        return listener.engineFailure();
    }
}
