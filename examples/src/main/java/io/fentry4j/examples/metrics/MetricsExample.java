package io.fentry4j.examples.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import io.fentry4j.micrometer.UnlinkMetrics;
import io.fentry4j.unlink.UnlinkProbe;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;

/// Serves what the probe counts to Prometheus, until Ctrl-C.
///
/// `java --enable-native-access=ALL-UNNAMED -cp examples/target/fentry4j-examples.jar
/// io.fentry4j.examples.metrics.MetricsExample 9464` as root; after some deletions `curl -s
/// localhost:9464/metrics` prints, among other lines,
///
/// ```
/// # HELP fentry4j_unlink_calls_total Calls that the listener was told of
/// # TYPE fentry4j_unlink_calls_total counter
/// fentry4j_unlink_calls_total{errno="none",result="success"} 2.0
/// fentry4j_unlink_calls_total{errno="ENOENT",result="failure"} 1.0
/// # TYPE fentry4j_unlink_duration_seconds histogram
/// fentry4j_unlink_duration_seconds_bucket{result="success",le="5.0E-5"} 1
/// fentry4j_unlink_duration_seconds_count{result="success"} 2
/// fentry4j_unlink_lag_seconds_count 3
/// fentry4j_unlink_lost_events_total{cause="ring_full"} 0.0
/// fentry4j_unlink_seen_calls_total 3.0
/// ```
public final class MetricsExample {

    private MetricsExample() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var metrics = new UnlinkMetrics();
        metrics.bindTo(registry);
        int port = Integer.parseInt(args[0]);
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        var server = HttpServer.create(address, 0);
        server.createContext(
                "/metrics",
                exchange -> {
                    byte[] page = registry.scrape().getBytes(UTF_8);
                    exchange.getResponseHeaders()
                            .set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
                    exchange.sendResponseHeaders(200, page.length);
                    try (var body = exchange.getResponseBody()) {
                        body.write(page);
                    }
                });
        try (var _ = UnlinkProbe.builder().observe(metrics).attach(event -> {})) {
            server.start();
            System.out.printf("http://localhost:%d/metrics%n", server.getAddress().getPort());
            new CountDownLatch(1).await(); // until somebody ends the process
        }
    }
}
