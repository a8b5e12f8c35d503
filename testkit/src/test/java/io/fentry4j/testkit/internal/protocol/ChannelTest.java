package io.fentry4j.testkit.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChannelTest {

    private static Channel<Order, Order> reading(byte[] bytes) {
        return new Channel<>(
                new ByteArrayInputStream(bytes), OutputStream.nullOutputStream(), Order.class);
    }

    private static byte[] sent(Order... orders) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var channel = new Channel<>(InputStream.nullInputStream(), bytes, Order.class)) {
            for (Order order : orders) {
                channel.send(order);
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void messages_arrive_in_order_and_then_the_end() throws IOException {
        Order run = new Order.Run(List.of("id"), Map.of("a", "b"));
        Channel<Order, Order> channel = reading(sent(run, new Order.ShowThreads()));

        assertThat(channel.receive()).isEqualTo(run);
        assertThat(channel.receive()).isEqualTo(new Order.ShowThreads());
        assertThat(channel.receive()).isNull();
    }

    @Test
    void a_message_that_is_cut_is_the_end() throws IOException {
        byte[] whole = sent(new Order.ShowThreads());

        assertThat(reading(Arrays.copyOf(whole, whole.length - 1)).receive()).isNull();
        assertThat(reading(Arrays.copyOf(whole, 3)).receive()).isNull();
    }

    @Test
    void what_is_no_message_is_refused() throws IOException {
        assertThatThrownBy(() ->
                        reading("printed by someone".getBytes(StandardCharsets.US_ASCII)).receive())
                .isInstanceOf(IOException.class)
                .hasMessage("receive: a message has no length of 1886546286 bytes");
        byte[] report;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var channel =
                new Channel<Report, Report>(InputStream.nullInputStream(), bytes, Report.class)) {
            channel.send(new Report.Ready("6.12"));
            report = bytes.toByteArray();
        }
        assertThatThrownBy(() -> reading(report).receive())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("this is no message");
    }
}
