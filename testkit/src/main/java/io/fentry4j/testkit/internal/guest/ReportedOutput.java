package io.fentry4j.testkit.internal.guest;

import io.fentry4j.testkit.internal.protocol.Channel;
import io.fentry4j.testkit.internal.protocol.Report;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/// `System.out` or `System.err` of the tests: in order with the other reports.
final class ReportedOutput extends OutputStream {

    private final Channel<Report, ?> channel;
    private final boolean error;

    ReportedOutput(Channel<Report, ?> channel, boolean error) {
        this.channel = channel;
        this.error = error;
    }

    @Override
    public void write(int b) throws IOException {
        channel.send(new Report.Output(error, new byte[] {(byte) b}));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > 0) {
            byte[] written = Arrays.copyOfRange(bytes, offset, offset + length);
            channel.send(new Report.Output(error, written));
        }
    }
}
